"""A glance at a text, in compiled code: whether the cleaning rules may find anything in it.

Seven articles of ten are let through without a look by the rules themselves, which take many times
as long, and the interpreter's lock besides. What is looked for is what the rules look for first;
where they ask more, the glance says yes.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.cleaning import head, tail
from data.page.pieces.datelines import AGENCY_OPENINGS, OPENINGS
from data.page.pieces.footer import LABEL_ENDINGS
from data.page.pieces.keys import LONGEST_PHRASE
from model.alphabet import (
    CAPITAL_OF_CREDITS,
    COMPOSING,
    OTHER_LETTER,
    SIGN,
    SIGNS,
    alphabet_tables,
    kind_of,
)
from model.compiled import compiled

Codes = NDArray[np.uint32]
Openings = NDArray[np.uint64]

AMID: Final = 1
ABOVE: Final = 2
BELOW: Final = 4
"""Where in a text the rules may find something."""

_BITS: Final = np.uint64(21)
"""Of a code point."""

_SHORT: Final = np.uint64(16)
"""Bits of a character that matter in a section's name, and of the length of a line."""

_LAST_SPACE: Final = 0x3000


def _packed(openings: Iterable[str]) -> Openings:
    """Return up to three characters each as one number, in rising order."""
    padded = (list(map(ord, opening.ljust(3, "\0"))) for opening in openings)
    return np.array(sorted({a << 42 | b << 21 | c for a, b, c in padded}), dtype=np.uint64)


def _packed_shape(opening: str, length: int) -> np.uint64:
    """Do as `_shape`, of an opening in small letters."""
    first, second, third = map(ord, opening.ljust(3, "\0"))
    return np.uint64(first << 48 | second << 32 | third << 16 | length)


def _points(characters: Iterable[str]) -> Codes:
    return np.array(sorted(map(ord, characters)), dtype=np.uint32)


_KINDS, _LETTERS = alphabet_tables()
_BEYOND: Final = np.uint32(len(_KINDS) - 1)
_LAST_DIGIT: Final = kind_of("9")
_SPACES: Final = np.array([chr(code).isspace() for code in range(_LAST_SPACE + 1)])
_AGENCIES: Final = _packed(AGENCY_OPENINGS)
_DATELINES: Final = _packed(OPENINGS)
_DATELINE_SIGNS: Final = _points(head.DATELINE_SIGNS)
_CRUMBS: Final = _packed(head.CRUMB_OPENINGS)
_CRUMB_SIGNS: Final = _points(head.CRUMB_SEPARATORS)
_SECTIONS: Final = np.array(sorted(map(_packed_shape, *zip(*head.SECTION_SHAPES, strict=True))))
_IN_DATES: Final = _points("/-.")
_DASHES: Final = _points("-–—:")
_BEFORE_A_COUNT: Final = _points("?!\"'”’")
_LABELS: Final = _packed(LABEL_ENDINGS)
_CLOSING: Final = _points(tail.CLOSING)
_SOURCES: Final = _packed(("heo", "HEO", "uồn"))
_BEHIND_A_NAME: Final = _packed(ending[-3:] for ending in tail.BEHIND_A_NAME)

_HEAD: Final = head.HEAD
_DATELINE: Final = head.DATELINE_LENGTH
_AGENCY_AND_DASH: Final = head.AGENCY_AND_DASH
_FOOT: Final = tail.GLANCE
_NUMBER: Final = tail.LONGEST_NUMBER
_SOURCE: Final = tail.SOURCE_LENGTH
_PHRASE: Final = LONGEST_PHRASE


def _point(character: str) -> np.uint32:
    return np.uint32(ord(character))


_FIRST_MARK: Final = _point("\u0300")
_LAST_MARK: Final = _point("\u036f")
_SIGNS: Final = tuple(map(_point, SIGNS + CAPITAL_OF_CREDITS))
_LINE: Final = _point("\n")
_BLANK: Final = _point(" ")
_OPENS: Final = _point("(")
_CLOSES: Final = _point(")")
_SLASH: Final = _point("/")
_STOP: Final = _point(".")
_COLON: Final = _point(":")


@compiled
def _kind(code: np.uint32) -> int:
    return int(_KINDS[min(code, _BEYOND)])


@compiled
def _small(code: np.uint32) -> np.uint32:
    """Return the small form of a letter or digit, and 0 of anything else."""
    return np.uint32(_LETTERS[code]) if code < len(_LETTERS) else np.uint32(0)


@compiled
def _may_be_digit(code: np.uint32) -> bool:
    return 0 < _kind(code) <= _LAST_DIGIT or _kind(code) == OTHER_LETTER


@compiled
def _is_small_letter(code: np.uint32) -> bool:
    return _LAST_DIGIT < _kind(code) < SIGN and bool(_small(code) == code)


@compiled
def _may_be_capital(code: np.uint32) -> bool:
    other = bool(_small(code) != code) and bool(_small(code) != 0)
    return other or _kind(code) == COMPOSING or int(code) >= len(_LETTERS)


@compiled
def _is_space(code: np.uint32) -> bool:
    return int(code) <= _LAST_SPACE and bool(_SPACES[code])


@compiled
def _is_among(code: np.uint32, points: Codes) -> bool:
    found = False
    for point in points:
        found |= code == point
    return found


@compiled
def _opening(codes: Codes, start: int, stop: int) -> np.uint64:
    """Pack up to three code points."""
    packed = np.uint64(0)
    for place in range(start, start + 3):
        packed = packed << _BITS
        if place < stop:
            packed |= np.uint64(codes[place])
    return packed


@compiled
def _is_known(opening: np.uint64, openings: Openings) -> bool:
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
def _may_be_signed_in(codes: Codes, start: int, stop: int) -> bool:
    """See an agency, with a dash or a bracket behind it."""
    if not _is_known(_opening(codes, start, stop), _AGENCIES):
        return False
    for place in range(start, min(stop, start + _AGENCY_AND_DASH)):
        if _is_among(codes[place], _DATELINE_SIGNS):
            return True
    return False


@compiled
def _may_be_dated(codes: Codes, start: int, stop: int) -> bool:
    """See a place, with a date and a dash behind it."""
    if not _is_known(_opening(codes, start, stop), _DATELINES):
        return False
    place = start
    while place < min(stop, start + _DATELINE) and not _may_be_digit(codes[place]):
        place += 1
    while place < stop and _may_be_digit(codes[place]):
        place += 1
    if place == stop or not _is_among(codes[place], _IN_DATES):
        return False
    place += 1
    while place < stop and _may_be_digit(codes[place]):
        place += 1
    # What is left of the date, blanks and a full stop; then there must be a dash.
    while place < stop and not _is_among(codes[place], _DASHES):
        dated = _may_be_digit(codes[place]) or _is_among(codes[place], _IN_DATES)
        if not dated and not _is_space(codes[place]):
            return False
        place += 1
    return place < stop


@compiled
def _has_dateline(codes: Codes, stop: int) -> bool:
    """See a dateline at the beginning, or behind a line break or a bracket."""
    start = 0
    bracketed = False
    for place in range(stop + 1):
        if place == stop or codes[place] == _LINE or codes[place] == _OPENS:
            if _may_be_signed_in(codes, start, place):
                return True
            if not bracketed and _may_be_dated(codes, start, place):
                return True
            start = place + 1
            bracketed = place < stop and codes[place] == _OPENS
    return False


@compiled
def _shape(codes: Codes, length: int) -> np.uint64:
    """Pack the first three characters of a line, in small letters, and its length."""
    packed = np.uint64(0)
    for place in range(3):
        code = codes[place] if place < length else np.uint32(0)
        packed = packed << _SHORT | np.uint64(_small(code) or code)
    return packed << _SHORT | np.uint64(length)


@compiled
def _has_crumbs(codes: Codes, stop: int) -> bool:
    """See a section's line, or breadcrumbs, at the beginning."""
    if not _is_known(_opening(codes, 0, len(codes)), _CRUMBS):
        return False
    end = 0
    while end < stop and codes[end] != _LINE:
        if end < _PHRASE and _is_among(codes[end], _CRUMB_SIGNS):
            return True
        if codes[end] == _SLASH and end > 0 and codes[end - 1] == _BLANK:
            return True
        end += 1
    while end > 0 and _is_space(codes[end - 1]):
        end -= 1
    return _is_known(_shape(codes, end), _SECTIONS)


@compiled
def _has_count(codes: Codes, stop: int) -> bool:
    """See a number glued to the headline's last word, or behind its question mark."""
    end = 0
    while end < stop and codes[end] != _LINE and codes[end] != _OPENS:
        end += 1
    while end > 0 and _is_space(codes[end - 1]):
        end -= 1
    word = end
    while word > 0 and _may_be_digit(codes[word - 1]):
        word -= 1
    if word in (0, end):
        return False
    return _is_small_letter(codes[word - 1]) or _is_among(codes[word - 1], _BEFORE_A_COUNT)


@compiled
def _anything_above(codes: Codes) -> bool:
    """See a dateline, breadcrumbs, or the number of comments behind the headline."""
    stop = min(len(codes), _HEAD)
    return _has_dateline(codes, stop) or _has_crumbs(codes, stop) or _has_count(codes, stop)


@compiled
def _may_name_source(codes: Codes, start: int, stop: int) -> bool:
    """See "Theo" or "Nguồn" near the end."""
    for place in range(max(start, stop - _SOURCE), stop - 2):
        if _is_known(_opening(codes, place, stop), _SOURCES):
            return True
    return False


@compiled
def _may_be_signed(codes: Codes, start: int, stop: int) -> bool:
    """See a name, initials or a source at the end."""
    word = stop
    while word > start and codes[word - 1] != _BLANK:
        word -= 1
    last = stop - 2 if codes[stop - 1] == _CLOSES and stop - 1 > word else stop - 1
    if _may_be_capital(codes[word]) or _may_be_capital(codes[last]):
        return True
    if _is_known(_opening(codes, max(start, stop - 3), stop), _BEHIND_A_NAME):
        return True
    return _may_name_source(codes, start, stop)


@compiled
def _ends_oddly(codes: Codes, start: int, stop: int) -> bool:
    """See an end that no sentence has."""
    if stop - start < 3:
        return True
    last, before = codes[stop - 1], codes[stop - 2]
    if last == _STOP and _is_small_letter(before):
        return False
    if _is_among(last, _CLOSING):
        if before == _CLOSES:
            return _may_name_source(codes, start, stop)
        two_before = codes[stop - 3]
        return bool((two_before == _STOP and before != _STOP) or before == _SLASH)
    line = stop
    while line > start and codes[line - 1] != _LINE:
        line -= 1
    return _NUMBER < stop - line <= _PHRASE or _may_be_signed(codes, start, stop)


@compiled
def _anything_below(codes: Codes) -> bool:
    """See an odd end, or a colon as behind "Tags:" and "Xem thêm:"."""
    start = max(0, len(codes) - _FOOT)
    stop = len(codes)
    while stop > start and _is_space(codes[stop - 1]):
        stop -= 1
    if _ends_oddly(codes, start, stop):
        return True
    for place in range(start, stop):
        if codes[place] == _COLON:
            if place < start + 2 or (place + 1 < stop and _may_be_digit(codes[place + 1])):
                return True
            label = np.uint64(_small(codes[place - 2])) << 2 * _BITS
            label |= np.uint64(_small(codes[place - 1])) << _BITS
            if _is_known(label, _LABELS):
                return True
    return False


@compiled
def _anything_amid(codes: Codes) -> bool:
    """See a sign of what `scan` sees better, or a combining mark."""
    seen = False
    for code in codes:
        seen |= (code >= _FIRST_MARK) & (code <= _LAST_MARK)
        for sign in _SIGNS:
            seen |= code == sign
    return seen


@compiled
def glance(codes: Codes) -> int:
    """Tell where the rules may find something: a sum of `AMID`, `ABOVE` and `BELOW`, or 0.

    With 0, only the signs that `scan` sees are left to look for.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    """
    seen = ABOVE * _anything_above(codes) + BELOW * _anything_below(codes)
    return seen + AMID * _anything_amid(codes) if seen else 0
