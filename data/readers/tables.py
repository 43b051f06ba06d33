"""Rows of CSV, TSV, JSONL and Parquet files, one at a time, only the columns that are needed."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from data.errors import UnreadableCorpus
from data.readers.columns import usual_columns
from data.readers.streams import text_lines

FindColumns = Callable[[Sequence[str]], dict[str, str]]
"""Maps the fields of an article to the columns of the table."""


class Row(NamedTuple):
    """A record of a table, by the fields of an article."""

    place: str  # "line 3" or "row 3", counted from 1
    values: Mapping[str, object]


_BATCH = 1000
# The largest limit that fits a C long everywhere; the default of 128 KiB is less than an article
# with pictures pasted into it.
_FIELD_LIMIT = 2**31 - 1


def csv_rows(path: Path, find_columns: FindColumns) -> Iterator[Row]:
    """Read a table as Excel writes it: comma, semicolon or tab, quoted fields with line breaks."""
    lines = text_lines(path)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        return
    if first.lower().startswith("sep="):
        delimiter = first.rstrip("\r\n")[4:5] or ","
    else:
        delimiter = _delimiter(first)
        lines = chain([first], lines)
    csv.field_size_limit(_FIELD_LIMIT)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header = [name.strip() for name in next(rows, [])]
    chosen = {field: header.index(name) for field, name in find_columns(header).items()}
    begin = rows.line_num
    try:
        for cells in rows:
            place, begin = f"line {begin + 1}", rows.line_num
            if any(cells[len(header) :]):
                raise UnreadableCorpus(
                    path, f"{place} has more fields than the header; quote those with a delimiter"
                )
            if any(cells):
                # Excel leaves out the empty cells at the end of a row.
                full = cells + [""] * (len(header) - len(cells))
                yield Row(place, {field: full[index] for field, index in chosen.items()})
    except csv.Error as error:
        raise UnreadableCorpus(path, f"line {begin + 1} is not valid CSV: {error}") from error


def _delimiter(header: str) -> str:
    """Choose the delimiter that gives the most columns we know, then the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return usual_columns(names), len(names)

    return max(",;\t", key=score)


def jsonl_rows(path: Path, find_columns: FindColumns) -> Iterator[Row]:
    """Read one JSON object a line; blank lines are skipped, and a key may be missing in some."""
    keys: dict[str, None] = {}
    chosen: dict[str, str] = {}
    for number, line in enumerate(text_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "too large or too deep"
            raise UnreadableCorpus(path, f"line {number} is not valid JSON: {what}") from error
        if not isinstance(record, dict):
            raise UnreadableCorpus(path, f"line {number} is not a JSON object")
        if record.keys() - keys.keys() or not chosen:
            keys |= dict.fromkeys(record)
            chosen = find_columns(list(keys))
        values = {field: record.get(column) for field, column in chosen.items()}
        yield Row(f"line {number}", values)


def parquet_rows(path: Path, find_columns: FindColumns) -> Iterator[Row]:
    """Read a Parquet file in batches."""
    # Here, so that nothing that only serves a model loads it.
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            chosen = find_columns(file.schema_arrow.names)
            number = 0
            for batch in file.iter_batches(_BATCH, columns=sorted(set(chosen.values()))):
                columns = [batch.column(name).to_pylist() for name in chosen.values()]
                for values in zip(*columns, strict=True):
                    number += 1
                    yield Row(f"row {number}", dict(zip(chosen, values, strict=True)))
    except (pa.ArrowException, OSError) as error:
        raise UnreadableCorpus(
            path, "is not a whole Parquet file (cut short, or of another form); copy it again"
        ) from error
