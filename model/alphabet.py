"""Which code points belong to a syllable, and how they are folded.

One table over the Basic Multilingual Plane tells the compiled kernel all it needs to know about a
code point. What lies beyond that plane (emoji, rare scripts) separates syllables.
"""

import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEPARATOR: Final = 0
"""Ends a syllable: white space, punctuation, symbols."""

IGNORED: Final = 1
"""Neither part of a syllable nor its end: soft hyphen, zero-width joiners, byte-order mark."""

COMPOSING: Final = 2
"""Not the same under NFC, or not next to such a neighbour: the text must be composed first."""

_LAST: Final = 0xFFFF
IGNORED_CHARACTERS: Final = "\u00ad\u200c\u200d\u2060\ufeff"
_ETH: Final = {"\u00d0": "đ", "\u00f0": "đ"}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_HANGUL_JAMO: Final = range(0x1100, 0x1200)
_SURROGATES_AND_PRIVATE_USE: Final = range(0xD800, 0xF900)
_CASELESS: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0x9FF0), range(0xAC00, 0xD7A4))
"""Ideographs and Hangul fold to themselves; skipping them makes the table four times cheaper."""


def _fold(character: str) -> int:
    """Return the table's entry for one character."""
    if character in IGNORED_CHARACTERS:
        return IGNORED
    if unicodedata.category(character).startswith("M") or ord(character) in _HANGUL_JAMO:
        return COMPOSING
    if character in _ETH:
        return ord(_ETH[character])
    full_width = ord(character) in _FULL_WIDTH
    composed = unicodedata.normalize("NFKC" if full_width else "NFC", character)
    if len(composed) > 1:
        return COMPOSING
    lowered = composed.lower()[0]
    return ord(lowered) if lowered.isalnum() and ord(lowered) <= _LAST else SEPARATOR


def fold_table() -> NDArray[np.uint16]:
    """Return the folding of every code point of the Basic Multilingual Plane.

    Returns
    -------
    ndarray of uint16, shape (65536,)
        `SEPARATOR`, `IGNORED`, `COMPOSING`, or the lower-case code point that stands for it.
    """
    table = np.zeros(_LAST + 1, dtype=np.uint16)
    for block in _CASELESS:
        table[block.start : block.stop] = block
    done = (*_CASELESS, _SURROGATES_AND_PRIVATE_USE)
    for code in range(_LAST + 1):
        if not any(code in block for block in done):
            table[code] = _fold(chr(code))
    return table


def tone_placement_tables() -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """Return where the tone mark of an open `oa`, `oe` or `uy` goes in the older style.

    Returns
    -------
    marked : ndarray of uint16, shape (2, 8192)
        Row 0 for a first vowel `o`, row 1 for `u`: what that vowel becomes when the second one is
        the index (`á` gives `ó`), and 0 where nothing moves.
    bare : ndarray of uint16, shape (8192,)
        What the second vowel becomes (`á` gives `a`).
    """
    marked = np.zeros((2, 0x2000), dtype=np.uint16)
    bare = np.zeros(0x2000, dtype=np.uint16)
    for tone in "\u0301\u0300\u0309\u0303\u0323":
        for row, first, seconds in ((0, "o", "ae"), (1, "u", "y")):
            for second in seconds:
                toned = ord(unicodedata.normalize("NFC", second + tone))
                marked[row, toned] = ord(unicodedata.normalize("NFC", first + tone))
                bare[toned] = ord(second)
    return marked, bare
