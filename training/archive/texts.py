"""The text that is classified in a row, or why there is none."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from data.article import Article
from data.errors import EmptyText
from data.readers.cells import text_of_cell

FIELDS: Final[tuple[str, ...]] = ("title", "lead", "body")
"""The fields of an article that are read."""


class Fault(NamedTuple):
    """Why a row cannot be classified."""

    code: str
    reason: str


NOT_UTF_8: Final = Fault("not-utf-8", "is not UTF-8; save the file as UTF-8")
_EMPTY: Final = Fault(EmptyText.code, str(EmptyText()))


def broken_row(reason: str) -> Fault:
    """Return the fault of what is no row of its file."""
    return Fault("broken-row", reason)


def text_of(values: Mapping[str, object]) -> str | Fault:
    """Return what a classifier sees of a row, or why it sees nothing.

    Parameters
    ----------
    values : mapping of str to object
        What its columns hold, by the fields of an article.

    Examples
    --------
    >>> text_of({"title": "Giá vàng tăng", "lead": None})
    'Giá vàng tăng'
    >>> text_of({"title": ["Giá vàng tăng"]})
    Fault(code='broken-text', reason='the title is no text but a value of type list')
    """
    fields = {}
    for field, value in values.items():
        try:
            fields[field] = text_of_cell(value)
        except ValueError as error:
            return Fault("broken-text", f"the {field} {error}")
    # Of a single field that is not blank an article makes no other text than that.
    text = next(iter(fields.values())) if len(fields) == 1 else Article(**fields).text  # type: ignore[arg-type]
    return _EMPTY if not text or text.isspace() else text
