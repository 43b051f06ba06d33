"""The articles that a reader may open on the page: as many as fit."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from typing import Any, Final, NamedTuple

from training.excerpts import Excerpt
from training.report.page import as_json

ROOM: Final = 2_200_000
"""Bytes that the articles of a page may take."""

MOST: Final = 4000
"""Articles of a page; so many have room if their text is Vietnamese."""


class Answer(NamedTuple):
    """What a model put an article into, and how sure it was, if it says so."""

    section: str
    confidence: float | None


class Shown(NamedTuple):
    """One article of a page, sections by slug.

    Attributes
    ----------
    place : int or None
        Where it stands in the corpus, if that is known.
    id : str
    gold : str
    answers : tuple of Answer
        One for each model.
    kinds : tuple of str
        What a reader may ask for it by.
    """

    place: int | None
    id: str
    gold: str
    answers: tuple[Answer, ...]
    kinds: tuple[str, ...]


def mistakes(evaluation: Mapping[str, Any]) -> list[Shown]:
    """Return the wrongly answered articles that an evaluation names, those to read first first.

    These are the suspicious labels, and then in turns the most confident mistake of every cell of
    the confusion matrix: what finds no room on the page is the end of the longest cells.
    """
    known = {section["slug"] for section in evaluation["sections"] if section["known_to_model"]}
    threshold = evaluation["accepted"]["threshold"]
    suspicious = evaluation["suspicious_labels"]["articles"]
    doubted = {_key(article, article["gold"]) for article in suspicious}
    found: dict[tuple[object, ...], Shown] = {}
    for article, gold, answer in _named(evaluation):
        key = _key(article, gold)
        kinds = []
        if threshold is not None:
            kinds.append("sure" if answer.confidence >= threshold else "unsure")
        if key in doubted:
            kinds.append("suspicious")
        if gold not in known:
            kinds.append("unknown")
        shown = Shown(article["place"], article["id"], gold, (answer,), tuple(kinds))
        found.setdefault(key, shown)
    return list(found.values())[:MOST]


def changes(comparison: Mapping[str, Any]) -> list[Shown]:
    """Return the articles that only one of two models has right, fixed and broken ones in turns."""
    shown = [
        Shown(
            article["place"],
            article["id"],
            article["gold"],
            (Answer(article["a"], None), Answer(article["b"], None)),
            ("fixed" if article["b"] == article["gold"] else "broken",),
        )
        for article in comparison["changed"]
    ]
    fixed = [article for article in shown if "fixed" in article.kinds]
    broken = [article for article in shown if "broken" in article.kinds]
    turns = chain.from_iterable(zip_longest(broken, fixed))
    return [article for article in turns if article][:MOST]


def _key(article: Mapping[str, Any], gold: str) -> tuple[object, ...]:
    """Tell articles apart; the evaluation that a model was born with knows no places."""
    return (article["place"], article["id"], gold)


def _named(evaluation: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, Answer]]:
    """Yield the articles with their section and the answer; some of them twice."""
    for article in evaluation["suspicious_labels"]["articles"]:
        answer = Answer(article["rather"], article["rather_probability"])
        yield article, article["gold"], answer
    cells = evaluation["confusion"]["cells"]
    for turn in zip_longest(*(cell["articles"] for cell in cells)):
        for cell, article in zip(cells, turn, strict=True):
            if article:
                yield article, cell["gold"], Answer(cell["predicted"], article["confidence"])


def packed(
    articles: Iterable[Shown], excerpts: Mapping[int, Excerpt], sections: Iterable[str]
) -> list[list[Any]]:
    """Write the articles as the page's script reads them, until there is no more room.

    Parameters
    ----------
    articles : iterable of Shown
        Those to read first first.
    excerpts : mapping of int to Excerpt
        By place; an article without one is shown without text.
    sections : iterable of str
        Slugs in the order of the page: sections are written as their numbers.
    """
    column = {slug: number for number, slug in enumerate(sections)}
    rows: list[list[Any]] = []
    room = ROOM
    for article in articles:
        answers = [[column[answer.section], answer.confidence] for answer in article.answers]
        row: list[Any] = [article.id, column[article.gold], answers, " ".join(article.kinds)]
        if article.place is not None and (found := excerpts.get(article.place)):
            row += [found.headline, found.pieces]
        room -= len(as_json(row).encode())
        if room < 0:
            break
        rows.append(row)
    return rows
