"""How much of a text is spelt as Vietnamese: its language, and whether it lost its marks."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from data.encodings.syllables import bare_syllables, syllables
from data.memory import Memory
from data.text import normalise

_WORD = re.compile(r"[^\W\d_]+")
# Of texts of 30 words and more, 48 % at most are syllables in other languages written in Latin
# letters, and 60 % at least in Vietnamese, but for lists of foreign names.
_LEAST_VIETNAMESE = 0.5
# Three words in four have a mark. A headline may have kept its own above a text without.
_MOST_MARKED = 0.15
_LEAST_BARE = 0.6
_LEAST_WORDS = 4


class Spelling(NamedTuple):
    """The words of a text, counted."""

    words: int
    syllables: int  # spelt as Vietnamese syllables are, marks included
    marked: int  # with a letter beyond ASCII
    bare: int  # in ASCII, and a syllable once its marks are put back

    @property
    def vietnamese_share(self) -> float:
        """Share of words that are Vietnamese syllables, 0 to 1; names of others are none."""
        return self.syllables / self.words if self.words else 0.0

    @property
    def marked_share(self) -> float:
        """Share of words with a letter beyond ASCII, 0 to 1: about 0.8 in Vietnamese."""
        return self.marked / self.words if self.words else 0.0

    @property
    def bare_share(self) -> float:
        """Share of words that are, or could be, syllables without their marks, 0 to 1."""
        return self.bare / self.words if self.words else 0.0


def spelling(text: str) -> Spelling:
    """Count the words of a text by how they are spelt.

    Examples
    --------
    >>> spelling("Messi đến Hà Nội").vietnamese_share
    0.75
    """
    return _together(map(_KNOWN.__getitem__, text.split()))


def _together(counts: Iterable[Spelling]) -> Spelling:
    return Spelling(*map(sum, zip((0, 0, 0, 0), *counts, strict=True)))


def _spelling(word: str) -> Spelling:
    """Count what stands between two spaces: "Nội," is one word, "B52-H" are two."""
    return _together(map(_judge, _WORD.findall(normalise(word).lower())))


def _judge(word: str) -> Spelling:
    is_ascii = word.isascii()
    return Spelling(
        words=1,
        syllables=word in syllables(),
        marked=not is_ascii,
        bare=is_ascii and word in bare_syllables(),
    )


_KNOWN: Final = Memory(_spelling, most=1 << 16)


def is_vietnamese(text: str) -> bool:
    """Tell whether at least half the words of a text are Vietnamese syllables.

    Examples
    --------
    >>> is_vietnamese("Giá vàng tăng mạnh"), is_vietnamese("Gold prices rise sharply")
    (True, False)
    """
    return spelling(text).vietnamese_share >= _LEAST_VIETNAMESE


def lost_tone_marks(text: str) -> bool:
    """Tell whether a text is Vietnamese typed, or left, without its marks.

    A sentence or two is enough; four or five words of another language can look the same.

    Examples
    --------
    >>> lost_tone_marks("Thu tuong Chinh phu"), lost_tone_marks("Thủ tướng Chính phủ")
    (True, False)
    """
    found = spelling(text)
    return (
        found.words >= _LEAST_WORDS
        and found.marked_share <= _MOST_MARKED
        and found.bare_share >= _LEAST_BARE
    )
