"""A glance at a text, in compiled code: whether the cleaning rules may find anything in it.

Four articles of five are let through without a look by the rules themselves, which take many times
as long, and the interpreter's lock besides. What is looked for is what the rules look for first;
where they ask more, the glance says yes.
"""

from typing import Final

import numpy as np

from data.cleaning import head, tail
from data.page.pieces.datelines import ACRONYMS, AGENCY_OPENINGS, NAMES, OPENINGS
from data.page.pieces.footer import BUTTON_OPENINGS, FOOTER_OPENINGS, LABEL_ENDINGS
from data.page.pieces.keys import LONGEST_PHRASE
from model.alphabet import CAPITAL_OF_CREDITS, SIGNS
from model.codes import (
    Codes,
    Openings,
    is_among,
    is_known,
    is_small_letter,
    is_space,
    may_be_capital,
    may_be_digit,
    opening,
    packed,
    packed_shape,
    padded,
    points,
    shape,
    small_opening,
)
from model.compiled import compiled

AMID: Final = 1
ABOVE: Final = 2
BELOW: Final = 4
"""Where in a text the rules may find something."""

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
_STOPS: Final = points(".!?…")
_LABELS: Final = packed(LABEL_ENDINGS)
_CLOSING: Final = points(tail.CLOSING)
_SOURCES: Final = packed(("heo", "uồn"))
_ALL_SOURCES: Final = packed(("heo", "uồn", "ổng"))
_BUTTONS: Final = packed(BUTTON_OPENINGS)
_FOOTERS: Final = packed(FOOTER_OPENINGS)
_LAST_WORDS: Final = packed(ending[-3:] for ending in (*tail.BEHIND_A_NAME, *tail.COUNT_WORDS))
_BEHIND_A_NAME: Final = packed(ending[-3:] for ending in tail.BEHIND_A_NAME)

_HEAD: Final = head.HEAD
_DATELINE: Final = head.DATELINE_LENGTH
_FOOT: Final = tail.FOOT
_GLANCE: Final = tail.GLANCE
_LINES: Final = tail.LINES_BELOW_A_HEADING
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
def _behind_agency(codes: Codes, start: int, stop: int, names: Codes) -> int:
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


@compiled
def _has_dash(codes: Codes, place: int, stop: int) -> bool:
    """See a dash, perhaps behind blanks and a full stop."""
    while place < stop and is_space(codes[place]):
        place += 1
    if place < stop and codes[place] == _STOP:
        place += 1
    return place < stop and is_among(codes[place], _DASHES)


@compiled
def _opens_with_dateline(codes: Codes, line: int, stop: int) -> bool:
    """See "TTXVN - " or "Hà Nội, 12/3 - " where a line begins."""
    if not is_known(opening(codes, line, stop), _DATELINES):
        return False
    end = _behind_agency(codes, line, stop, _BARE)
    return (end > line and _has_dash(codes, end, stop)) or _may_be_dated(codes, line, stop)


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
    return is_among(codes[place - 1], _DASHES) or _has_dash(codes, place, stop)


@compiled
def _brackets_agency(codes: Codes, line: int, bracket: int, stop: int) -> bool:
    """See "(TTXVN)" behind a place, or with a dash behind it."""
    if not is_known(opening(codes, bracket + 1, stop), _AGENCIES):
        return False
    place = _behind_agency(codes, bracket + 1, stop, _BRACKETED)
    if place == bracket + 1:
        return False
    while place < stop and codes[place] != _CLOSES:
        code = codes[place]
        if not (is_space(code) or may_be_digit(code) or is_among(code, _BEHIND_AN_AGENCY)):
            return False
        place += 1
    if place < stop and bracket - line <= _DATELINE:
        return True
    return is_known(opening(codes, line, stop), _DATELINES) or _has_dash(codes, place + 1, stop)


@compiled
def _has_dateline(codes: Codes, stop: int) -> bool:
    """See a dateline where a line begins, or in brackets."""
    line = 0
    for place in range(stop):
        if place == line and _opens_with_dateline(codes, line, stop):
            return True
        if codes[place] == _OPENS and _brackets_agency(codes, line, place, stop):
            return True
        if codes[place] == _LINE:
            line = place + 1
    return False


@compiled
def _has_crumbs(codes: Codes, stop: int) -> bool:
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
    while end > 0 and is_space(codes[end - 1]):
        end -= 1
    return is_known(shape(codes, end), _SECTIONS)


@compiled
def _has_count(codes: Codes, stop: int) -> bool:
    """See a number glued to the headline's last word, or behind its question mark."""
    end = 0
    while end < stop and codes[end] != _LINE:
        end += 1
    while end > 0 and is_space(codes[end - 1]):
        end -= 1
    word = end
    while word > 0 and may_be_digit(codes[word - 1]):
        word -= 1
    if word in (0, end):
        return False
    return is_small_letter(codes[word - 1]) or is_among(codes[word - 1], _BEFORE_A_COUNT)


@compiled
def _anything_above(codes: Codes) -> bool:
    """See a dateline, breadcrumbs, or the number of comments behind the headline."""
    stop = min(len(codes), _HEAD)
    return _has_dateline(codes, stop) or _has_crumbs(codes, stop) or _has_count(codes, stop)


@compiled
def _has_near(codes: Codes, stop: int, length: int, words: Openings) -> bool:
    """See three small letters of a word near the end."""
    for place in range(max(0, stop - length), stop - 2):
        if is_known(small_opening(codes, place, stop), words):
            return True
    return False


@compiled
def _may_be_signed(codes: Codes, start: int, stop: int) -> bool:
    """See a name, initials or a source at the end."""
    word = stop
    while word > start and codes[word - 1] != _BLANK:
        word -= 1
    last = stop - 2 if codes[stop - 1] == _CLOSES and stop - 1 > word else stop - 1
    if may_be_capital(codes[word]) or may_be_capital(codes[last]):
        return True
    if is_known(opening(codes, max(start, stop - 3), stop), _BEHIND_A_NAME):
        return True
    return _has_near(codes, stop, _SOURCE, _SOURCES)


@compiled
def _ends_oddly(codes: Codes, start: int, stop: int) -> bool:
    """See an end that no sentence has."""
    last, before = codes[stop - 1], codes[stop - 2]
    if last == _STOP and is_small_letter(before):
        return False
    if is_among(last, _CLOSING):
        if before == _CLOSES:
            return _has_near(codes, stop, _SOURCE, _SOURCES)
        two_before = codes[stop - 3]
        return bool((two_before == _STOP and before != _STOP) or before == _SLASH)
    line = stop
    while line > start and codes[line - 1] != _LINE:
        line -= 1
    return _NUMBER < stop - line <= _PHRASE or _may_be_signed(codes, start, stop)


@compiled
def _word_start(codes: Codes, line: int, stop: int) -> int:
    while stop > line and not is_space(codes[stop - 1]):
        stop -= 1
    return stop


@compiled
def _has_stop(codes: Codes, start: int, stop: int) -> bool:
    """See initials, or a sentence with the next one glued to it."""
    found = False
    for place in range(start, stop):
        found |= is_among(codes[place], _STOPS)
    return found


@compiled
def _ends_with_name(codes: Codes, line: int, stop: int) -> bool:
    """See initials, or two words of a name, at the end of a line."""
    word = _word_start(codes, line, stop)
    if _has_stop(codes, word, stop):
        return True
    end = word
    while end > line and is_space(codes[end - 1]):
        end -= 1
    if end == line or not may_be_capital(codes[word]):
        return False
    before = _word_start(codes, line, end)
    return may_be_capital(codes[before]) or _has_stop(codes, before, end)


@compiled
def _has_heading(codes: Codes, first: int, stop: int) -> bool:
    """See the heading of a footer with nothing but short lines below."""
    end = stop
    for _ in range(_LINES):
        line = end
        while line > first and codes[line - 1] != _LINE:
            line -= 1
        start = line
        while start < end and is_space(codes[start]):
            start += 1
        if is_known(small_opening(codes, start, end), _FOOTERS):
            return True
        while end > start and is_space(codes[end - 1]):
            end -= 1
        if line == first or end - start > _PHRASE:
            return False
        end = line - 1
    return False


@compiled
def _has_last_lines(codes: Codes, stop: int) -> bool:
    """See more closely what an odd end is: a link, a button, a name, a source, a heading above."""
    closed = is_among(codes[stop - 1], _CLOSING)
    if codes[stop - 1] == _CLOSES or (closed and not is_among(codes[stop - 2], _CLOSING)):
        return True
    first = max(0, stop - _FOOT)
    line = stop
    while line > first and codes[line - 1] != _LINE:
        line -= 1
    return (
        (not closed and _ends_with_name(codes, line, stop))
        or is_known(opening(codes, stop - 3, stop), _LAST_WORDS)
        or is_known(small_opening(codes, line, stop), _BUTTONS)
        or _has_near(codes, stop, _PHRASE, _ALL_SOURCES)
        or _has_heading(codes, first, stop)
    )


@compiled
def _anything_below(codes: Codes) -> bool:
    """See an odd end, or a colon as behind "Tags:" and "Xem thêm:"."""
    start = max(0, len(codes) - _GLANCE)
    stop = len(codes)
    while stop > start and is_space(codes[stop - 1]):
        stop -= 1
    if stop - start < 3:
        return True
    if _ends_oddly(codes, start, stop) and _has_last_lines(codes, stop):
        return True
    for place in range(start, stop):
        if codes[place] == _COLON and _may_be_label(codes, start, place, stop):
            return True
    return False


@compiled
def _may_be_label(codes: Codes, start: int, colon: int, stop: int) -> bool:
    """See the end of a label's last word before a colon, or a number of a card behind it."""
    if colon < start + 3 or is_known(small_opening(codes, colon - 3, colon), _LABELS):
        return True
    for place in range(colon + 1, min(colon + 4, stop)):
        if not may_be_digit(codes[place]):
            return False
    return colon + 1 < stop


@compiled
def _anything_amid(codes: Codes) -> bool:
    """See a sign of what `scan` sees better, or a combining mark."""
    seen = False
    for place in range(len(codes)):  # not over the codes: through an iterator none is vectorised
        code = codes[place]
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
