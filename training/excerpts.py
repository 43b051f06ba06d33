"""The few hundred characters of an article that tell why it was put where it was."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from data.article import Article
from data.sections import Section
from model import SectionClassifier
from model.prediction import NgramWeight

LENGTH: Final = 300
"""Characters of an excerpt, at most."""

_ELLIPSIS: Final = "…"
_ROOM: Final = LENGTH - 2 * len(_ELLIPSIS)
_HEADLINE: Final = 150
_NGRAMS: Final = 12
_SPACE: Final = re.compile(r"\s+")


class Excerpt(NamedTuple):
    """A piece of an article, with the words that decided.

    Attributes
    ----------
    headline : str
        The article's own, shortened if it is long; empty where it has none.
    pieces : tuple of str
        Plain and deciding ones by turns, the first one plain; some may be empty. Together at most
        `LENGTH` characters, and an ellipsis where something is left out.
    """

    headline: str
    pieces: tuple[str, ...]


class _Mark(NamedTuple):
    start: int
    end: int
    weight: float


class _Window(NamedTuple):
    """Where to cut a text, and what its marks weigh together."""

    weight: float
    start: int
    end: int


def excerpt(
    article: Article, classifier: SectionClassifier | None, section: Section | str
) -> Excerpt:
    """Cut out the part of an article where most speaks for a section.

    Parameters
    ----------
    article : Article
        With some text.
    classifier : SectionClassifier or None
        Who put it there; if nobody can tell, the excerpt is the beginning.
    section : Section or str
        What it was put into.

    Raises
    ------
    EmptyText
        If the text holds nothing but white space.
    UnknownSection
        If the classifier has no such section.
    """
    reasons = classifier.explain(article, section, _NGRAMS) if classifier else []
    marks = _marks(reasons)
    passages = {passage.field: passage.text for passage in article.passages}
    if len(passages) > 1:
        passages.pop("title", None)  # shown besides
    windows = {field: _window(text, marks.get(field, [])) for field, text in passages.items()}
    field = max(windows, key=lambda name: windows[name].weight)
    pieces = _pieces(passages[field], windows[field], marks.get(field, []))
    return Excerpt(_headline(article.title), tuple(pieces))


def _marks(reasons: Sequence[NgramWeight]) -> dict[str, list[_Mark]]:
    """Return the places of what speaks for the section, field by field, in reading order."""
    marks = defaultdict(list)
    for reason in reasons:
        for place in reason.places if reason.weight > 0 else ():
            if place.end - place.start <= _ROOM:
                mark = _Mark(place.start, place.end, reason.weight / len(reason.places))
                marks[place.field].append(mark)
    return {field: sorted(found) for field, found in marks.items()}


def _window(text: str, marks: Sequence[_Mark]) -> _Window:
    """Find the stretch whose marks weigh most, and put it amid what stands around it."""
    best, weight, last = _Window(0.0, 0, 0), 0.0, 0
    for first, mark in enumerate(marks):
        while last < len(marks) and marks[last].end - mark.start <= _ROOM:
            weight += marks[last].weight
            last += 1
        if weight > best.weight:
            best = _Window(weight, mark.start, max(each.end for each in marks[first:last]))
        weight -= mark.weight
    margin = (_ROOM - (best.end - best.start)) // 2
    start = max(0, min(best.start - margin, len(text) - _ROOM))
    end = min(len(text), start + _ROOM)
    return _Window(best.weight, *_whole_words(text, start, end, best))


def _whole_words(text: str, start: int, end: int, within: _Window) -> tuple[int, int]:
    """Move both ends inwards to the next white space, but not over what must stay."""
    if start and (gap := _SPACE.search(text, start - 1, within.start)):
        start = gap.end()
    if end < len(text) and (space := text.rfind(" ", within.end, end + 1)) > start:
        end = space
    return start, end


def _pieces(text: str, window: _Window, marks: Sequence[_Mark]) -> Iterator[str]:
    """Yield plain and marked pieces by turns, the white space in them as single spaces."""
    place = window.start
    before = _ELLIPSIS if window.start else ""
    for start, end in _joined(mark for mark in marks if _holds(window, mark)):
        yield before + _SPACE.sub(" ", text[place:start])
        yield _SPACE.sub(" ", text[start:end])
        place, before = end, ""
    after = _ELLIPSIS if window.end < len(text) else ""
    yield before + _SPACE.sub(" ", text[place : window.end]) + after


def _holds(window: _Window, mark: _Mark) -> bool:
    return window.start <= mark.start and mark.end <= window.end


def _joined(marks: Iterable[_Mark]) -> Iterator[tuple[int, int]]:
    """Yield places in reading order, those that overlap as one."""
    start, end = 0, 0
    for mark in marks:
        if mark.start < end:
            end = max(end, mark.end)
            continue
        if end:
            yield start, end
        start, end = mark.start, mark.end
    if end:
        yield start, end


def _headline(title: str) -> str:
    return textwrap.shorten(title, _HEADLINE, placeholder=f" {_ELLIPSIS}")
