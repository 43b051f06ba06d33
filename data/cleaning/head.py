"""What stands above or opens a text: the printed section, the headline's counter, datelines."""

import re
from collections.abc import Collection, Iterator
from operator import itemgetter

from data.cleaning.cleaned import Removed
from data.page.pieces import agency_amid, breadcrumbs_end, dateline, is_home_link, printed_section
from data.page.pieces.datelines import AGENCY_OPENINGS, OPENINGS
from data.page.pieces.keys import LONGEST_PHRASE, LOWER, UPPER
from data.sections import printed_sections
from data.text import normalise

HEAD = 400
_HEADLINE = 200
DATELINE_LENGTH = 50
UNDATED_LENGTH = 40  # a place in full, "ngày" and blanks
_opening = itemgetter(slice(0, 3))
_AGENCY_AND_DASH = 18
_DATELINE_SIGNS = frozenset("-–—:)(")

_SECTION_LINES = 3
# What a section's line begins with, and how long it is: a headline seldom has both.
SECTION_SHAPES = frozenset((name[:3], len(name)) for name in (*printed_sections(), "trang chủ"))
CRUMB_OPENINGS = frozenset(
    cased(name)[:3]
    for name in (*printed_sections(), "trang chủ", "home")
    for cased in (str.lower, str.capitalize, str.upper)
)
CRUMB_SEPARATORS = frozenset(">›»→|")

_MARKED = "".join(letter for letter in LOWER if not letter.isascii())
# Behind a syllable or a closed sentence: "iPhone17", "mp3" and "Covid19" keep their number.
_COUNTED = re.compile(
    rf"(?:(?<![{UPPER}{LOWER}])(?:[{UPPER}{LOWER}]?[{LOWER}]*[{_MARKED}][{LOWER}]*"
    rf"|(?!(?:beta|co|covid|mp|sars|web)\d)[{LOWER}]{{2,}})|[?!\"'”’])(?P<count>\d{{1,3}})$"
)
_WORD_AND_COUNT = 16


def may_have_head(text: str) -> bool:
    """Tell at a glance whether something may stand above the text."""
    head = text[:HEAD]
    # No loop of ours runs over what stands behind line breaks and brackets.
    pieces = (head.replace("(", "\n") if "(" in head else head).split("\n")
    if not OPENINGS.isdisjoint(map(_opening, pieces)) and any(map(_may_be_dated, pieces)):
        return True
    first = _first_line(head)
    return _comment_count(first) is not None or _has_crumbs(first)


def _first_line(head: str) -> str:
    return head.partition("\n")[0].rstrip()


def _has_crumbs(line: str) -> bool:
    if line[:3] not in CRUMB_OPENINGS:
        return False
    shape = (line[:3].lower(), len(line))
    # "Trang chủ / Kinh doanh" has its blank, "ngày 5/3" has none.
    parted = " /" in line or not CRUMB_SEPARATORS.isdisjoint(line[:LONGEST_PHRASE])
    return parted or shape in SECTION_SHAPES


def _comment_count(headline: str) -> re.Match[str] | None:
    if not headline[-1:].isdecimal() or len(headline) > _HEADLINE:
        return None
    return _COUNTED.search(headline, max(0, len(headline) - _WORD_AND_COUNT))


def _may_be_dated(piece: str) -> bool:
    return piece[:3] in OPENINGS and (
        "/" in piece[:DATELINE_LENGTH] or not _DATELINE_SIGNS.isdisjoint(piece[:_AGENCY_AND_DASH])
    )


def find_head(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find section lines at the top, the headline's counter, and datelines."""
    head = text[:HEAD]
    first = _first_line(head)
    if "section-line" in rules and _has_crumbs(first) and (end := _below_sections(text)):
        yield Removed("section-line", 0, end)
    if "comment-count" in rules and (counted := _comment_count(first)):
        yield Removed("comment-count", *counted.span("count"))
    if "dateline" in rules:
        yield from _datelines(head)


def _below_sections(text: str) -> int:
    """Return where the lines, or the breadcrumbs, end that print a section."""
    start = 0
    for _ in range(_SECTION_LINES):
        end = text.find("\n", start, start + LONGEST_PHRASE) + 1
        line = normalise(text[start:end].strip())
        if not line or (printed_section(line) is None and not is_home_link(line)):
            break
        start = end
        while text[start : start + 1].isspace():
            start += 1
    return start or breadcrumbs_end(text)


def _datelines(head: str) -> Iterator[Removed]:
    """Find "TTXVN - " and "Hà Nội (TTXVN) - " at lines' begins, "(NLĐ) - " behind other words."""
    start = 0
    for line in head.split("\n"):
        if _may_be_dated(line) and (found := dateline(line)):
            yield Removed("dateline", start, start + found.end)
        start += len(line) + 1
    bracket = head.find("(")
    while bracket >= 0:
        if head[bracket + 1 : bracket + 4] in AGENCY_OPENINGS:
            yield from _bracketed_dateline(head, bracket)
        bracket = head.find("(", bracket + 1)


def _bracketed_dateline(head: str, bracket: int) -> Iterator[Removed]:
    line = head.rfind("\n", 0, bracket) + 1
    # Between a place and a bracket stands at most a date.
    dated = head[line:bracket].rstrip()[-1:].isdecimal()
    near = bracket - line <= (DATELINE_LENGTH if dated else UNDATED_LENGTH)
    if near and (found := dateline(head[line:])) and line + found.end > bracket:
        yield Removed("dateline", line, line + found.end)
    elif end := agency_amid(head, bracket):
        yield Removed("dateline", bracket, end)
