"""The syllables of an ordinary text, found and hashed some dozen letters at a stroke.

`scan` reads letter by letter, each with a step that waits for the one before. Here each code point
is first looked up by itself; then separators are found, and syllables taken whole, by vectors and
by words of eight bytes. What few texts hold (letters outside of `alphabet.LETTERS`, combining
marks, soft hyphens) is left to `scan`: both give the same hashes.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.text import compose
from model.alphabet import CREDIT, LINE_BREAK, SEPARATOR, SIGN, alphabet_tables
from model.compiled import compiled
from model.intrinsics import SPAN, bytes_from, eight_before, lowest_bit
from model.ngrams import (
    BEFORE_LAST_THREE,
    FIRST_OF_EIGHT,
    LETTER_BITS,
    LONGEST_HEADLINE,
    MULTIPLIER,
    NEEDS_COMPOSING,
    SMALL_CREDIT,
    code_points,
    finish_syllable,
    is_sign,
    scan,
)

UNUSUAL: Final = -1
"""What is answered instead of a count when `scan` has to read the text."""

_BEFORE: Final = 8
"""Separators before the first letter: so there are always eight bytes before an end."""

_KINDS, _ = alphabet_tables()
_BEYOND: Final = np.uint32(len(_KINDS) - 1)
_A_LETTER: Final = np.uint8(SEPARATOR + 1)
_A_SPECIAL: Final = np.uint8(SIGN)
_ONE: Final = np.uint64(1)
_LAST_BIT: Final = np.uint64(63)
_LOW_BITS: Final = np.uint64(0x0101010101010101)
_HIGH_BITS: Final = np.uint64(0x8080808080808080)

Kinds = NDArray[np.uint8]
Codes = NDArray[np.uint32]


def room_for(n_code_points: int) -> int:
    """Return how many bytes `skim` works in."""
    return _BEFORE + n_code_points + 2 * SPAN


@compiled
def _read(codes: Codes, kinds: Kinds) -> None:
    """Look every code point up, with separators before and behind."""
    kinds[:_BEFORE] = SEPARATOR
    for place in range(len(codes)):
        kinds[_BEFORE + place] = _KINDS[min(codes[place], _BEYOND)]
    stop = _BEFORE + len(codes)
    kinds[stop : stop + 2 * SPAN] = SEPARATOR


@compiled
def _settle(codes: Codes, kinds: Kinds) -> tuple[bool, bool, int]:
    """Make letters or separators of what is neither.

    Returns
    -------
    usual : bool
        False where there is more than `skim` understands.
    signs : bool
        As in `scan`.
    line : int
        Where the first line ends that has a letter; past the text without any.
    """
    signs = False
    line = first = len(kinds)
    for block in range(0, len(codes), SPAN):
        letters = bytes_from(kinds, _BEFORE + block, _A_LETTER)
        specials = bytes_from(kinds, _BEFORE + block, _A_SPECIAL)
        while specials:
            place = block + lowest_bit(specials)
            kind = kinds[_BEFORE + place]
            if kind == LINE_BREAK:
                kinds[_BEFORE + place] = SEPARATOR
                letters &= ~(specials & (~specials + _ONE))
                earlier = first < block or (letters != 0 and block + lowest_bit(letters) < place)
                if earlier and line == len(kinds):
                    line = place
            elif kind == CREDIT:
                signs |= is_sign(codes, place)
                kinds[_BEFORE + place] = SMALL_CREDIT
            elif kind == SIGN:
                signs |= is_sign(codes, place)
                kinds[_BEFORE + place] = SEPARATOR
                letters &= ~(specials & (~specials + _ONE))
            else:
                return False, signs, line
            specials &= specials - _ONE
        if letters != 0 and first == len(kinds):
            first = block + lowest_bit(letters)
    return True, signs, line


@compiled
def _hash_before(kinds: Kinds, end: int) -> np.uint64:
    """Hash the syllable that ends here."""
    packed = eight_before(kinds, end)
    # The lowest byte that is 0, if any, is the separator before a short syllable.
    zeros = (packed - _LOW_BITS) & ~packed & _HIGH_BITS
    if zeros == 0 and kinds[end - _BEFORE - 1] != SEPARATOR:
        return _hash_long(kinds, end)
    return finish_syllable(packed & ((zeros & (~zeros + _ONE)) - _ONE))


@compiled
def _hash_long(kinds: Kinds, end: int) -> np.uint64:
    """Hash a word of more than eight letters, as no syllable of Vietnamese has."""
    start = end
    while kinds[start - 1] != SEPARATOR:
        start -= 1
    packed = carry = np.uint64(0)
    for place in range(start, end):
        carry = (carry ^ packed >> FIRST_OF_EIGHT) * MULTIPLIER
        packed = packed << LETTER_BITS | np.uint64(kinds[place])
    return finish_syllable(packed ^ carry & BEFORE_LAST_THREE)


@compiled
def skim(codes: Codes, kinds: Kinds, hashes: NDArray[np.uint64]) -> tuple[int, int, bool]:
    """Find the syllables of one text and hash them, as `scan` does.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    kinds : ndarray of uint8, shape (at least `room_for(n_code_points)`,)
        Memory to work in.
    hashes : ndarray of uint64, shape (at least n_code_points // 2 + 2,)
        Filled with the syllables' hashes.

    Returns
    -------
    count : int
        The number of syllables, or `UNUSUAL`.
    headline : int
    signs : bool
        As of `scan`.
    """
    _read(codes, kinds)
    usual, signs, line = _settle(codes, kinds)
    if not usual:
        return UNUSUAL, 0, signs
    count = headline = 0
    before = np.uint64(0)
    for block in range(0, len(codes) + 1, SPAN):
        letters = bytes_from(kinds, _BEFORE + block, _A_LETTER)
        ends = ~letters & (letters << _ONE | before)
        before = letters >> _LAST_BIT
        while ends:
            end = block + lowest_bit(ends)
            hashes[count] = _hash_before(kinds, _BEFORE + end)
            count += 1
            headline += end <= line
            ends &= ends - _ONE
    return count, min(headline, LONGEST_HEADLINE), signs


def hash_text(text: str, room: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], int]:
    """Hash the syllables of a text in any Unicode form, without noting where they stand.

    Parameters
    ----------
    text : str
    room : ndarray of uint64, shape (at least len(text) // 2 + 2,)

    Returns
    -------
    hashes : ndarray of uint64, shape (n_syllables,)
        The beginning of `room`.
    headline : int
        How many of them belong to the headline.
    """
    codes = code_points(text)
    count, headline, _ = skim(codes, np.empty(room_for(len(codes)), dtype=np.uint8), room)
    if count == UNUSUAL:
        nowhere = np.empty((0, 2), dtype=np.int32)
        count, headline, _ = scan(codes, False, room, nowhere)
        if count == NEEDS_COMPOSING:
            count, headline, _ = scan(code_points(compose(text)), True, room, nowhere)
    return room[:count], headline
