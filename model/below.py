"""A glance at what stands below a text: names, sources, labels, buttons, other articles."""

from typing import Final

from data.cleaning import tail
from data.page.pieces.footer import BUTTON_OPENINGS, FOOTER_OPENINGS, LABEL_ENDINGS
from data.page.pieces.keys import LONGEST_PHRASE
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
    point,
    points,
    small_opening,
    stripped_end,
)
from model.compiled import compiled

_STOPS: Final = points(".!?…")
_LABELS: Final = packed(LABEL_ENDINGS)
_CLOSING: Final = points(tail.CLOSING)
_SOURCES: Final = packed(("heo", "uồn"))
_ALL_SOURCES: Final = packed(("heo", "uồn", "ổng"))
_BUTTONS: Final = packed(BUTTON_OPENINGS)
_FOOTERS: Final = packed(FOOTER_OPENINGS)
_LAST_WORDS: Final = packed(ending[-3:] for ending in (*tail.BEHIND_A_NAME, *tail.COUNT_WORDS))
_BEHIND_A_NAME: Final = packed(ending[-3:] for ending in tail.BEHIND_A_NAME)

_FOOT: Final = tail.FOOT
_GLANCE: Final = tail.GLANCE
_LINES: Final = tail.LINES_BELOW_A_HEADING
_NUMBER: Final = tail.LONGEST_NUMBER
_SOURCE: Final = tail.SOURCE_LENGTH
_PHRASE: Final = LONGEST_PHRASE
_LINE: Final = point("\n")
_BLANK: Final = point(" ")
_CLOSES: Final = point(")")
_SLASH: Final = point("/")
_STOP: Final = point(".")
_COLON: Final = point(":")
_ASKS: Final = point("?")


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
    """See initials, or two words of a name, at the end of a line that asks nothing."""
    if codes[stop - 1] == _ASKS:
        return False
    word = _word_start(codes, line, stop)
    if _has_stop(codes, word, stop):
        return True
    end = stripped_end(codes, line, word)
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
        end = stripped_end(codes, start, end)
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
def anything_below(codes: Codes) -> bool:
    """See an odd end, or a colon as behind "Tags:" and "Xem thêm:"."""
    start = max(0, len(codes) - _GLANCE)
    stop = stripped_end(codes, start, len(codes))
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
