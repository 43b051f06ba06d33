"""The compiled kernel: code points in, hashed n-gram counts or section scores out.

A syllable is a run of letters and digits. It is folded to lower case and to one tone placement
while it is hashed, so that no Python object is made on the way from text to scores. An n-gram's
key is the chained hash of its syllables; keys are 64 bits wide, so two of a corpus's few million
n-grams meet with a probability of about one in a million.
"""

import unicodedata
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.text import normalise
from model.alphabet import COMPOSING, IGNORED, SEPARATOR, fold_table, tone_placement_tables
from model.compiled import compiled

_FOLD: Final = fold_table()
_MARKED, _BARE = tone_placement_tables()
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_SEED: Final = np.uint64(0xCBF29CE484222325)
_O: Final = np.uint16(ord("o"))
_U: Final = np.uint16(ord("u"))
_Q: Final = np.uint16(ord("q"))
_HALF: Final = np.uint64(32)

MAX_ORDER: Final = 4
"""Words of Vietnamese are one to four syllables long."""

NEEDS_COMPOSING: Final = -1
"""What the kernel answers instead of a count when a text is not composed (NFC)."""


def code_points(text: str) -> NDArray[np.uint32]:
    """Return a text's code points, lone surrogates included.

    Examples
    --------
    >>> code_points("Xe đạp")[:3].tolist()
    [88, 101, 32]
    """
    return np.array(text).reshape(1).view(np.uint32)


@compiled
def _finish(state: int, before: int, third: int, second: int, last: int) -> int:
    """Return the hash of a syllable from its running state, its tone mark moved where it belongs.

    `before` is the state before the last two letters, which are `second` and `last`.
    """
    if (second == _O or second == _U) and 0x7F < last < 0x2000:
        marked = _MARKED[0 if second == _O else 1, last]
        if marked != 0 and not (second == _U and third == _Q):
            state = (before ^ np.uint64(marked)) * _MULTIPLIER
            state = (state ^ np.uint64(_BARE[last])) * _MULTIPLIER
    return state ^ (state >> _HALF)


@compiled
def scan(
    codes: NDArray[np.uint32],
    composed: bool,
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
) -> int:
    """Find the syllables of one text, hash them, and note where they stand.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    composed : bool
        Whether the text is known to be NFC; combining marks left in it are then skipped.
    hashes : ndarray of uint64, shape (at least n_code_points // 2 + 1,)
        Filled with the syllables' hashes.
    spans : ndarray of int32, shape (at least n_code_points // 2 + 1, 2)
        Filled with the half-open offsets of the syllables.

    Returns
    -------
    int
        The number of syllables, or `NEEDS_COMPOSING`.
    """
    count = 0
    length = 0
    state = before = previous = _SEED
    third = second = last = np.uint16(0)
    start = end = 0
    for position in range(len(codes)):
        code = codes[position]
        letter = _FOLD[code] if code < 0x10000 else np.uint16(SEPARATOR)
        if letter > COMPOSING:
            if length == 0:
                start = position
                state = previous = _SEED
                second = last = np.uint16(0)
            third, second, last = second, last, letter
            before, previous = previous, state
            state = (state ^ np.uint64(letter)) * _MULTIPLIER
            length += 1
            end = position + 1
        elif letter == SEPARATOR:
            if length:
                hashes[count] = _finish(state, before, third, second, last)
                spans[count, 0] = start
                spans[count, 1] = end
                count += 1
                length = 0
        elif letter == COMPOSING and not composed:
            return NEEDS_COMPOSING
    if length:
        hashes[count] = _finish(state, before, third, second, last)
        spans[count, 0] = start
        spans[count, 1] = end
        count += 1
    return count


@compiled
def extend(key: int, syllable: int) -> int:
    """Return the key of the n-gram that continues `key` with one more syllable's hash."""
    longer = (key * _MULTIPLIER ^ syllable) * _MULTIPLIER
    return longer ^ (longer >> _HALF)


class Syllables(NamedTuple):
    """The syllables of one text.

    Attributes
    ----------
    text : str
        The text they were found in, composed.
    hashes : ndarray of uint64, shape (n_syllables,)
    spans : ndarray of int32, shape (n_syllables, 2)
        Half-open offsets in `text`, in code points.
    """

    text: str
    hashes: NDArray[np.uint64]
    spans: NDArray[np.int32]


def scan_text(text: str) -> Syllables:
    """Find and hash the syllables of a text in any Unicode form."""
    room = len(text) // 2 + 1
    hashes = np.empty(room, dtype=np.uint64)
    spans = np.empty((room, 2), dtype=np.int32)
    count = scan(code_points(text), False, hashes, spans)
    if count == NEEDS_COMPOSING:
        text = unicodedata.normalize("NFC", text)
        count = scan(code_points(text), True, hashes, spans)
    return Syllables(text, hashes[:count].copy(), spans[:count])


def spell(syllable: str) -> str:
    """Return a syllable as the kernel counts it: folded, its tone mark where the older style puts it.

    Examples
    --------
    >>> spell("HOÀ")
    'hòa'
    """
    folded = (chr(_FOLD[ord(letter)]) for letter in normalise(syllable) if ord(letter) < 0x10000)
    return "".join(letter for letter in folded if ord(letter) > COMPOSING)
