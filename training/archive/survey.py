"""The columns of a whole archive, where its rows are to be a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Final

import pyarrow as pa

from data.errors import DamagedInput, UnlikeColumns
from training.archive.json_rows import record_of, rows_of_lines
from training.archive.opening import lines_of, opened, reading
from training.archive.sources import Source
from training.archive.texts import Fault

_EXACT: Final = 2**53
"""A floating point number holds every whole number up to here."""
_INT64: Final = 2**63

Kinds = dict[str, set[str]]
"""What kinds of values were seen, by key."""


def keys_of(source: Source, encoding: str, limit: int | None = None) -> Kinds:
    """Look which keys the objects of a JSONL file have, and what they hold.

    Parameters
    ----------
    source : Source
    encoding : str
    limit : int, optional
        How many rows to look at; by default all, up to where the file is damaged.
    """
    kinds: Kinds = {}
    with (
        suppress(DamagedInput),
        reading(source.address),
        opened(source.address, source.form.compression) as (stream, _),
    ):
        for line in islice(rows_of_lines(lines_of(stream, encoding)), limit):
            record = record_of(line)
            if not isinstance(record, Fault):
                for key, value in record.items():
                    kinds.setdefault(key, set()).add(_kind_of(value))
    return kinds


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "bool"
        case int() if abs(value) <= _EXACT:
            return "int"
        case int() if -_INT64 <= value < _INT64:
            return "long"
        case float():
            return "float"
        case _:
            return "text"


_TYPES: Final[Mapping[frozenset[str], Any]] = {
    frozenset(): pa.null(),
    frozenset({"bool"}): pa.bool_(),
    frozenset({"int"}): pa.int64(),
    frozenset({"long"}): pa.int64(),
    frozenset({"int", "long"}): pa.int64(),
    frozenset({"float"}): pa.float64(),
    frozenset({"float", "int"}): pa.float64(),
}


def json_schema(kinds: Kinds) -> pa.Schema:
    """Return the columns for the keys of objects: text where one type cannot hold all values.

    >>> json_schema({"id": {"int", "nothing"}, "tags": {"text"}, "n": {"int", "float"}})
    id: int64
    tags: string
    n: double
    """
    types = {
        key: _TYPES.get(frozenset(seen - {"nothing"}), pa.string()) for key, seen in kinds.items()
    }
    return pa.schema(list(types.items()))


def csv_schema(header: Iterable[str]) -> pa.Schema:
    """Return the columns of a CSV file: text, so that every value stays what it is."""
    return pa.schema([(name, pa.string()) for name in header])


def joined(schemas: Iterator[tuple[str, pa.Schema]]) -> pa.Schema:
    """Return the columns of all files together, in the order they first come in.

    Parameters
    ----------
    schemas : iterator of tuple of str and Schema
        The address of a file, and its columns.

    Raises
    ------
    UnlikeColumns
        If no type can hold a column of all files.
    """
    whole = pa.schema([])
    for address, schema in schemas:
        try:
            whole = pa.unify_schemas([whole, schema], promote_options="permissive")
        except pa.ArrowException as error:
            raise UnlikeColumns(address, " ".join(str(error).split())) from error
    return whole


def names_of(schemas: Sequence[pa.Schema]) -> tuple[str, ...]:
    """Return the names of the columns of all files together."""
    return tuple(dict.fromkeys(name for schema in schemas for name in schema.names))
