"""Which code points belong to a syllable, and how they are folded.

Two tables tell the compiled kernel all it needs to know about a code point: of what kind it is, and
for the rarer letters which letter it stands for. What lies beyond the Basic Multilingual Plane
(emoji, rare scripts) separates syllables.
"""

import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

SEPARATOR: Final = 0
"""Ends a syllable: white space, punctuation, symbols. Kinds from 1 on are letters and digits."""

SIGN: Final = 250
"""Separates, and a cleaning rule may begin here: markup, links, hashtags."""

CREDIT: Final = 251
"""The letter that "Ảnh: ..." begins with; else as its small form."""

IGNORED: Final = 252
"""Neither part of a syllable nor its end: soft hyphen, zero-width joiners, byte-order mark."""

COMPOSING: Final = 253
"""Not the same under NFC, or not next to such a neighbour: the text must be composed first."""

LINE_BREAK: Final = 254
"""Ends a syllable, and the headline."""

OTHER_LETTER: Final = 255
"""A letter or digit that is not in `LETTERS`."""

LETTERS: Final = (
    "".join(
        char
        for block in (
            range(0x30, 0x3A),
            range(0x61, 0x7B),
            range(0xDF, 0x180),
            range(0x1EA1, 0x1EFA),
        )
        for char in map(chr, block)
        if char.islower() or char.isdigit()
    )
    + "\u01a1\u01b0"
)
"""Digits and the lower-case letters of Vietnamese and its neighbours, which the kernel packs eight
to a number. Models on disk hold what comes of it: another order is another format."""

SIGNS: Final = "<>#{&"
"""Of markup, links, hashtags and entities."""

CAPITAL_OF_CREDITS: Final = "Ả"
_KIND_OF_LETTER: Final = {letter: kind for kind, letter in enumerate(LETTERS, start=1)}
_LAST: Final = 0xFFFF
_IDEOGRAPHS_TO_COMPOSE: Final = range(0x2F800, 0x2FA1E)
"""Beyond the table of folds, these alone do not separate: their NFC lies within."""

IGNORED_CHARACTERS: Final = "\u00ad\u200c\u200d\u2060\ufeff"
_KIND_OF_OTHER: Final = {
    **dict.fromkeys(IGNORED_CHARACTERS, IGNORED),
    **dict.fromkeys("\n\r", LINE_BREAK),
    **dict.fromkeys(SIGNS, SIGN),
    CAPITAL_OF_CREDITS: CREDIT,
}
_ETH: Final = {"\u00d0": "đ", "\u00f0": "đ"}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_HANGUL_JAMO: Final = range(0x1100, 0x1200)
_SURROGATES_AND_PRIVATE_USE: Final = range(0xD800, 0xF900)
_CASELESS: Final = (range(0x3400, 0x4DC0), range(0x4E00, 0x9FF0), range(0xAC00, 0xD7A4))
"""Ideographs and Hangul fold to themselves; skipping them makes the table four times cheaper."""


def _fold(character: str) -> tuple[int, int]:
    """Return the kind of a character, and the code point of the letter that stands for it."""
    if character in _KIND_OF_OTHER:
        small = ord(character.lower()) if character == CAPITAL_OF_CREDITS else 0
        return _KIND_OF_OTHER[character], small
    if unicodedata.category(character).startswith("M") or ord(character) in _HANGUL_JAMO:
        return COMPOSING, 0
    full_width = ord(character) in _FULL_WIDTH
    composed = unicodedata.normalize("NFKC" if full_width else "NFC", character)
    if len(composed) > 1:
        return COMPOSING, 0
    letter = _ETH.get(character) or composed.lower()[0]
    if not letter.isalnum() or ord(letter) > _LAST:
        return SEPARATOR, 0
    return _KIND_OF_LETTER.get(letter, OTHER_LETTER), ord(letter)


def alphabet_tables() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return the kind of every code point, and the letter it stands for.

    Returns
    -------
    kinds : ndarray of uint8, shape (194591,)
        `SEPARATOR`, the `kind_of` a letter, or one of the kinds above. The last entry holds for all
        code points beyond.
    letters : ndarray of uint16, shape (65536,)
        The lower-case code point that stands for a letter or digit of the Basic Multilingual Plane;
        0 for all else.
    """
    kinds = np.full(_IDEOGRAPHS_TO_COMPOSE.stop + 1, SEPARATOR, dtype=np.uint8)
    letters = np.zeros(_LAST + 1, dtype=np.uint16)
    for block in _CASELESS:
        kinds[block.start : block.stop] = OTHER_LETTER
        letters[block.start : block.stop] = block
    kinds[_IDEOGRAPHS_TO_COMPOSE.start : _IDEOGRAPHS_TO_COMPOSE.stop] = COMPOSING
    done = (*_CASELESS, _SURROGATES_AND_PRIVATE_USE)
    for code in range(_LAST + 1):
        if not any(code in block for block in done):
            kinds[code], letters[code] = _fold(chr(code))
    return kinds, letters


def kind_of(letter: str) -> int:
    """Return the kind of one of `LETTERS`: a number of its own."""
    return _KIND_OF_LETTER[letter]


def tone_placement_table() -> NDArray[np.uint16]:
    """Return what an open `oa`, `oe` or `uy` with its tone on the second vowel becomes.

    Returns
    -------
    ndarray of uint16, shape (3, 256)
        Row 1 for a first vowel `o`, row 2 for `u`, row 0 for any other. The entry at the kind of
        the second vowel holds the kinds of both vowels in the older style, first vowel in the upper
        byte (`á` after `o` gives `óa`); 0 where nothing moves.
    """
    older = np.zeros((3, 256), dtype=np.uint16)
    for tone in "\u0301\u0300\u0309\u0303\u0323":
        for row, first, seconds in ((1, "o", "ae"), (2, "u", "y")):
            for second in seconds:
                marked, toned = (unicodedata.normalize("NFC", x + tone) for x in (first, second))
                older[row, kind_of(toned)] = kind_of(marked) << 8 | kind_of(second)
    return older
