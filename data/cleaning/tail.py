"""What stands below a text: names, sources, tags, buttons, other articles."""

import re
from collections.abc import Collection, Iterator
from itertools import islice

from data.cleaning.cleaned import Removed
from data.page import pieces
from data.page.pieces.footer import BUTTON_OPENINGS, FOOTER_OPENINGS, LABEL_ENDINGS
from data.page.pieces.keys import LONGEST_PHRASE, LOWER, UPPER

GLANCE = 350
FOOT = 2500
LINES_BELOW_A_HEADING = 12
_SIGNATURE_LINES = 3

SOURCE_LENGTH = 80
BEHIND_A_NAME = ("dịch", "ghi", "hiện", "hợp")
COUNT_WORDS = ("luận", "kiến")
LONGEST_NUMBER = 3
_LONG_WORD = 12

CLOSING = ".…!\"”'’»"
# Not behind an initial, a title or the number of a list: "TP. Hồ Chí Minh", "3. Đồng Nai". The
# mark comes first, what must stand before it second: so a search leaps from mark to mark.
_BREAK = re.compile(
    rf"[.!?…](?:(?<=[{LOWER}\"'”’)%].)|(?<=[{UPPER}]{{2}}.)(?<!(?:TP|GS|TS|BS).)"
    r"|(?<=\d.)(?<![\s(),;]\d.)(?<![\s(),;]\d\d.))"
    rf"[.!?…]*[\"'”’)]*\s*(?=[{UPPER}\d(])"
)
_BRACKETED = re.compile(r"(\([^()\d]{2,60}\))$")


def may_have_tail(text: str) -> bool:
    """Tell at a glance whether something may stand below the text."""
    tail = text[-GLANCE:].rstrip()
    plain = tail[-1:] == "." and tail[-2:-1].islower()
    if not plain and _ends_oddly(tail):
        return True
    return ":" in tail and any(
        _opens_label(tail, colon) or _ends_age(tail, colon) for colon in _colons(tail)
    )


def _colons(foot: str) -> Iterator[int]:
    """Yield the places of the last colons, the last first."""
    begin = max(0, len(foot) - GLANCE)
    colon = foot.rfind(":", begin)
    while colon >= 0:
        yield colon
        colon = foot.rfind(":", begin, colon)


def _opens_label(foot: str, colon: int) -> bool:
    return foot[colon - 3 : colon].lower() in LABEL_ENDINGS


def _ends_age(foot: str, colon: int) -> bool:
    """Tell the "3 giờ trước09:003/1/2025" of a card."""
    return foot[colon + 1 : colon + 4].isdecimal()


def _ends_oddly(text: str) -> bool:
    """Tell an end that no sentence has: a short line, a name, initials, a source in brackets."""
    if text[-1:] in CLOSING:
        ending = text[-3:-1]
        if ending[1:] == ")":
            return _may_name_source(text)
        return ending != ".." and (ending[:1] == "." or ending[1:] == "/")
    last_line = len(text) - text.rfind("\n") - 1
    return LONGEST_NUMBER < last_line <= LONGEST_PHRASE or _may_be_signed(text)


def _may_be_signed(text: str) -> bool:
    last_word = text[text.rfind(" ") + 1 :]
    return (
        last_word[:1].isupper()
        or last_word.removesuffix(")")[-1:].isupper()
        or text.endswith(BEHIND_A_NAME)
        or _may_name_source(text)
    )


def _may_name_source(text: str) -> bool:
    near = text[-SOURCE_LENGTH:]
    return "heo" in near or "HEO" in near or "guồn" in near


def find_tail(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find what stands below the text, one piece above the other."""
    end = len(text)
    while piece := _last_piece(text, end, rules):
        yield piece
        end = piece.start


def _last_piece(text: str, end: int, rules: Collection[str]) -> Removed | None:
    last = end
    while text[last - 1 : last].isspace():
        last -= 1
    begin = max(0, last - FOOT)
    for rule, start in _candidates(text[begin:last]):
        if rule in rules:
            return Removed(rule, begin + start, end)
    return None


def _candidates(foot: str) -> Iterator[tuple[str, int]]:
    """Yield the pieces that the end of a text may be, without blanks behind: rule and start."""
    # An address may end with a slash: the mark has its full stop before it.
    if foot.endswith("/.") and (mark := pieces.end_mark(foot)) and foot[mark - 1] == ".":
        yield "end-mark", mark
    if (start := _dated_links(foot)) < len(foot):
        yield "related-links", start
    for colon in _colons(foot):
        if _opens_label(foot, colon):
            yield from _labelled(foot, colon)
        elif _ends_age(foot, colon) and (card := pieces.link_card(foot)) is not None:
            yield "link-card", card
    if _ends_oddly(foot):
        yield from _buttons(foot)
        yield from _headed(foot)
        yield from _signatures(foot)


def _dated_links(foot: str) -> int:
    """Return where the lines begin that are headlines with their date, the end without any."""
    start = end = len(foot)
    while pieces.is_dated_link(foot, end):
        line = foot.rfind("\n", 0, end) + 1
        if line == 0 or end - line > LONGEST_PHRASE:
            break
        start = end = line
        while foot[end - 1 : end].isspace():
            end -= 1
    return start


def _labelled(foot: str, colon: int) -> Iterator[tuple[str, int]]:
    """Find the "Tags:" or "Xem thêm:" of this colon behind the last sentence."""
    start = pieces.footer_label(foot, colon)
    if start is None or "\n" in foot[start:]:
        return
    before = foot[:start].rstrip(" >*-")
    if before.endswith("\n") or pieces.ends_sentence(before):
        rule = _footer_rule(foot[start:])
        if rule:
            yield rule, len(before)


def _headed(foot: str) -> Iterator[tuple[str, int]]:
    """Find the headings of a footer that have nothing but short lines below, the first first."""
    found = []
    end = len(foot)
    for _ in range(LINES_BELOW_A_HEADING):
        start = foot.rfind("\n", 0, end) + 1
        line = foot[start:end].strip()
        if line[:3].lower() in FOOTER_OPENINGS and (rule := _footer_rule(line)):
            found.append((rule, start))
        elif len(line) > LONGEST_PHRASE or (len(line) > _LONG_WORD and pieces.is_prose(line)):
            break
        end = start - 1
        if end < 0:
            break
    yield from reversed(found)


def _footer_rule(line: str) -> str:
    if pieces.opens_tags(line):
        return "tags"
    return "related-links" if pieces.opens_links(line) or pieces.is_link(line) else ""


def _buttons(foot: str) -> Iterator[tuple[str, int]]:
    if foot.endswith(COUNT_WORDS) or (foot[-1] == ")" and _may_count(foot)):
        counts = (start for start in _starts(foot) if pieces.is_comment_count(foot[start:]))
        yield from (("comment-count", start) for start in counts)
    line = foot.rfind("\n") + 1
    if foot[line : line + 3].lower() in BUTTON_OPENINGS and pieces.is_button(foot[line:]):
        yield "share-buttons", line


def _may_count(foot: str) -> bool:
    near = foot[-LONGEST_PHRASE:].lower()
    return any(word in near for word in COUNT_WORDS)


def _signatures(foot: str) -> Iterator[tuple[str, int]]:
    """Find names and sources below the last sentence, on lines of their own or behind it."""
    if not _may_be_signed(foot) and foot[-1] != ".":
        return
    rules = {start: _signature_rule(foot[start:]) for start in _starts(foot)}
    for start, rule in rules.items():
        behind = start > 0 and foot[start - 1] != "\n"
        if rule and (behind or _is_below_prose(foot[:start])):
            yield rule, start
    found = _BRACKETED.search(foot, foot.rfind("(")) if foot[-1] == ")" else None
    if found:
        start = found.start(1)
        if (rules[start] if start in rules else _signature_rule(found[1])) == "source":
            yield "source", start


def _signature_rule(line: str) -> str:
    bracketed = line.startswith("(")
    if bracketed:
        line = line.rstrip(".")
    if pieces.names_source(line):
        # A numbered source is a law: "(Theo Nghị định 100)".
        return "" if any(map(str.isdecimal, line)) else "source"
    if bracketed:
        # Of bare names in brackets an agency and initials are sure: "(AFP)", "(T.H)".
        name = line[1:-1]
        if pieces.is_agency(name):
            return "source"
        return "byline" if pieces.is_pen_name(name) else ""
    return "byline" if pieces.is_byline(line) else ""


def _is_below_prose(above: str) -> bool:
    """Tell whether a sentence stands above, or more names below one."""
    for line in islice(_lines_upward(above), _SIGNATURE_LINES):
        if (pieces.ends_sentence(line) and " " in line) or pieces.is_prose(line):
            return True
        if not pieces.is_byline(line):
            return False
    return False


def _lines_upward(text: str) -> Iterator[str]:
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        if line := text[start:end].strip():
            yield line
        end = start - 1


def _starts(foot: str) -> Iterator[int]:
    """Yield where the last line begins and, behind its sentences, what may be no sentence."""
    line = foot.rfind("\n") + 1
    if len(foot) - line <= LONGEST_PHRASE:
        yield line
    begin = max(line, len(foot) - LONGEST_PHRASE)
    yield from (found.end() for found in _BREAK.finditer(foot, begin))
