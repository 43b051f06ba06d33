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

from data.errors import TextTooLong
from data.text import normalise
from model.alphabet import COMPOSING, SEPARATOR, fold_table, tone_placement_tables
from model.compiled import compiled

_FOLD: Final = fold_table()
_MARKED, _BARE = tone_placement_tables()
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_SEED: Final = np.uint64(0xCBF29CE484222325)
_O: Final = np.uint16(ord("o"))
_U: Final = np.uint16(ord("u"))
_Q: Final = np.uint16(ord("q"))
_HALF: Final = np.uint64(32)
_HEADLINE: Final = np.uint64(0xD6E8FEB86659FD93)
_LINE_FEED: Final = np.uint32(ord("\n"))
_CARRIAGE_RETURN: Final = np.uint32(ord("\r"))

MAX_ORDER: Final = 4
"""Words of Vietnamese are one to four syllables long."""

LONGEST_HEADLINE: Final = 64
"""In syllables: a first line that goes on after so many is no headline."""

HEADLINE_MARK: Final = "^"
"""Stands before the name of an n-gram that counts in the headline only."""

NEEDS_COMPOSING: Final = -1
"""What the kernel answers instead of a count when a text is not composed (NFC)."""


LONGEST_TEXT: Final = 2**29 - 1
"""In code points: the longest string of NumPy. The kernel's 32-bit places hold four times that."""

_LONGEST_WORD: Final = 512


def compose(text: str) -> str:
    """Compose a text (NFC), in linear time.

    Putting a letter's marks in order takes the square of their number, which a flood of marks
    would misuse; `normalise` cuts such a flood.
    """
    if max(map(len, text.split()), default=0) > _LONGEST_WORD:
        return normalise(text)
    return unicodedata.normalize("NFC", text)


def code_points(text: str) -> NDArray[np.uint32]:
    """Return a text's code points, lone surrogates included.

    Raises
    ------
    TextTooLong
        If there are more than `LONGEST_TEXT`.

    Examples
    --------
    >>> code_points("Xe đạp")[:3].tolist()
    [88, 101, 32]
    """
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(LONGEST_TEXT)
    return np.array(text).reshape(1).view(np.uint32)


@compiled
def _finish(
    state: np.uint64, before: np.uint64, third: np.uint16, second: np.uint16, last: np.uint16
) -> np.uint64:
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
def _fold_beyond(code: np.uint32) -> np.uint16:
    """Fold a code point beyond the table: all separate, but ideographs whose NFC lies within."""
    return np.uint16(COMPOSING if 0x2F800 <= code < 0x2FA1E else SEPARATOR)


@compiled
def scan(
    codes: NDArray[np.uint32],
    composed: bool,
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
) -> tuple[int, int]:
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
    count : int
        The number of syllables, or `NEEDS_COMPOSING`.
    headline : int
        How many of them belong to the headline: the first line with any, as far as it may go.
    """
    count = 0
    headline = -1
    length = 0
    state = before = previous = _SEED
    third = second = last = np.uint16(0)
    start = end = 0
    for position in range(len(codes)):
        code = codes[position]
        letter = _FOLD[code] if code < 0x10000 else _fold_beyond(code)
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
            if headline < 0 < count and (code == _LINE_FEED or code == _CARRIAGE_RETURN):
                headline = count
        elif letter == COMPOSING and not composed:
            return NEEDS_COMPOSING, 0
    if length:
        hashes[count] = _finish(state, before, third, second, last)
        spans[count, 0] = start
        spans[count, 1] = end
        count += 1
    return count, min(count if headline < 0 else headline, LONGEST_HEADLINE)


@compiled
def extend(key: np.uint64, syllable: np.uint64) -> np.uint64:
    """Return the key of the n-gram that continues `key` with one more syllable's hash."""
    longer = (key * _MULTIPLIER ^ syllable) * _MULTIPLIER
    return longer ^ (longer >> _HALF)


@compiled
def in_headline(key: np.uint64) -> np.uint64:
    """Return the key of the feature that an n-gram is when it stands in the headline."""
    other = (key ^ _HEADLINE) * _MULTIPLIER
    return other ^ (other >> _HALF)


class Syllables(NamedTuple):
    """The syllables of one text.

    Attributes
    ----------
    text : str
        The text they were found in, composed.
    hashes : ndarray of uint64, shape (n_syllables,)
    spans : ndarray of int32, shape (n_syllables, 2)
        Half-open offsets in `text`, in code points.
    headline : int
        How many of the syllables belong to the headline.
    """

    text: str
    hashes: NDArray[np.uint64]
    spans: NDArray[np.int32]
    headline: int


def scan_text(text: str) -> Syllables:
    """Find and hash the syllables of a text in any Unicode form."""
    room = len(text) // 2 + 1
    hashes = np.empty(room, dtype=np.uint64)
    spans = np.empty((room, 2), dtype=np.int32)
    count, headline = scan(code_points(text), False, hashes, spans)
    if count == NEEDS_COMPOSING:
        text = compose(text)
        count, headline = scan(code_points(text), True, hashes, spans)
    return Syllables(text, hashes[:count].copy(), spans[:count], headline)


def spell(syllable: str) -> str:
    """Return a syllable as the kernel counts it: folded, its tone mark in the older place.

    Examples
    --------
    >>> spell("HOÀ")
    'hòa'
    """
    codes = map(ord, compose(syllable))
    letters = (int(_FOLD[code]) for code in codes if code < len(_FOLD))
    return normalise("".join(chr(letter) for letter in letters if letter > COMPOSING))
