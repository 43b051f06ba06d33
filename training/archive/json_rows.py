"""Rows of JSONL: each line is kept to the letter."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from data.readers.cells import has_half_characters, holds
from data.readers.columns import ColumnFinder
from training.archive.opening import Line, lines_of, opened
from training.archive.parts import Job, Part
from training.archive.rows import Chunk, Reject, batched, cell, unread
from training.archive.texts import FIELDS, NOT_UTF_8, Fault, broken_row, text_of

Record = dict[str, Any]

_KEYS_AT_ONCE: Final = 1000
_HALVES: Final = ("\\ud", "\\uD")
"""How escapes begin that stand for half a character; two of them mostly make a whole."""


class JsonRows:
    """Some objects, and the lines they were read from."""

    def __init__(self, records: Sequence[Record], lines: Sequence[str]) -> None:
        self._records, self._lines = records, lines

    def __len__(self) -> int:
        return len(self._records)

    def take(self, places: Sequence[int]) -> "JsonRows":
        """Return some of them."""
        return JsonRows([self._records[at] for at in places], [self._lines[at] for at in places])

    def table(self, schema: pa.Schema) -> pa.Table:
        """Return the values of the keys that the schema names."""
        columns = [
            _column([record.get(field.name) for record in self._records], field.type)
            for field in schema
        ]
        return pa.Table.from_arrays(columns, schema=schema)

    def lines(self) -> list[str]:
        """Return the lines as they were."""
        return list(self._lines)

    def cells(self, header: Sequence[str]) -> list[list[str]]:
        """Return the values of the keys."""
        return [[cell(record.get(name)) for name in header] for record in self._records]

    def original(self, place: int) -> object:
        """Return the line."""
        return self._lines[place]


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        # Of a key with values of several kinds: see `survey`.
        values = [None if value is None else cell(value) for value in values]
    return pa.array(values, kind)


def json_chunks(part: Part, job: Job, lengths: Iterator[int], skip: int) -> Iterator[Chunk]:
    """Read the rows of a part, past those to skip."""
    parser = _Parser(part, job)
    with opened(part.address, part.form.compression) as (stream, stored):
        lines = rows_of_lines(lines_of(stream, part.encoding, part.start, part.stop))
        next(islice(lines, skip, skip), None)
        at = part.start
        for found in batched(lines, lengths, lambda line: len(line.raw)):
            now = min(stored.tell(), part.start + part.size)  # the reading runs ahead of a range
            yield parser.chunk(found, now - at)
            at = now


def rows_of_lines(lines: Iterator[Line]) -> Iterator[Line]:
    """Leave out the blank lines: they are no rows."""
    return (line for line in lines if line.text is None or line.text.strip())


def record_of(line: Line) -> Record | Fault:
    """Parse a line, or say why that cannot be done."""
    if line.text is None:
        return NOT_UTF_8
    try:
        record = json.loads(line.text)
    except (ValueError, RecursionError) as error:
        what = error.msg if isinstance(error, json.JSONDecodeError) else "too large or too deep"
        return broken_row(f"is not valid JSON: {what}")
    if not isinstance(record, dict):
        return broken_row("is not a JSON object")
    halves = any(escape in line.text for escape in _HALVES)
    if halves and has_half_characters(json.dumps(record, ensure_ascii=False)):
        return broken_row("holds half a character")
    return record


class _Parser:
    """Makes chunks of lines."""

    def __init__(self, part: Part, job: Job) -> None:
        finder = ColumnFinder(Path(part.address), job.columns, labelled=False)
        self._known = lru_cache(_KEYS_AT_ONCE)(finder.known)
        self._added = frozenset(job.added)

    def chunk(self, lines: Sequence[Line], size: int) -> Chunk:
        records, kept, places, texts, rejects = [], [], [], [], []
        for line in lines:
            record = record_of(line)
            text = record if isinstance(record, Fault) else self._text(record)
            if isinstance(text, Fault):
                rejects.append(Reject(line.place, *text, unread(line.raw)))
            elif not isinstance(record, Fault):
                records.append(record)
                kept.append(line.raw.decode().strip())
                places.append(line.place)
                texts.append(text)
        return Chunk(JsonRows(records, kept), places.__getitem__, texts, rejects, size)

    def _text(self, record: Record) -> str | Fault:
        if clash := self._added & record.keys():
            reason = f"has a key {min(clash)!r}, which would be added again; use --prefix"
            return Fault("clashing-key", reason)
        full = tuple(key for key, value in record.items() if holds(value))
        chosen = self._known(tuple(record)) | self._known(full)
        values = {field: record[chosen[field]] for field in FIELDS if field in chosen}
        return text_of(values)
