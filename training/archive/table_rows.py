"""Rows of Parquet: whole columns, of whatever type."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import compute, parquet

from data.readers.columns import ColumnFinder
from training.archive.csv_rows import refuse_twins
from training.archive.parts import Job, Part
from training.archive.rows import HEAVY, Chunk, Reject, cell, json_line
from training.archive.sources import file_system
from training.archive.texts import FIELDS, Fault, text_of

_MOST_AT_ONCE: Final = 512
_BUFFER: Final = 1 << 20
"""Bytes of a column that are read at a time: a row group may be larger than memory."""


class TableRows:
    """Some rows of a table."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch

    def __len__(self) -> int:
        return int(self._batch.num_rows)

    def take(self, places: Sequence[int]) -> "TableRows":
        """Return some of them."""
        return TableRows(self._batch.take(pa.array(places, pa.int64())))

    def table(self, schema: pa.Schema) -> pa.Table:
        """Return their columns in the types of a schema; one that the file lacks is null."""
        return pa.Table.from_arrays([self._column(field) for field in schema], schema=schema)

    def lines(self) -> list[str]:
        """Return each row as a JSON object."""
        return [json_line(record) for record in self._records()]

    def cells(self, header: Sequence[str]) -> list[list[str]]:
        """Return the values of the columns as text."""
        return [[cell(record.get(name)) for name in header] for record in self._records()]

    def original(self, place: int) -> object:
        """Return the values of a row by their columns."""
        return next(iter(TableRows(self._batch.slice(place, 1))._records()))  # noqa: SLF001

    def _column(self, field: pa.Field) -> pa.Array:
        place = self._batch.schema.get_field_index(field.name)
        if place < 0:
            return pa.nulls(len(self), field.type)
        column = self._batch.column(place)
        return column if column.type == field.type else column.cast(field.type)

    def _records(self) -> list[dict[str, Any]]:
        columns = [_values(_readable(column)) for column in self._batch.columns]
        names = self._batch.schema.names
        rows = zip(*columns, strict=True) if columns else [()] * len(self)
        return [dict(zip(names, row, strict=True)) for row in rows]


def _readable(column: pa.Array) -> pa.Array:
    """Make text of times, as Python has none as fine or as far away, and null of NaN."""
    if pa.types.is_floating(column.type):
        return compute.if_else(compute.is_nan(column), None, column)
    times = pa.types.is_temporal(column.type) and not pa.types.is_duration(column.type)
    return column.cast(pa.string()) if times else column


def _values(column: pa.Array) -> list[Any]:
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError, KeyError):
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar) -> object:
    """Make a Python value of one that the rest of its column cannot be read for."""
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        held = scalar.value if isinstance(scalar, pa.DictionaryScalar) else scalar
        return held.as_buffer().to_pybytes() if isinstance(held, pa.BinaryScalar) else None
    except (ValueError, OverflowError, KeyError):  # no such day, no such time zone
        return str(scalar)


@contextmanager
def open_table(address: str) -> Iterator[parquet.ParquetFile]:
    """Open a Parquet file so that no more of it is in memory than is being read."""
    system, path = file_system(address)
    with (
        system.open(path, "rb") as stream,
        parquet.ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER) as file,
    ):
        yield file


def table_chunks(part: Part, job: Job, lengths: Iterator[int], skip: int) -> Iterator[Chunk]:
    """Read the rows of a part, past those to skip."""
    with open_table(part.address) as file:
        names = file.schema_arrow.names
        refuse_twins(part.address, names)
        finder = ColumnFinder(Path(part.address), job.columns, labelled=False)
        chosen = finder.needed(names)
        fields = {field: chosen[field] for field in FIELDS if field in chosen}
        groups = range(part.start, part.stop or file.num_row_groups)
        before = sum(file.metadata.row_group(group).num_rows for group in range(part.start))
        bytes_a_row = part.size / max(part.rows or 0, 1)
        at, passed = 0, skip
        batches = file.iter_batches(_at_once(file.metadata, groups), row_groups=list(groups))
        for batch in _cut(batches, lengths, skip):
            first = before + skip + at + 1
            at += batch.num_rows
            yield _chunk(batch, fields, first, round((batch.num_rows + passed) * bytes_a_row))
            passed = 0


def _at_once(metadata: Any, groups: Iterable[int]) -> int:
    """Return how many rows to read at once: a few where rows are large."""
    found = [metadata.row_group(group) for group in groups]
    heaviest = max(group.total_byte_size / max(group.num_rows, 1) for group in found)
    return max(1, min(_MOST_AT_ONCE, int(HEAVY / max(heaviest, 1))))


def _cut(
    batches: Iterator[pa.RecordBatch], lengths: Iterator[int], skip: int
) -> Iterator[pa.RecordBatch]:
    """Cut batches so that none reaches over the end of one of the lengths."""
    left = next(lengths)
    for whole in batches:
        batch = whole.slice(min(skip, whole.num_rows))
        skip -= whole.num_rows - batch.num_rows
        while batch.num_rows:
            now = batch.slice(0, left)
            yield now
            batch = batch.slice(now.num_rows)
            left = left - now.num_rows or next(lengths)


def _chunk(batch: pa.RecordBatch, fields: dict[str, str], first: int, size: int) -> Chunk:
    columns = [_values(batch.column(name)) for name in fields.values()]
    found = [text_of(dict(zip(fields, row, strict=True))) for row in zip(*columns, strict=True)]
    whole = TableRows(batch)
    sound: Sequence[int] = range(batch.num_rows)
    texts = [text for text in found if not isinstance(text, Fault)]
    rejects = [
        Reject(f"row {first + at}", *fault, whole.original(at))
        for at, fault in enumerate(found)
        if isinstance(fault, Fault)
    ]
    if rejects:
        sound = [at for at in sound if not isinstance(found[at], Fault)]
        whole = whole.take(sound)
    return Chunk(whole, lambda at: f"row {first + sound[at]}", texts, rejects, size)
