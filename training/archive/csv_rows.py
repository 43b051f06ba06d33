"""Rows of CSV and TSV."""

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa

from data.errors import DamagedInput
from data.readers.columns import ColumnFinder
from data.readers.tables import csv_cells
from training.archive.opening import Line, lines_of, opened
from training.archive.parts import Job, Part
from training.archive.rows import Chunk, Reject, batched, json_line, unread
from training.archive.texts import FIELDS, NOT_UTF_8, Fault, broken_row, text_of

_LONGEST_ROW: Final = 1 << 26
"""In bytes: a row that has no end by then has a quote too many."""

Cells = list[str]


class CellRows:
    """Some rows of cells, all as long as the header."""

    def __init__(self, header: Sequence[str], rows: Sequence[Cells]) -> None:
        self._header, self._rows = header, rows

    def __len__(self) -> int:
        return len(self._rows)

    def take(self, places: Sequence[int]) -> "CellRows":
        """Return some of them."""
        return CellRows(self._header, [self._rows[at] for at in places])

    def table(self, schema: pa.Schema) -> pa.Table:
        """Return them as columns of text; one that the file lacks is null."""
        columns = dict(zip(self._header, zip(*self._rows, strict=True), strict=False))
        nothing = [None] * len(self)
        arrays = [pa.array(columns.get(field.name, nothing), field.type) for field in schema]
        return pa.Table.from_arrays(arrays, schema=schema)

    def lines(self) -> list[str]:
        """Return each row as a JSON object of text."""
        return [json_line(dict(zip(self._header, row, strict=True))) for row in self._rows]

    def cells(self, header: Sequence[str]) -> list[Cells]:
        """Return the cells in the order of a header; one that the file lacks is empty."""
        if list(header) == list(self._header):
            return list(self._rows)
        places = {name: at for at, name in enumerate(self._header)}
        wanted = [places.get(name) for name in header]
        return [["" if at is None else row[at] for at in wanted] for row in self._rows]

    def original(self, place: int) -> object:
        """Return the cells by their columns."""
        return dict(zip(self._header, self._rows[place], strict=True))


class _Feeder:
    """Gives lines to a CSV reader, and keeps those of the row it is at."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._row: list[Line] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._size > _LONGEST_ROW:
            raise csv.Error("a quote is not closed")
        line = next(self._lines)
        self._row.append(line)
        self._size += len(line.raw)
        # What is no text is turned away with its row; here it only must not end the reading.
        return line.raw.decode(errors="replace") if line.text is None else line.text

    def take(self) -> list[Line]:
        """Return the lines since the last time."""
        row, self._row, self._size = self._row, [], 0
        return row


class CellReader:
    """The rows of a file: cells as long as the header, or rejects.

    Parameters
    ----------
    address : str
    lines : iterator of Line

    Attributes
    ----------
    header : list of str
        Empty for an empty file.

    Raises
    ------
    DamagedInput
        If the header cannot be read, or has two columns of one name.
    """

    def __init__(self, address: str, lines: Iterator[Line]) -> None:
        self._feeder = _Feeder(lines)
        self._cells = csv_cells(self._feeder)
        try:
            self.header = [name.strip() for name in next(self._cells, [])]
        except csv.Error as error:
            raise DamagedInput(address, f"its first row is not valid CSV: {error}") from error
        refuse_twins(address, self.header)
        self._feeder.take()

    def __iter__(self) -> Iterator[tuple[str, Cells] | Reject]:
        return self

    def __next__(self) -> tuple[str, Cells] | Reject:
        """Return the place of the next row and its cells, or why it is none."""
        while True:
            cells, fault = self._read()
            lines = self._feeder.take()
            if any(line.text is None for line in lines):
                fault = NOT_UTF_8
            if fault:
                row = unread(b"".join(line.raw for line in lines))
                return Reject(lines[0].place, *fault, row)
            if any(cells):
                return lines[0].place, cells + [""] * (len(self.header) - len(cells))

    def _read(self) -> tuple[Cells, Fault | None]:
        try:
            cells = next(self._cells)
        except csv.Error as error:
            return [], broken_row(f"is not valid CSV: {error}")
        more = cells[len(self.header) :]
        if any(more):
            return [], broken_row("has more fields than the header; quote those with a delimiter")
        return cells[: len(self.header)], None


def refuse_twins(address: str, names: Sequence[str]) -> None:
    """Refuse a table that has two columns of one name.

    Raises
    ------
    DamagedInput
    """
    twins = {name for name in names if names.count(name) > 1}
    if twins:
        raise DamagedInput(address, f"two columns are called {min(twins)!r}; rename one")


def csv_chunks(part: Part, job: Job, lengths: Iterator[int], skip: int) -> Iterator[Chunk]:
    """Read the rows of a part, past those to skip."""
    with opened(part.address, part.form.compression) as (stream, stored):
        rows = CellReader(part.address, lines_of(stream, part.encoding))
        finder = ColumnFinder(Path(part.address), job.columns, labelled=False)
        chosen = finder.needed(rows.header) if rows.header else {}
        fields = {name: rows.header.index(chosen[name]) for name in FIELDS if name in chosen}
        next(islice(rows, skip, skip), None)
        at = 0
        for found in batched(rows, lengths, _weight):
            now = stored.tell()
            yield _chunk(rows.header, fields, found, now - at)
            at = now


def _weight(row: tuple[str, Cells] | Reject) -> int:
    return 0 if isinstance(row, Reject) else sum(map(len, row[1]))


def _chunk(
    header: list[str],
    fields: dict[str, int],
    found: Sequence[tuple[str, Cells] | Reject],
    size: int,
) -> Chunk:
    kept, places, texts, rejects = [], [], [], []
    for row in found:
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        place, cells = row
        text = text_of({field: cells[at] for field, at in fields.items()})
        if isinstance(text, Fault):
            rejects.append(Reject(place, *text, dict(zip(header, cells, strict=True))))
        else:
            kept.append(cells)
            places.append(place)
            texts.append(text)
    return Chunk(CellRows(header, kept), places.__getitem__, texts, rejects, size)
