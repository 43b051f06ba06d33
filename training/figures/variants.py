"""Articles cut to their beginning, or typed without marks."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from data.text import strip_diacritics

_BEGINNING: Final = 300
_WORDS: Final = 1 << 16


def headline(text: str) -> str:
    r"""Return a text up to its first line break.

    Examples
    --------
    >>> headline("\nGiá vàng tăng\nSáng 3/1, giá vàng miếng tăng.")
    'Giá vàng tăng'
    """
    return text.lstrip().partition("\n")[0].rstrip()


def beginning(text: str) -> str:
    """Return the first 300 characters of a text."""
    return text.lstrip()[:_BEGINNING]


def without_diacritics(text: str) -> str:
    """Do what `strip_diacritics` does, remembering words: most of a corpus are few.

    Examples
    --------
    >>> without_diacritics("Đường về Huế")
    'Duong ve Hue'
    """
    return " ".join(map(_bare, text.split(" ")))


VARIANTS: Final[Mapping[str, Callable[[str], str]]] = {
    "headline": headline,
    "first_300": beginning,
    "no_diacritics": without_diacritics,
}
"""What is tried, by the name an evaluation gives it."""

_bare = lru_cache(_WORDS)(strip_diacritics)
