"""The compiled kernel: code points in, hashed n-gram counts or section scores out.

A syllable is a run of letters and digits. It is folded to lower case and to one tone placement
while it is hashed, so that no Python object is made on the way from text to scores. An n-gram's
key is the chained hash of its syllables; keys are 64 bits wide, so two of a corpus's few million
n-grams meet with a probability of about one in a million.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import TextTooLong
from data.text import compose, normalise
from model.alphabet import (
    CAPITAL_OF_CREDITS,
    COMPOSING,
    CREDIT,
    IGNORED,
    LINE_BREAK,
    OTHER_LETTER,
    SEPARATOR,
    SIGN,
    alphabet_tables,
    kind_of,
    tone_placement_table,
)
from model.codes import behind_name, padded
from model.compiled import compiled

_KINDS, _LETTERS = alphabet_tables()
_BEYOND: Final = np.uint32(len(_KINDS) - 1)
_OLDER_TONES: Final = tone_placement_table()
_O: Final = np.uint64(kind_of("o"))
_AMPERSAND: Final = np.uint32(ord("&"))
_SEMICOLON: Final = np.uint32(ord(";"))
_NUMBER: Final = np.uint32(ord("#"))
_ZERO, _NINE, _LITTLE_A, _LITTLE_Z = map(np.uint32, map(ord, "09az"))
_CASE: Final = np.uint32(0x20)
_LONGEST_ENTITY: Final = 64
_CREDIT: Final = np.uint32(ord(CAPITAL_OF_CREDITS))
_CREDITS: Final = padded(
    nh + kind for nh in ("nh", "NH") for kind in (":", " :", " min", " tư ", " chụ")
)
"""What follows: a colon, or how "minh họa", "tư liệu" and "chụp màn hình" begin."""

SMALL_CREDIT: Final = np.uint8(kind_of(CAPITAL_OF_CREDITS.lower()))
_U: Final = np.uint64(kind_of("u"))
_Q: Final = np.uint64(kind_of("q"))

MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_HEADLINE: Final = np.uint64(0xD6E8FEB86659FD93)
_HALF: Final = np.uint64(32)
_NONE: Final = np.uint64(0)
LETTER_BITS: Final = np.uint64(8)
_LETTER_MASK: Final = np.uint64(0xFF)
FIRST_OF_EIGHT: Final = np.uint64(56)
BEFORE_LAST_THREE: Final = np.uint64(0xFFFFFFFFFF000000)

MAX_ORDER: Final = 4
"""Words of Vietnamese are one to four syllables long."""

LONGEST_HEADLINE: Final = 64
"""In syllables: a first line that goes on after so many is no headline."""

HEADLINE_MARK: Final = "^"
"""Stands before the name of an n-gram that counts in the headline only."""

NEEDS_COMPOSING: Final = -1
"""What the kernel answers instead of a count when a text is not composed (NFC)."""

NEEDS_CLEANING: Final = -2
"""Less what a glance saw, what it answers when the cleaning rules may find something."""


LONGEST_TEXT: Final = 2**29 - 1
"""In code points: the longest string of NumPy. The kernel's 32-bit places hold four times that."""


def code_points(text: str, room: NDArray[np.uint32] | None = None) -> NDArray[np.uint32]:
    """Return a text's code points, lone surrogates included; in `room` if they fit in.

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
    if room is None or not 0 < len(text) <= len(room):
        return np.array([text]).view(np.uint32)
    codes = room[: len(text)]
    codes.view(f"U{len(text)}")[0] = text
    return codes


@compiled
def finish_syllable(packed: np.uint64) -> np.uint64:
    """Return the hash of a syllable from its last letters, its tone mark where it belongs."""
    last = packed & _LETTER_MASK
    second = packed >> LETTER_BITS & _LETTER_MASK
    older = _OLDER_TONES[1 if second == _O else 2 if second == _U else 0, last]
    if older and not (second == _U and packed >> 2 * LETTER_BITS & _LETTER_MASK == _Q):
        packed = packed >> 2 * LETTER_BITS << 2 * LETTER_BITS | np.uint64(older)
    mixed = (packed ^ packed >> _HALF) * MULTIPLIER
    return mixed ^ mixed >> _HALF


@compiled
def runs_to_semicolon(codes: NDArray[np.uint32], place: int) -> bool:
    """See how an entity goes on behind its "&": letters and digits, and no end but a semicolon."""
    for code in codes[place : place + _LONGEST_ENTITY]:
        if code == _SEMICOLON:
            return True
        is_letter = _LITTLE_A <= code | _CASE <= _LITTLE_Z
        if not (is_letter or _ZERO <= code <= _NINE or code == _NUMBER):
            return False
    return place + _LONGEST_ENTITY <= len(codes)


@compiled
def is_sign(codes: NDArray[np.uint32], position: int) -> bool:
    """Tell whether markup, a link, a hashtag, an entity or a credit may begin here."""
    code = codes[position]
    if code == _CREDIT:
        return behind_name(codes, position + 1, len(codes), _CREDITS) > position + 1
    return code != _AMPERSAND or runs_to_semicolon(codes, position + 1)


@compiled
def scan(
    codes: NDArray[np.uint32],
    composed: bool,
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
) -> tuple[int, int, bool]:
    """Find the syllables of one text, hash them, and note where they stand.

    The loop has next to no branches: where a syllable ends is what a processor cannot foresee, and
    a wrong guess costs it more than the work on three letters.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    composed : bool
        Whether the text is known to be NFC; combining marks left in it are then skipped.
    hashes : ndarray of uint64, shape (at least n_code_points // 2 + 2,)
        Filled with the syllables' hashes.
    spans : ndarray of int32, shape (at least n_code_points // 2 + 2, 2) or (0, 2)
        Filled with the half-open offsets of the syllables, if there is room for any.

    Returns
    -------
    count : int
        The number of syllables, or `NEEDS_COMPOSING`.
    headline : int
        How many of them belong to the headline: the first line with any, as far as it may go.
    signs : bool
        Whether there is a sign of markup, links, hashtags, credits, or of a form that is not NFC.
    """
    located = len(spans) > 0
    count = 0
    headline = -1
    signs = False
    packed = carry = np.uint64(0)  # the last eight letters, and a hash of those before
    for position in range(len(codes)):
        kind = _KINDS[min(codes[position], _BEYOND)]
        if kind >= SIGN:
            if kind == IGNORED:
                continue
            if kind == COMPOSING:
                if not composed:
                    return NEEDS_COMPOSING, 0, True
                if located and packed != 0:
                    spans[count, 1] = position + 1  # a letter's marks stand where it does
                continue
            if kind == LINE_BREAK:
                count += packed != 0
                packed = carry = np.uint64(0)
                if headline < 0 < count:
                    headline = count
                continue
            if kind == OTHER_LETTER:
                carry = (carry ^ np.uint64(_LETTERS[codes[position]])) * MULTIPLIER
            else:
                signs |= is_sign(codes, position)
                kind = SMALL_CREDIT if kind == CREDIT else np.uint8(SEPARATOR)
        is_letter = kind != SEPARATOR
        if located and is_letter:
            spans[count, 1] = position + 1
            if packed == 0:
                spans[count, 0] = position
        count += (packed != 0) & (not is_letter)
        kept = _NONE - np.uint64(is_letter)
        if packed >> FIRST_OF_EIGHT | carry:  # no syllable of Vietnamese has more than seven
            carry = (carry ^ packed >> FIRST_OF_EIGHT) * MULTIPLIER & kept
        packed = (packed << LETTER_BITS | np.uint64(kind)) & kept
        hashes[count] = packed ^ carry & BEFORE_LAST_THREE
    count += packed != 0
    for syllable in range(count):
        hashes[syllable] = finish_syllable(hashes[syllable])
    return count, min(count if headline < 0 else headline, LONGEST_HEADLINE), signs


@compiled
def extend(key: np.uint64, syllable: np.uint64) -> np.uint64:
    """Return the key of the n-gram that continues `key` with one more syllable's hash."""
    longer = (key * MULTIPLIER ^ syllable) * MULTIPLIER
    return longer ^ (longer >> _HALF)


@compiled
def in_headline(key: np.uint64) -> np.uint64:
    """Return the key of the feature that an n-gram is when it stands in the headline."""
    other = (key ^ _HEADLINE) * MULTIPLIER
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
    room = len(text) // 2 + 2
    hashes = np.empty(room, dtype=np.uint64)
    spans = np.empty((room, 2), dtype=np.int32)
    count, headline, _ = scan(code_points(text), False, hashes, spans)
    if count == NEEDS_COMPOSING:
        text = compose(text)
        count, headline, _ = scan(code_points(text), True, hashes, spans)
    return Syllables(text, hashes[:count].copy(), spans[:count], headline)


def spell(syllable: str) -> str:
    """Return a syllable as the kernel counts it: folded, its tone mark in the older place.

    Examples
    --------
    >>> spell("HOÀ")
    'hòa'
    """
    codes = map(ord, compose(syllable))
    letters = (int(_LETTERS[code]) for code in codes if code < len(_LETTERS))
    return normalise("".join(chr(letter) for letter in letters if letter))
