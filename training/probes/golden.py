"""Single n-grams that give a section away."""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from data.checks.catalogue import GOLDEN_NGRAM
from data.checks.outcome import Example, Outcome
from data.sections import Section
from training.probes.inputs import Labelled, Ngrams

_FEWEST: Final = 15
"""Articles an n-gram must stand in."""

_PRECISION: Final = 0.98
"""Share of these articles that must be of one section."""

_RECALL: Final = 0.2
"""Share of that section's articles an n-gram of boilerplate must stand in."""

_ONCE: Final = 1.1
"""Boilerplate stands once in an article; a word of the topic comes again (in football news "tiền
đạo", a striker, 2.5 times)."""

_RECALL_OF_ANY: Final = 0.6
"""Share that makes an n-gram golden however often it comes."""

_OVERLAP: Final = 0.8
"""N-grams that share so many of their articles are one phrase."""

_NAMED: Final = 5


class _Golden(NamedTuple):
    """N-grams of one phrase, the most widespread first."""

    names: list[str]
    section: Section
    articles: NDArray[np.intp]
    precision: float
    recall: float


def check_golden_ngrams(ngrams: Ngrams, articles: Labelled) -> Outcome:
    """Find n-grams that nearly all stand in one section, and in much of it.

    Parameters
    ----------
    ngrams : Ngrams
    articles : Labelled
        No two of them nearly the same text, of which every n-gram would seem golden.
    """
    if int(np.bincount(articles.labels).max()) < _FEWEST:
        return GOLDEN_NGRAM.undecided(f"no section has {_FEWEST} articles or more")
    golden = _phrases(_golden_ngrams(ngrams, articles))
    if not golden:
        return GOLDEN_NGRAM.passed()
    first = golden[0]
    message = f"{first.names[0]!r} alone gives {first.section.name!r} away"
    if len(golden) > 1:
        message += f", and so do {len(golden) - 1} more for this section or others"
    examples = [
        Example(tuple(articles.ids[place] for place in each.articles[:3]), _described(each))
        for each in golden
    ]
    return GOLDEN_NGRAM.found(len(golden), message, examples)


def _golden_ngrams(ngrams: Ngrams, articles: Labelled) -> list[_Golden]:
    """Find the golden n-grams one by one."""
    columns = np.flatnonzero(ngrams.counts.getnnz(axis=0) >= _FEWEST)
    counts = ngrams.counts[:, columns]
    tally = _Tally.of(counts, articles.labels)
    wanted = np.where(tally.occurrences <= _ONCE, _RECALL, _RECALL_OF_ANY)
    found = np.flatnonzero((tally.precision >= _PRECISION) & (tally.recall >= wanted))
    names = ngrams.vectorizer.take(columns[found]).get_feature_names_out().tolist()
    by_column = csc_matrix(counts[:, found])
    places = np.split(by_column.indices.astype(np.intp), by_column.indptr[1:-1])
    return [
        _Golden(
            [name],
            articles.sections[tally.section[column]],
            np.sort(stands),
            float(tally.precision[column]),
            float(tally.recall[column]),
        )
        for name, column, stands in zip(names, found, places, strict=False)
    ]


class _Tally(NamedTuple):
    """What sections n-grams stand in: arrays of shape (n_ngrams,)."""

    section: NDArray[np.intp]
    """The one that most of an n-gram's articles belong to."""
    precision: NDArray[np.float64]
    """The share of them that do."""
    recall: NDArray[np.float64]
    """The share of the section's articles that they are."""
    occurrences: NDArray[np.float64]
    """How often the n-gram stands in an article that has it, on average."""

    @classmethod
    def of(cls, counts: csr_matrix, labels: NDArray[np.intp]) -> Self:
        """Count the articles of each section that each n-gram stands in."""
        rows = np.arange(len(labels))
        by_section = csr_matrix((np.ones(len(labels)), (labels, rows)))
        presence = csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), counts.shape)
        articles = (by_section @ presence).toarray()
        frequency, most = articles.sum(axis=0), articles.max(axis=0)
        section = articles.argmax(axis=0)
        recall = most / np.bincount(labels)[section]
        return cls(section, most / frequency, recall, np.asarray(counts.sum(0))[0] / frequency)


def _phrases(ngrams: list[_Golden]) -> list[_Golden]:
    """Join the n-grams of one phrase under the most widespread, of equals the shortest."""
    phrases: list[_Golden] = []
    for ngram in sorted(ngrams, key=lambda each: (-each.recall, len(each.names[0]), each.names)):
        for phrase in phrases:
            if phrase.section == ngram.section and _overlap(ngram, phrase) >= _OVERLAP:
                phrase.names.extend(ngram.names)
                break
        else:
            phrases.append(ngram)
    return phrases


def _overlap(ngram: _Golden, phrase: _Golden) -> float:
    """Return the share of an n-gram's articles that a phrase stands in."""
    return float(np.isin(ngram.articles, phrase.articles, assume_unique=True).mean())


def _described(golden: _Golden) -> str:
    named = ", ".join(repr(name) for name in golden.names[:_NAMED])
    more = f" and {len(golden.names) - _NAMED} more" if len(golden.names) > _NAMED else ""
    return (
        f"{named}{more}: in {len(golden.articles):,} articles, {golden.precision:.1%} of them "
        f"{golden.section.name}, {golden.recall:.0%} of that section"
    )
