"""What writes rows and their answers, in each form."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import pyarrow as pa
from pyarrow import parquet

from training.archive.answers import Answers, added_fields, answer_arrays
from training.archive.forms import Compression
from training.archive.parts import Job
from training.archive.rows import Rows, cell

_ROW_GROUP: Final = 1 << 25
"""Bytes of rows that are gathered before they are written."""

_GZIP_LEVEL: Final = 6
_DELIMITERS: Final = {"csv": ",", "tsv": "\t"}


class Bytes(Protocol):
    """Takes bytes."""

    def write(self, content: bytes, /) -> object:
        """Write some bytes."""
        ...


class Sink(Protocol):
    """Takes rows."""

    def write(self, rows: Rows, answers: Answers) -> None:
        """Write some rows, each with what is added to it."""
        ...


@contextmanager
def sink(path: Path, job: Job) -> Iterator[Sink]:
    """Open a file for rows in the form of a job; it is whole when this is left."""
    if job.form.kind == "parquet":
        with table_writer(path, table_schema(job)) as writer:
            table = _TableSink(writer, job)
            yield table
            table.flush()
        return
    with text_file(path, job.form.compression) as file:
        yield _LineSink(file, job) if job.form.kind == "jsonl" else _CellSink(file, job)


def table_schema(job: Job) -> pa.Schema:
    """Return the columns of a piece in Parquet."""
    return pa.schema([*job.schema, *added_fields(job.added)])  # type: ignore[misc]


def table_writer(path: Path, schema: pa.Schema) -> parquet.ParquetWriter:
    """Open a Parquet file to write."""
    return parquet.ParquetWriter(path, schema, compression="zstd")


@contextmanager
def text_file(path: Path, compression: Compression) -> Iterator[Bytes]:
    """Open a file to write text as bytes; the same text always makes the same bytes."""
    with path.open("wb") as stored:
        if compression == "gz":
            with gzip.GzipFile("", "wb", _GZIP_LEVEL, stored, mtime=0) as zipped:
                yield zipped
        elif compression == "zst":
            with pa.CompressedOutputStream(pa.PythonFile(stored, "w"), "zstd") as zipped:
                yield zipped
        else:
            yield stored


class _TableSink:
    def __init__(self, writer: parquet.ParquetWriter, job: Job) -> None:
        self._writer, self._job = writer, job
        self._schema = table_schema(job)
        self._tables: list[pa.Table] = []
        self._size = 0

    def write(self, rows: Rows, answers: Answers) -> None:
        columns = rows.table(self._job.schema).columns + answer_arrays(answers, self._job.added)
        table = pa.Table.from_arrays(columns, schema=self._schema)
        self._tables.append(table)
        self._size += table.nbytes
        if self._size >= _ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        if self._tables:
            self._writer.write_table(pa.concat_tables(self._tables))
            self._tables, self._size = [], 0


class _LineSink:
    def __init__(self, file: Bytes, job: Job) -> None:
        self._file, self._added = file, job.added

    def write(self, rows: Rows, answers: Answers) -> None:
        lines = [
            _with(line, json.dumps(dict(zip(self._added, values, strict=True))))
            for line, values in zip(rows.lines(), zip(*answers, strict=True), strict=True)
        ]
        self._file.write("".join(lines).encode())


def _with(line: str, more: str) -> str:
    r"""Put one object's members behind another's, which stays as it is to the letter.

    >>> _with('{"id": 1.0}', '{"section": "xe"}')
    '{"id": 1.0, "section": "xe"}\n'
    """
    return f"{line[:-1].rstrip()}, {more[1:]}\n"


class _CellSink:
    def __init__(self, file: Bytes, job: Job) -> None:
        self._file, self._header = file, job.header
        self._delimiter = _DELIMITERS[job.form.kind]
        file.write(header_bytes(job))

    def write(self, rows: Rows, answers: Answers) -> None:
        added = ([cell(value) for value in values] for values in zip(*answers, strict=True))
        kept = rows.cells(self._header)
        full = [[*row, *more] for row, more in zip(kept, added, strict=True)]
        self._file.write(_csv(full, self._delimiter))


def header_bytes(job: Job) -> bytes:
    """Return what a piece begins with that must stand only once in a file."""
    if job.form.kind not in _DELIMITERS:
        return b""
    return _csv([[*job.header, *job.added]], _DELIMITERS[job.form.kind])


def _csv(rows: Sequence[Sequence[str]], delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
