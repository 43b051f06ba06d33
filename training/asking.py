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
    seconds : float
        That classifying took.
    """

    corpus: Corpus
    ids: list[str]
    probabilities: list[NDArray[np.float64]]
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
    parts: list[list[NDArray[np.float64]]] = [[] for _ in classifiers]
    seconds = 0.0
    with progress.stage("Evaluating") as advance:
        for texts in _batches(reader.texts()):
            start = time.perf_counter()
            for classifier, part in zip(classifiers, parts, strict=True):
                part.append(classifier.predict_proba(texts))
            seconds += time.perf_counter() - start
            if watch:
                watch(texts)
            advance(len(texts))
        corpus = reader.corpus().group_similar(finder)
    return Asked(corpus, reader.ids, [np.concatenate(part) for part in parts], seconds)


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
