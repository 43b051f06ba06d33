"""Checks of the sections: enough articles, evenly spread, known by name."""

from collections import defaultdict
from typing import Final

from data.checks.catalogue import (
    IMBALANCE,
    SMALL_SECTIONS,
    TOO_FEW_ARTICLES,
    UNMAPPED_SECTIONS,
)
from data.checks.census import Census
from data.checks.outcome import Example, Outcome
from data.duplicates import Duplicates
from data.sections import CANONICAL, Section, known_publisher, printed_key, printed_sections

FEWEST: Final = 5
"""Distinct texts a section needs to be learnt at all; what training asks for by default."""

_FEW: Final = 30
"""With fewer, the 95 % interval of a section's recall is wider than a quarter."""

_IMBALANCE: Final = 10

_CANONICAL: Final = frozenset(CANONICAL)


def check_sections(census: Census, duplicates: Duplicates) -> list[Outcome]:
    """Judge the sections of a corpus.

    Parameters
    ----------
    census : Census
    duplicates : Duplicates
        Of the same articles, in the same order.
    """
    texts = _distinct_texts(census, duplicates)
    return [
        _too_few_articles(texts),
        _small_sections(texts),
        _imbalance(census),
        _unmapped_sections(census),
    ]


def _distinct_texts(census: Census, duplicates: Duplicates) -> dict[Section, int]:
    """Count the texts of each section, a text that comes twice once: a copy teaches nothing."""
    texts: dict[Section, set[int]] = {section: set() for section in census.sizes}
    columns = zip(census.entries, census.sections, duplicates.texts.tolist(), strict=True)
    for entry, section, text in columns:
        if not entry.blank:
            texts[section].add(text)
    return {section: len(numbers) for section, numbers in texts.items()}


def _too_few_articles(texts: dict[Section, int]) -> Outcome:
    if len(texts) == 1:
        (only,) = texts
        return TOO_FEW_ARTICLES.found(1, f"every article is in the section {only.name!r}")
    few = {section: n for section, n in texts.items() if n < FEWEST}
    if not few:
        return TOO_FEW_ARTICLES.passed()
    return TOO_FEW_ARTICLES.found(
        len(few),
        f"{_sections(len(few))} fewer than {FEWEST} different texts: training refuses them",
        _sizes(few),
    )


def _small_sections(texts: dict[Section, int]) -> Outcome:
    small = {section: n for section, n in texts.items() if FEWEST <= n < _FEW}
    if not small:
        return SMALL_SECTIONS.passed()
    message = f"{_sections(len(small))} fewer than {_FEW} different texts"
    return SMALL_SECTIONS.found(len(small), message, _sizes(small))


def _sections(number: int) -> str:
    return "1 section has" if number == 1 else f"{number} sections have"


def _sizes(texts: dict[Section, int]) -> list[Example]:
    """Name sections with their sizes, the smallest first."""
    rising = sorted(texts.items(), key=lambda item: (item[1], item[0]))
    return [Example((), f"{section.name}: {n}") for section, n in rising]


def _imbalance(census: Census) -> Outcome:
    falling = list(census.sizes.items())
    (largest, most), (smallest, fewest) = falling[0], falling[-1]
    if most < _IMBALANCE * fewest:
        return IMBALANCE.passed()
    return IMBALANCE.found(
        1,
        f"the largest section, {largest.name!r} ({most:,}), has {most / fewest:.0f} times "
        f"the articles of the smallest, {smallest.name!r} ({fewest:,})",
    )


def _unmapped_sections(census: Census) -> Outcome:
    """Find labels that stay sections of their own although their publisher is a known one.

    A name that is known to belong to no section ("Ý kiến") is meant to; but not where
    another publisher of the corpus prints it for a canonical one: then it would be split in two.
    """
    labels: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for place, entry in enumerate(census.entries):
        labels[entry.label].append(place)
    publishers = {publisher: known_publisher(publisher or "") for _, publisher in labels}
    if not any(publishers.values()):
        return UNMAPPED_SECTIONS.undecided("no article names a publisher whose sections are known")
    mapped = {label for label, places in labels.items() if census.sections[places[0]] in _CANONICAL}
    meant = printed_sections() - {printed_key(name) for name, _ in mapped}
    unmapped = [
        (len(places), name, publishers[publisher], census.ids(places[:1]))
        for (name, publisher), places in labels.items()
        if publishers[publisher]
        and (name, publisher) not in mapped
        and printed_key(name) not in meant
    ]
    if not unmapped:
        return UNMAPPED_SECTIONS.passed()
    names = "1 section name is" if len(unmapped) == 1 else f"{len(unmapped)} section names are"
    examples = [
        Example(first, f"{name!r} of {publisher}: {number:,}")
        for number, name, publisher, first in sorted(unmapped, reverse=True)
    ]
    return UNMAPPED_SECTIONS.found(
        len(unmapped), f"{names} not known of the publisher that prints it", examples
    )
