"""Read a labelled corpus once, and hear what models say of its articles."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.duplicates import DuplicateFinder
from data.sections import Section
from model import SectionClassifier
from model.doubts import blocks
from training.corpus import Corpus, CorpusReader
from training.progress import Progress

_BATCH = 1024


class Asked(NamedTuple):
    """A corpus, and what models say of its articles.

    Attributes
    ----------
    corpus : Corpus
        Near-duplicates share a group.
    ids : list of str
        Of the articles, in the order of reading.
    probabilities : list of ndarray, each of shape (n_articles, n_classifier_sections)
        One for each classifier; rows in the order of reading.
    trusted : list of ndarray of bool, each of shape (n_articles,)
        Likewise: which answers no warning forbids to accept.
    seconds : float
        That classifying took.
    """

    corpus: Corpus
    ids: list[str]
    probabilities: list[NDArray[np.float64]]
    trusted: list[NDArray[np.bool_]]
    seconds: float


def ask(
    classifiers: Sequence[SectionClassifier],
    reader: CorpusReader,
    finder: DuplicateFinder,
    progress: Progress,
    watch: Callable[[list[str]], None] | None = None,
) -> Asked:
    """Read a corpus once, and classify its articles with every classifier on the way.

    Parameters
    ----------
    classifiers : sequence of SectionClassifier
        May be none.
    reader : CorpusReader
    finder : DuplicateFinder
        The one that the reader fills.
    progress : Progress
    watch : callable, optional
        Is shown the texts too.

    Raises
    ------
    CorpusError
    """
    probabilities: list[list[tuple[float, ...]]] = [[] for _ in classifiers]
    trusted: list[list[bool]] = [[] for _ in classifiers]
    seconds = 0.0
    with progress.stage("Evaluating") as advance:
        for texts in _batches(reader.texts()):
            start = time.perf_counter()
            answers = [classifier.classify_many(texts) for classifier in classifiers]
            seconds += time.perf_counter() - start
            for number, each in enumerate(answers):
                probabilities[number].extend(answer.probabilities for answer in each)
                trusted[number].extend(not blocks(a.warnings, a.regime) for a in each)
            if watch:
                watch(texts)
            advance(len(texts))
        corpus = reader.corpus().group_similar(finder)
    return Asked(
        corpus,
        reader.ids,
        [np.array(part, dtype=np.float64) for part in probabilities],
        [np.array(part, dtype=np.bool_) for part in trusted],
        seconds,
    )


def union(*known: Iterable[Section]) -> dict[str, Section]:
    """Gather sections by slug, the first that has it; others may spell its name another way."""
    sections: dict[str, Section] = {}
    for each in known:
        for section in each:
            sections.setdefault(section.slug, section)
    return sections


def places_in(sections: dict[str, Section], columns: Sequence[Section]) -> NDArray[np.intp]:
    """Return the place among `sections` of each of some sections."""
    place = {slug: number for number, slug in enumerate(sections)}
    return np.array([place[section.slug] for section in columns], dtype=np.intp)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Cut a stream into lists (`itertools.batched` came with Python 3.12)."""
    stream = iter(texts)
    while batch := list(islice(stream, _BATCH)):
        yield batch
