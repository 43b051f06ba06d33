"""A text as a set of shingles: its runs of three syllables, as 64-bit hashes."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.memory import Memory
from data.text import normalise

SYLLABLES: Final = 3
"""In a shingle."""

ShingleSet = NDArray[np.uint64]
"""Hashes in rising order, none twice."""

_SYLLABLE: Final = re.compile(r"[^\W_]+")
_FIRST, _SECOND, _LAST = (
    np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
)
_SHIFT: Final = np.uint64(32)


class Shingler:
    """Turns texts into sets of shingles, remembering the words it has met.

    A syllable is a run of letters and digits, in the one spelling of `data.text.normalise` and in
    lower case, so that neither punctuation nor case nor tone placement tells two texts apart.
    """

    def __init__(self) -> None:
        self._syllables = Memory(_hashes)

    def shingles(self, words: Sequence[str]) -> ShingleSet:
        """Return the shingles of a text.

        Parameters
        ----------
        words : sequence of str
            The text, cut at white space.

        Returns
        -------
        ndarray of uint64, shape (n_shingles,)
            A text of fewer than three syllables is one shingle; one without any has none.
        """
        hashes = np.frombuffer(b"".join(map(self._syllables.__getitem__, words)), dtype="<u8")
        if not len(hashes):
            return hashes.astype(np.uint64)
        padded = hashes
        if len(hashes) < SYLLABLES:
            padded = np.concatenate([hashes, np.zeros(SYLLABLES - len(hashes), dtype=np.uint64)])
        mixed = (padded[:-2] * _FIRST ^ padded[1:-1]) * _SECOND ^ padded[2:]
        mixed *= _LAST
        mixed ^= mixed >> _SHIFT
        mixed.sort()
        is_first = np.ones(len(mixed), dtype=np.bool_)
        np.not_equal(mixed[1:], mixed[:-1], out=is_first[1:])
        distinct: ShingleSet = mixed[is_first]
        return distinct


def _hashes(word: str) -> bytes:
    """Hash a word's syllables, eight bytes each: most words between spaces have one."""
    return b"".join(map(_hash, _SYLLABLE.findall(normalise(word).lower())))


def _hash(syllable: str) -> bytes:
    return hashlib.blake2b(syllable.encode("utf-8", "surrogatepass"), digest_size=8).digest()
