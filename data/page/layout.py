"""Where the pieces of a news page stand: the order of its lines, from the top to the foot."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import NamedTuple

from data.article import Passage
from data.page import pieces
from data.text import normalise, normalise_aligned

_LEAD_WORDS = 120
_BYLINE_LINES = 3


class Line(NamedTuple):
    """A line that holds something."""

    start: int
    raw: str  # a slice of the source, without outer white space
    text: str  # the same, normalised: what the rules of `pieces` read


_LINE = re.compile("[^\\s\u200b\ufeff](?:[^\\r\\n]*[^\\s\u200b\ufeff])?")


def split_lines(source: str) -> list[Line]:
    """Cut into lines, whatever the line endings; blank ones are left out."""
    return [Line(found.start(), found[0], normalise(found[0])) for found in _LINE.finditer(source)]


def has_headline(lines: list[Line]) -> bool:
    """Tell whether the first line is a headline with something below it."""
    if not lines[1:]:
        return False
    first = lines[0].text
    opens_text = pieces.is_caption(first) or pieces.dateline(first) is not None
    return pieces.is_headline(first) and not opens_text


def has_lead(body: list[Passage], paragraphs: list[Line]) -> bool:
    """Tell whether the first passage of a body is its lead: more follow, and no dateline was cut.

    Parameters
    ----------
    body : list of Passage
        What is left of the paragraphs.
    paragraphs : list of Line
        The paragraphs whole.
    """
    if not body[1:]:
        return False
    return body[0].start == paragraphs[0].start and len(body[0].text.split()) <= _LEAD_WORDS


@dataclass(slots=True)
class Draft:
    """The pieces found so far. Each method takes its own and returns the lines that are left."""

    printed_section: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    place: str | None = None
    agency: str | None = None
    byline: str | None = None
    captions: list[Line] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)

    def after_header(self, lines: list[Line]) -> list[Line]:
        """Take sections, breadcrumbs, publishers, timestamps and buttons off the top."""
        return list(dropwhile(self._is_header_piece, lines))

    def below_headline(self, lines: list[Line]) -> list[Line]:
        """Take what may stand between headline and lead, a place and a name among it."""
        has_text = any(pieces.is_prose(line.text) for line in lines)

        def is_ours(line: Line) -> bool:
            return self._is_header_piece(line) or (has_text and self._is_place_or_name(line))

        return list(dropwhile(is_ours, lines))

    def _is_header_piece(self, line: Line) -> bool:
        if section := pieces.printed_section(line.text):
            self.printed_section = self.printed_section or section
            stamp = pieces.split_timestamp(line.text)[1]
            self.published = self.published or pieces.timestamp_date(stamp)
        elif publisher := pieces.publisher_name(line.text):
            self.publisher = self.publisher or publisher
        elif pieces.is_timestamp(line.text):
            self.published = self.published or pieces.timestamp_date(line.text)
        elif not pieces.is_home_link(line.text) and not pieces.is_button(line.text):
            return False
        self.furniture.append(line.raw)
        return True

    def _is_place_or_name(self, line: Line) -> bool:
        if self.place is None and pieces.is_place(line.text):
            self.place = line.raw
        elif self.byline is None and pieces.is_byline(line.text):
            self.byline = line.raw
        elif pieces.is_email(line.text):
            self.furniture.append(line.raw)
        else:
            return False
        return True

    def before_footer(self, lines: list[Line], *, headed: bool) -> list[Line]:
        """Cut the footer off.

        It begins at a heading such as "Xem thêm" that follows the end of the article ("./." or a
        byline), or that no sentence follows. Elsewhere only the heading itself goes, as buttons,
        links and timestamps do wherever they stand.
        """
        lines = self._without(_is_stray, lines)
        prose = [_prose_words(line) for line in lines]
        last_prose = max((place for place, words in enumerate(prose) if words), default=-1)
        end = next(
            (
                place
                for place, line in enumerate(lines)
                if pieces.opens_footer(line.text)
                and (headed or place > 0)
                and (place > last_prose or _is_closed(lines, prose, place))
            ),
            len(lines),
        )
        self.furniture.extend(line.raw for line in lines[end:])
        return self._without(_is_footing, lines[:end])

    def _without(self, is_furniture: Callable[[Line], bool], lines: list[Line]) -> list[Line]:
        self.furniture.extend(line.raw for line in lines if is_furniture(line))
        return [line for line in lines if not is_furniture(line)]

    def before_byline(self, lines: list[Line]) -> list[Line]:
        """Cut off the names that stand under the last sentence."""
        end = len(lines)
        while end > 0 and len(lines) - end < _BYLINE_LINES and _may_sign(lines[end - 1]):
            end -= 1
        if end == len(lines) or end == 0 or not _may_be_signed(lines[end - 1]):
            return lines
        self.byline = ", ".join(line.raw for line in lines[end:])
        return lines[:end]

    def without_captions(self, lines: list[Line]) -> list[Line]:
        """Take out the captions that name a photographer."""
        self.captions = [line for line in lines if pieces.is_caption(line.text)]
        return [line for line in lines if not pieces.is_caption(line.text)]

    def passages(self, paragraphs: list[Line]) -> list[Passage]:
        """Cut datelines and the end mark off, and leave out what was nothing else."""
        return [passage for passage in map(self._passage, paragraphs) if passage.text]

    def _passage(self, line: Line) -> Passage:
        start, end = 0, pieces.end_mark(line.text)
        if found := pieces.dateline(line.text):
            self.agency = self.agency or found.agency
            self.place = self.place or found.place
            start = found.end
        if end is None:
            end = len(line.text)
        if start or end < len(line.text):
            offsets = normalise_aligned(line.raw)[1]
            start, end = offsets[start], offsets[end]
            return Passage("page", line.start + start, line.raw[start:end])
        return Passage("page", line.start, line.raw)


def _is_stray(line: Line) -> bool:
    text = line.text
    return pieces.is_button(text) or pieces.is_link(text) or pieces.is_timestamp(text)


def _is_footing(line: Line) -> bool:
    return pieces.opens_footer(line.text)


def _prose_words(line: Line) -> int:
    return len(line.text.split()) if pieces.is_prose(line.text) else 0


def _may_sign(line: Line) -> bool:
    return pieces.is_byline(line.text) and not pieces.is_caption(line.text)


def _may_be_signed(line: Line) -> bool:
    return pieces.is_prose(line.text) or pieces.end_mark(line.text) is not None


def _is_closed(lines: list[Line], prose: list[int], place: int) -> bool:
    """Tell whether the lines before `place` end as an article does.

    A name alone may be a speaker's or stand below the lead: it closes an article only where more
    than one paragraph, and no less text than follows, stands before it.
    """
    last = [pieces.end_mark(line.text) is not None for line in lines[max(0, place - 2) : place]]
    if last[-1:] == [True]:
        return True
    if len(last) < 2 or not pieces.is_byline(lines[place - 1].text):
        return False
    before, after = prose[: place - 1], prose[place:]
    outweighs = len(before) - before.count(0) > 1 and sum(before) >= sum(after)
    return last[0] or (before[-1] > 0 and outweighs)
