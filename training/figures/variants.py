"""Articles cut to their beginning, or typed without marks."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.text import strip_diacritics

_BEGINNING: Final = 300

_END: Final = "\0"
"""Between texts that are stripped in one go."""

_FAR: Final = 0x2000
"""Code points from here on bear no mark; the ASCII ones none either."""

_NOTHING: Final = 0xFFFFFFFF


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


def without_diacritics(texts: Sequence[str]) -> list[str]:
    """Do what `strip_diacritics` does to many texts, a letter of all of them at a time.

    Examples
    --------
    >>> without_diacritics(["Đường về Huế", "Đà Nẵng"])
    ['Duong ve Hue', 'Da Nang']
    """
    if not texts or any(_END in text for text in texts):
        return list(map(strip_diacritics, texts))
    letters = np.frombuffer(_END.join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    bare = np.where(letters < _FAR, _bare().take(letters, mode="clip"), letters)
    kept: bytes = bare[bare != _NOTHING].tobytes()
    return kept.decode("utf-32-le", "surrogatepass").split(_END)


@cache
def _bare() -> NDArray[np.uint32]:
    """Return the bare letter of every code point below `_FAR`, or `_NOTHING` for a mark alone."""
    letters = (strip_diacritics(chr(code)) for code in range(_FAR))
    return np.array([ord(letter) if letter else _NOTHING for letter in letters], dtype=np.uint32)


def _each(cut: Callable[[str], str]) -> Callable[[Sequence[str]], list[str]]:
    return lambda texts: list(map(cut, texts))


VARIANTS: Final[Mapping[str, Callable[[Sequence[str]], list[str]]]] = {
    "headline": _each(headline),
    "first_300": _each(beginning),
    "no_diacritics": without_diacritics,
}
"""What is tried on texts, by the name an evaluation gives it."""
