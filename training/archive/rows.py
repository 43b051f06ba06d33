"""Rows on their way from one form to another, with all they hold."""

import base64
import datetime as dt
import decimal
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import pyarrow as pa

T = TypeVar("T")

HEAVY: Final = 1 << 22
"""Bytes of rows that are held together, about."""


class Reject(NamedTuple):
    """A row that cannot be classified.

    Attributes
    ----------
    place : str
        "row 3" or "line 3", counted from 1.
    code : str
    reason : str
    row : object
        What was found there, as JSON can hold it.
    """

    place: str
    code: str
    reason: str
    row: object


class Rows(Protocol):
    """Some rows, kept as they were found."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def take(self, places: Sequence[int]) -> "Rows":
        """Return some of them."""
        ...

    def table(self, schema: pa.Schema) -> pa.Table:
        """Return them as the columns of a schema."""
        ...

    def lines(self) -> list[str]:
        """Return each as a JSON object on a line."""
        ...

    def cells(self, header: Sequence[str]) -> list[list[str]]:
        """Return each as the cells of a CSV file."""
        ...

    def original(self, place: int) -> object:
        """Return one for the rejects, as JSON can hold it."""
        ...


class Chunk(NamedTuple):
    """Some rows of a part.

    Attributes
    ----------
    rows : Rows
        Those that have a text.
    place : callable
        Tells where each of them stands: "row 3" or "line 3", counted from 1.
    texts : list of str
        What there is to classify in each.
    rejects : list of Reject
        The others.
    size : int
        The bytes of the input they took, about.
    """

    rows: Rows
    place: Callable[[int], str]
    texts: list[str]
    rejects: list[Reject]
    size: int

    @property
    def read(self) -> int:
        """How many rows of the input it stands for."""
        return len(self.texts) + len(self.rejects)


def batched(
    items: Iterator[T], lengths: Iterator[int], weigh: Callable[[T], int]
) -> Iterator[list[T]]:
    """Yield some items at once; if they break off, first those that came before that.

    Parameters
    ----------
    items : iterator
    lengths : iterator of int
        After how many items a list has to end, time after time.
    weigh : callable
        Tells how heavy an item is: a list ends sooner once it weighs `HEAVY`.

    Examples
    --------
    >>> list(batched(iter("abcde"), iter([2, 2, 2, 2]), len))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    for length in lengths:
        left = length
        while left:
            batch: list[T] = []
            try:
                weight = 0
                while len(batch) < left and weight < HEAVY:
                    batch.append(next(items))
                    weight += weigh(batch[-1])
            except Exception as error:
                if batch:
                    yield batch
                if isinstance(error, StopIteration):
                    return
                raise
            yield batch
            left -= len(batch)


def json_line(values: object) -> str:
    """Write a value as JSON on one line, whatever a table may hold."""
    return json.dumps(values, ensure_ascii=False, default=_plain)


def cell(value: object) -> str:
    """Write a value as the cell of a CSV file: text as it is, nothing as nothing, else as JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    line = json_line(value)
    return str(json.loads(line)) if line.startswith('"') else line


def unread(raw: bytes) -> object:
    """Keep bytes in JSON: as text without its last line ending, or in base64 if they are none."""
    try:
        return raw.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}


def _plain(value: Any) -> object:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | dt.timedelta):
        return str(value)
    return unread(bytes(value)) if isinstance(value, bytes) else str(value)
