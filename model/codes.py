"""What the compiled glance asks of single code points, and of the first three of a word.

Three code points fit into one number, and many such numbers are looked through by halves.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.alphabet import COMPOSING, CREDIT, OTHER_LETTER, SIGN, alphabet_tables, kind_of
from model.compiled import compiled

Codes = NDArray[np.uint32]
Openings = NDArray[np.uint64]

_BITS: Final = np.uint64(21)
"""Of a code point."""

_SHORT: Final = np.uint64(16)
"""Bits of a character that matter in a section's name, and of the length of a line."""

_LAST_SPACE: Final = 0x3000
_KINDS, _LETTERS = alphabet_tables()
_BEYOND: Final = np.uint32(len(_KINDS) - 1)
_LAST_DIGIT: Final = kind_of("9")
_SPACES: Final = np.array([chr(code).isspace() for code in range(_LAST_SPACE + 1)])


def packed(openings: Iterable[str]) -> Openings:
    """Return up to three characters each as one number, in rising order."""
    triples = (map(ord, opening.ljust(3, "\0")) for opening in openings)
    return np.array(sorted({a << 42 | b << 21 | c for a, b, c in triples}), dtype=np.uint64)


def packed_shape(opening: str, length: int) -> np.uint64:
    """Do as `shape`, of an opening in small letters."""
    first, second, third = map(ord, opening.ljust(3, "\0"))
    return np.uint64(first << 48 | second << 32 | third << 16 | length)


def point(character: str) -> np.uint32:
    """Return a character's code point."""
    return np.uint32(ord(character))


def points(characters: Iterable[str]) -> Codes:
    """Return code points in rising order."""
    return np.array(sorted(map(ord, characters)), dtype=np.uint32)


def padded(names: Iterable[str]) -> Codes:
    """Return each name's code points in a row of its own, with zeros behind."""
    rows = [list(map(ord, name)) for name in names]
    longest = max(map(len, rows))
    return np.array([row + [0] * (longest - len(row)) for row in rows], dtype=np.uint32)


@compiled
def _kind(code: np.uint32) -> int:
    return int(_KINDS[min(code, _BEYOND)])


@compiled
def small(code: np.uint32) -> np.uint32:
    """Return the small form of a letter or digit, and 0 of anything else."""
    return np.uint32(_LETTERS[code]) if code < len(_LETTERS) else np.uint32(0)


@compiled
def may_be_digit(code: np.uint32) -> bool:
    """See a digit, or a letter or digit of another script."""
    return 0 < _kind(code) <= _LAST_DIGIT or _kind(code) == OTHER_LETTER


@compiled
def is_letter(code: np.uint32) -> bool:
    """Tell a letter of Vietnamese or its neighbours that needs no composing."""
    return _LAST_DIGIT < _kind(code) < SIGN


@compiled
def is_small_letter(code: np.uint32) -> bool:
    """Tell a small letter of Vietnamese or its neighbours."""
    return is_letter(code) and bool(small(code) == code)


@compiled
def may_be_capital(code: np.uint32) -> bool:
    """See a letter that has a small form, or may get one when it is composed."""
    other = bool(small(code) != code) and bool(small(code) != 0)
    kind = _kind(code)
    return other or kind in (COMPOSING, CREDIT) or int(code) >= len(_LETTERS)


@compiled
def is_space(code: np.uint32) -> bool:
    """Do as `str.isspace`."""
    return int(code) <= _LAST_SPACE and bool(_SPACES[code])


@compiled
def stripped_end(codes: Codes, start: int, stop: int) -> int:
    """Return where a stretch ends without the blanks behind."""
    while stop > start and is_space(codes[stop - 1]):
        stop -= 1
    return stop


@compiled
def is_among(code: np.uint32, signs: Codes) -> bool:
    """Look a code point up among a few."""
    found = False
    for sign in signs:
        found |= code == sign
    return found


@compiled
def opening(codes: Codes, start: int, stop: int) -> np.uint64:
    """Pack up to three code points."""
    number = np.uint64(0)
    for place in range(start, start + 3):
        number = number << _BITS
        if place < stop:
            number |= np.uint64(codes[place])
    return number


@compiled
def small_opening(codes: Codes, start: int, stop: int) -> np.uint64:
    """Pack up to three code points, the letters as small ones."""
    number = np.uint64(0)
    for place in range(start, start + 3):
        number = number << _BITS
        if place < stop:
            number |= np.uint64(small(codes[place]) or codes[place])
    return number


@compiled
def is_known(opening: np.uint64, openings: Openings) -> bool:
    """Look an opening up, by halves."""
    low, high = 0, len(openings)
    while low < high:
        middle = (low + high) // 2
        if openings[middle] < opening:
            low = middle + 1
        else:
            high = middle
    return low < len(openings) and openings[low] == opening


@compiled
def shape(codes: Codes, length: int) -> np.uint64:
    """Pack the first three characters of a line, in small letters, and its length."""
    number = np.uint64(0)
    for place in range(3):
        code = codes[place] if place < length else np.uint32(0)
        number = number << _SHORT | np.uint64(small(code) or code)
    return number << _SHORT | np.uint64(length)


@compiled
def behind_name(codes: Codes, start: int, stop: int, names: Codes) -> int:
    """Return where the longest of the names ends that begin here, `start` without any."""
    end = start
    for name in names:
        length = 0
        while length < len(name) and name[length] != 0 and start + length < stop:
            if codes[start + length] != name[length]:
                break
            length += 1
        if length == len(name) or name[length] == 0:
            end = max(end, start + length)
    return end
