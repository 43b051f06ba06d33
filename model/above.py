"""A glance at what stands above a text: datelines, a section's line, the headline's counter."""

from typing import Final

import numpy as np

from data.cleaning import head
from data.page.pieces.datelines import ACRONYMS, AGENCY_OPENINGS, NAMES, OPENINGS
from data.page.pieces.keys import LONGEST_PHRASE
from model.codes import (
    Codes,
    behind_name,
    is_among,
    is_known,
    is_small_letter,
    is_space,
    may_be_digit,
    opening,
    packed,
    packed_shape,
    padded,
    point,
    points,
    shape,
    stripped_end,
)
from model.compiled import compiled

_AGENCIES: Final = packed(AGENCY_OPENINGS)
_DATELINES: Final = packed(OPENINGS)
_BARE: Final = padded(ACRONYMS)
_BRACKETED: Final = padded((*ACRONYMS, *NAMES))
_BEHIND_AN_AGENCY: Final = points(" ,/ngày")
_CRUMBS: Final = packed(head.CRUMB_OPENINGS)
_CRUMB_SIGNS: Final = points(head.CRUMB_SEPARATORS)
_SECTIONS: Final = np.array(sorted(map(packed_shape, *zip(*head.SECTION_SHAPES, strict=True))))
_IN_DATES: Final = points("/-.")
_DASHES: Final = points("-–—:")
_BEFORE_A_COUNT: Final = points("?!\"'”’")

_HEAD: Final = head.HEAD
_DATELINE: Final = head.DATELINE_LENGTH
_PHRASE: Final = LONGEST_PHRASE
_LINE: Final = point("\n")
_BLANK: Final = point(" ")
_OPENS: Final = point("(")
_CLOSES: Final = point(")")
_SLASH: Final = point("/")
_STOP: Final = point(".")


@compiled
def begins_like_agency(codes: Codes, place: int, stop: int) -> bool:
    """See the first letters of an agency or a paper."""
    return is_known(opening(codes, place, stop), _AGENCIES)


@compiled
def begins_like_dateline(codes: Codes, line: int, stop: int) -> bool:
    """See the first letters of an agency, a paper or a place."""
    return is_known(opening(codes, line, stop), _DATELINES)


@compiled
def behind_agency(codes: Codes, start: int, stop: int) -> int:
    """Return where the agency ends that begins here as in brackets, `start` without any."""
    return behind_name(codes, start, stop, _BRACKETED)


@compiled
def behind_dash(codes: Codes, place: int, stop: int) -> int:
    """Return where a dash ends with the blanks around it and a full stop before it; 0 if none."""
    while place < stop and is_space(codes[place]):
        place += 1
    if place < stop and codes[place] == _STOP:
        place += 1
    if place == stop or not is_among(codes[place], _DASHES):
        return 0
    while place < stop and is_among(codes[place], _DASHES):
        place += 1
    while place < stop and is_space(codes[place]):
        place += 1
    return place


@compiled
def opens_with_dateline(codes: Codes, line: int, stop: int) -> bool:
    """See "TTXVN - " or "Hà Nội, 12/3 - " where a line begins."""
    if not begins_like_dateline(codes, line, stop):
        return False
    end = behind_name(codes, line, stop, _BARE)
    return (end > line and behind_dash(codes, end, stop) > 0) or _may_be_dated(codes, line, stop)


@compiled
def _may_be_dated(codes: Codes, start: int, stop: int) -> bool:
    """See a date with a dash behind it, a few words on."""
    place = start
    while place < min(stop, start + _DATELINE) and not may_be_digit(codes[place]):
        if codes[place] == _LINE or codes[place] == _OPENS:
            return False
        place += 1
    while place < stop and may_be_digit(codes[place]):
        place += 1
    if place == stop or not is_among(codes[place], _IN_DATES):
        return False
    while place < stop and (may_be_digit(codes[place]) or is_among(codes[place], _IN_DATES)):
        place += 1
    # In "12/3- " the dash was taken for more of the date.
    return is_among(codes[place - 1], _DASHES) or behind_dash(codes, place, stop) > 0


@compiled
def _brackets_agency(codes: Codes, line: int, bracket: int, stop: int) -> bool:
    """See "(TTXVN)" behind a place, or with a dash behind it."""
    if not begins_like_agency(codes, bracket + 1, stop):
        return False
    place = behind_agency(codes, bracket + 1, stop)
    if place == bracket + 1:
        return False
    while place < stop and codes[place] != _CLOSES:
        code = codes[place]
        if not (is_space(code) or may_be_digit(code) or is_among(code, _BEHIND_AN_AGENCY)):
            return False
        place += 1
    if place < stop and bracket - line <= _DATELINE:
        return True
    return begins_like_dateline(codes, line, stop) or behind_dash(codes, place + 1, stop) > 0


@compiled
def _has_dateline(codes: Codes, stop: int) -> bool:
    """See a dateline where a line begins, or in brackets."""
    line = 0
    for place in range(stop):
        if place == line and opens_with_dateline(codes, line, stop):
            return True
        if codes[place] == _OPENS and _brackets_agency(codes, line, place, stop):
            return True
        if codes[place] == _LINE:
            line = place + 1
    return False


@compiled
def has_crumbs(codes: Codes, stop: int) -> bool:
    """See a section's line, or breadcrumbs, at the beginning."""
    if not is_known(opening(codes, 0, len(codes)), _CRUMBS):
        return False
    end = 0
    while end < stop and codes[end] != _LINE:
        if end < _PHRASE and is_among(codes[end], _CRUMB_SIGNS):
            return True
        if codes[end] == _SLASH and end > 0 and codes[end - 1] == _BLANK:
            return True
        end += 1
    end = stripped_end(codes, 0, end)
    return is_known(shape(codes, end), _SECTIONS)


@compiled
def has_count(codes: Codes, stop: int) -> bool:
    """See a number glued to the headline's last word, or behind its question mark."""
    end = 0
    while end < stop and codes[end] != _LINE:
        end += 1
    end = stripped_end(codes, 0, end)
    word = end
    while word > 0 and may_be_digit(codes[word - 1]):
        word -= 1
    if word in (0, end):
        return False
    return is_small_letter(codes[word - 1]) or is_among(codes[word - 1], _BEFORE_A_COUNT)


@compiled
def anything_above(codes: Codes) -> bool:
    """See a dateline, breadcrumbs, or the number of comments behind the headline."""
    stop = min(len(codes), _HEAD)
    return _has_dateline(codes, stop) or has_crumbs(codes, stop) or has_count(codes, stop)
