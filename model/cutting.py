"""The commonest leftovers, cut out in compiled code.

These are the headlines of other articles below a text, each with its date glued to it, the agency
in brackets that opens its report, and the "&amp;" that stands for "&". The rules of `data.cleaning`
find them too, and all else, in ten times the time and with the interpreter's lock held. So a text
in which a rule may find anything but these is left to the rules, whole.
"""

from typing import Final

import numpy as np

from data.cleaning import head, tail
from data.page.pieces.keys import LONGEST_PHRASE
from data.page.pieces.names import PLACES
from model.above import (
    begins_like_agency,
    begins_like_dateline,
    behind_agency,
    behind_dash,
    has_count,
    has_crumbs,
    opens_with_dateline,
)
from model.alphabet import CAPITAL_OF_CREDITS, SIGNS
from model.below import anything_below
from model.codes import (
    Codes,
    behind_name,
    is_among,
    is_known,
    is_letter,
    is_space,
    may_be_digit,
    packed,
    padded,
    point,
    points,
    small_opening,
    stripped_end,
)
from model.compiled import compiled
from model.glance import ABOVE, glance
from model.ngrams import is_sign, runs_to_semicolon

CUT_RULES: Final = frozenset({"dateline", "html-entity", "related-links"})
"""The rules whose work is done here: with one of them not in force, nothing may be cut."""

_HEAD: Final = head.HEAD
_DATELINE: Final = head.DATELINE_LENGTH
_UNDATED: Final = head.UNDATED_LENGTH
_FOOT: Final = tail.FOOT
_PHRASE: Final = LONGEST_PHRASE
_FEWEST_WORDS: Final = 4

_DATE: Final = np.array(list(map(point, "g(00/00/0000)")))
"""The end of a headline with its date glued to it."""

_PLACE_NAMES: Final = frozenset(
    name.replace("đ", eth).replace("òa", tone)
    for name in (*map(str.lower, PLACES), "thành phố", "tỉnh", "tp", "tphcm", "ngày")
    for eth in "đð"
    for tone in ("òa", "oà")
)
_PLACES: Final = packed(name[:letters] for name in _PLACE_NAMES for letters in (2, 3))
"""How places begin, in whichever way they are spelt."""

_BEFORE_A_PLACE: Final = points(",:-")
_LINE: Final = point("\n")
_OPENS: Final = point("(")
_CLOSES: Final = point(")")
_SLASH: Final = point("/")
_ZERO: Final = point("0")
_NINE: Final = point("9")
_SIGNS: Final = points(SIGNS + CAPITAL_OF_CREDITS)
_ESCAPED: Final = padded(["&amp;"])


@compiled
def cut(codes: Codes, seen: int) -> tuple[int, int]:
    """Cut the leftovers out of a text; return where the rest begins and ends.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
        What stands before a cut is moved up to what stands behind it.
    seen : int
        What `glance` saw in it, and nothing of that amid it.

    Returns
    -------
    start, stop : int
        Both 0 where the rules have to look.
    """
    stop = _links_begin(codes)
    if anything_below(codes[:stop]):
        return 0, 0
    start = 0
    if seen & ABOVE:
        opens, closes = _agency(codes)
        if not 0 < closes < stop:
            return 0, 0
        start = closes - opens
        for place in range(closes - 1, start - 1, -1):
            codes[place] = codes[place - start]
    rest = codes[start:stop]
    # What reaches up to the head from below may be part of what the rules see there.
    if len(rest) <= _HEAD or not _has_words(rest) or glance(rest):
        return 0, 0
    return start, stop


@compiled
def _has_words(codes: Codes) -> bool:
    """Tell whether so many words are left that the text may be cut at all."""
    words = 0
    inside = False
    for place in range(len(codes)):
        space = is_space(codes[place])
        words += inside and space
        inside = not space
        if words + inside == _FEWEST_WORDS:
            return True
    return False


@compiled
def _links_begin(codes: Codes) -> int:
    """Return where the headlines with dates begin that end a text, its length without any."""
    stop = stripped_end(codes, 0, len(codes))
    first = max(0, stop - _FOOT)
    start = len(codes)
    while _ends_with_date(codes, first, stop):
        line = stop
        while line > first and codes[line - 1] != _LINE:
            line -= 1
        if line == first or stop - line > _PHRASE:
            break
        start = line
        stop = stripped_end(codes, first, line)
    return start


@compiled
def _ends_with_date(codes: Codes, first: int, stop: int) -> bool:
    """Tell the "g(03/01/2004)" that ends a headline."""
    start = stop - len(_DATE)
    if start < first or is_space(codes[start]):
        return False
    matches = True
    for at in range(1, len(_DATE)):
        code = codes[start + at]
        if _DATE[at] == _ZERO:
            matches &= _ZERO <= code <= _NINE
        else:
            matches &= code == _DATE[at]
    return matches


@compiled
def _may_open_with_place(codes: Codes, line: int, bracket: int) -> bool:
    """See nothing, or what may be a place or a date, between a line's begin and a bracket."""
    while line < bracket and (is_space(codes[line]) or is_among(codes[line], _BEFORE_A_PLACE)):
        line += 1
    letters = 0
    while letters < 3 and line + letters < bracket and is_letter(codes[line + letters]):
        letters += 1
    if letters == 0 and line < bracket and _ZERO <= codes[line] <= _NINE:
        # Of dates before an agency, the day has one digit or two.
        return codes[line + 1] == _SLASH or (line + 2 < bracket and codes[line + 2] == _SLASH)
    return letters < 2 or is_known(small_opening(codes, line, line + letters), _PLACES)


@compiled
def _is_near(codes: Codes, line: int, bracket: int) -> bool:
    """See so little before a bracket that it may be a place, and a date if it ends like one."""
    end = stripped_end(codes, line, bracket)
    dated = end > line and may_be_digit(codes[end - 1])
    return bracket - line <= (_DATELINE if dated else _UNDATED)


@compiled
def _agency(codes: Codes) -> tuple[int, int]:
    """Return where the "(NLĐ) - " behind the headline begins and ends; zeros if that is unclear."""
    stop = min(len(codes), _HEAD)
    opens = closes = line = 0
    if has_crumbs(codes, stop) or has_count(codes, stop):
        return 0, 0
    for place in range(stop):
        if place == line and opens_with_dateline(codes, line, stop):
            return 0, 0
        if codes[place] == _OPENS and begins_like_agency(codes, place + 1, stop):
            near = _is_near(codes, line, place) and _may_open_with_place(codes, line, place)
            near |= begins_like_dateline(codes, line, stop)
            end = behind_agency(codes, place + 1, stop)
            if closes or near or end == stop or codes[end] != _CLOSES:
                return 0, 0
            opens, closes = place, behind_dash(codes, end + 1, stop)
            if closes in (0, stop):
                return 0, 0
        if codes[place] == _LINE:
            line = place + 1
    return opens, closes


@compiled
def unescape(codes: Codes) -> int:
    """Write "&" for each "&amp;", where this is all that the rules may find; return the new length.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
        What stands behind is moved up. A glance at it saw nothing.

    Returns
    -------
    int
        0 where the rules have to look.
    """
    length = place = 0
    while place < len(codes):
        codes[length] = codes[place]
        behind = place + 1
        if is_among(codes[place], _SIGNS) and is_sign(codes, place):
            behind = behind_name(codes, place, len(codes), _ESCAPED)
            # "&amp;nbsp;" is another entity.
            if behind == place or runs_to_semicolon(codes, behind):
                return 0
        length += 1
        place = behind
    # What moved up into the head, or into the foot, may be something there.
    rest = codes[:length]
    return 0 if not _has_words(rest) or glance(rest) else length
