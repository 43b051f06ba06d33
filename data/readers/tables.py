"""Rows of CSV, TSV, JSONL and Parquet files, one at a time, only the columns that are needed."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from data.errors import UnreadableCorpus, WrongColumns
from data.readers.cells import holds
from data.readers.columns import ColumnFinder, usual_columns
from data.readers.streams import TextLines

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

    import pyarrow as pa


class Row(NamedTuple):
    """A record of a table, by the fields of an article."""

    place: str  # "line 3" or "row 3", counted from 1
    values: Mapping[str, object]
    encoding: str = ""  # the legacy encoding it was in, as `TextLines` has it


_BATCH = 1000
# The largest limit that fits a C long everywhere; the default of 128 KiB is less than an article
# with pictures pasted into it.
_FIELD_LIMIT = 2**31 - 1


def csv_rows(path: Path, finder: ColumnFinder) -> Iterator[Row]:
    """Read a table as Excel writes it: comma, semicolon or tab, quoted fields with line breaks."""
    source = TextLines(path)
    rows = csv_cells(source)
    begin = 0
    try:
        header = [name.strip() for name in next(rows, [])]
        if not header:
            return
        chosen = {field: header.index(name) for field, name in finder.needed(header).items()}
        begin = rows.line_num
        for cells in rows:
            place, begin = f"line {begin + 1}", rows.line_num
            if any(cells[len(header) :]):
                raise UnreadableCorpus(
                    path, f"{place} has more fields than the header; quote those with a delimiter"
                )
            if any(cells):
                # Excel leaves out the empty cells at the end of a row.
                full = cells + [""] * (len(header) - len(cells))
                values = {field: full[index] for field, index in chosen.items()}
                yield Row(place, values, source.encoding)
    except csv.Error as error:
        raise UnreadableCorpus(path, f"line {begin + 1} is not valid CSV: {error}") from error


def csv_cells(source: Iterable[str]) -> "CsvReader":
    """Read the rows of a table, the header first, whatever it is delimited by.

    Parameters
    ----------
    source : iterable of str
        Lines with their endings.
    """
    lines = iter(source)
    first = next((line for line in lines if line.strip()), "")
    if first.lower().startswith("sep="):
        delimiter = first.rstrip("\r\n")[4:5] or ","
    else:
        delimiter = _delimiter(first)
        lines = chain([first] if first else [], lines)
    csv.field_size_limit(_FIELD_LIMIT)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _delimiter(header: str) -> str:
    """Choose the delimiter that gives the most columns we know, then the most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return usual_columns(names), len(names)

    return max(",;\t", key=score)


def jsonl_rows(path: Path, finder: ColumnFinder) -> Iterator[Row]:
    """Read one JSON object a line; blank lines are skipped, and a key may be missing in some.

    So each record is read by its own keys, first by those that hold something.
    """
    _refuse_wrong_keys(path, finder)
    known = lru_cache(maxsize=_BATCH)(finder.known)
    source = TextLines(path)
    for place, record in json_objects(source):
        full = tuple(key for key, value in record.items() if holds(value))
        chosen = known(tuple(record)) | known(full)
        values = {field: record[key] for field, key in chosen.items()}
        yield Row(place, values, source.encoding)


def _refuse_wrong_keys(path: Path, finder: ColumnFinder) -> None:
    """Read on until all that is needed has been a key of some record: mostly one line."""
    keys: dict[str, None] = {}
    wrong: WrongColumns | None = None
    for _, record in json_objects(TextLines(path)):
        if keys and keys.keys() >= record.keys():
            continue
        keys |= dict.fromkeys(record)
        try:
            finder.needed(list(keys))
        except WrongColumns as error:
            wrong = error
        else:
            return
    if wrong:
        raise wrong


def json_objects(source: TextLines) -> Iterator[tuple[str, dict[str, object]]]:
    """Read the object of every line that is not blank, with its place: "line 3".

    Raises
    ------
    UnreadableCorpus
    """
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "too large or too deep"
            raise UnreadableCorpus(source.path, f"{place} is not valid JSON: {what}") from error
        if not isinstance(record, dict):
            raise UnreadableCorpus(source.path, f"{place} is not a JSON object")
        yield place, record


def parquet_rows(path: Path, finder: ColumnFinder) -> Iterator[Row]:
    """Read a Parquet file in batches."""
    # Here, so that nothing that only serves a model loads it.
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            chosen = finder.needed(names)
            for name in chosen.values():
                if names.count(name) > 1:
                    raise UnreadableCorpus(path, f"two columns are called {name!r}; rename one")
            number = 0
            for batch in file.iter_batches(_BATCH, columns=sorted(set(chosen.values()))):
                columns = [_scalars(batch.column(name)) for name in chosen.values()]
                for scalars in zip(*columns, strict=True):
                    number += 1
                    place = f"row {number}"
                    cells = zip(chosen, scalars, strict=True)
                    yield Row(place, {f: _value(path, place, f, scalar) for f, scalar in cells})
    except (pa.ArrowException, OSError) as error:
        raise UnreadableCorpus(
            path, "is not a whole Parquet file (cut short, or of another form); copy it again"
        ) from error


def _scalars(column: "pa.Array") -> "pa.Array":
    """Cut nanoseconds off: Python has none."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _value(path: Path, place: str, field: str, scalar: "pa.Scalar") -> object:
    """Make a Python value; a date that Python cannot hold, or of no known zone, is none."""
    try:
        return scalar.as_py()
    # KeyError: a time zone that is not known.
    except (ValueError, OverflowError, KeyError) as error:
        if field == "published":
            return None
        if isinstance(error, UnicodeDecodeError):
            reason = f"{place}: the {field} is not UTF-8 text; save it as UTF-8"
            raise UnreadableCorpus(path, reason) from error
        reason = f"{place}: the {field} is no text but a value of type {scalar.type}"
        raise UnreadableCorpus(path, reason) from error
