"""Ask finished models for the sections of a labelled corpus."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.duplicates import DuplicateFinder
from data.readers import Columns
from data.sections import Section
from model import SectionClassifier
from training.comparison import Comparison
from training.corpus import Corpus, CorpusReader
from training.evaluation import Evaluation
from training.predictions import Predictions
from training.progress import Progress, Silence

_BATCH = 1024


def evaluate_on(
    classifier: SectionClassifier,
    corpus_path: Path,
    columns: Columns = Columns(),
    *,
    split: str | None = None,
    seed: int = 0,
    finder: DuplicateFinder | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Classify every article of a corpus and compare with its label.

    Sections that only the corpus has count as missed; those it lacks are listed with no article.

    Parameters
    ----------
    classifier : SectionClassifier
    corpus_path : Path
    columns : Columns
        The user's own column names.
    split : str, optional
        Take only articles that say they belong to this part, such as "test".
    seed : int
        Of the intervals, for which near-duplicates are drawn together.
    finder : DuplicateFinder, optional
        Filled with the texts, for whoever wants to compare them with others.
    progress : Progress, optional

    Raises
    ------
    CorpusError
    """
    finder = DuplicateFinder() if finder is None else finder
    reader = CorpusReader(corpus_path, columns, split, finder)
    asked = ask([classifier], reader, finder, progress or Silence())
    sections = union(classifier.sections, asked.corpus.sections)
    return Evaluation.of(
        list(sections.values()),
        places_in(sections, asked.corpus.sections)[asked.corpus.labels],
        asked.probabilities[0][asked.corpus.places],
        threshold=classifier.threshold,
        groups=asked.corpus.groups,
        seed=seed,
        basis="test corpus",
    )


def compare_on(
    a: SectionClassifier | Predictions,
    b: SectionClassifier | Predictions,
    corpus_path: Path,
    columns: Columns = Columns(),
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Comparison:
    """Compare what two models answer on the same articles.

    Parameters
    ----------
    a, b : SectionClassifier or Predictions
    corpus_path : Path
    columns : Columns
        The user's own column names.
    seed : int
        Of the intervals and tests.
    progress : Progress, optional

    Raises
    ------
    CorpusError
    """
    finder = DuplicateFinder()
    reader = CorpusReader(corpus_path, columns, finder=finder)
    classifiers = [model for model in (a, b) if isinstance(model, SectionClassifier)]
    asked = ask(classifiers, reader, finder, progress or Silence())
    probabilities = iter(asked.probabilities)
    answers = [
        model.sections_of(asked.ids)
        if isinstance(model, Predictions)
        else [model.sections[column] for column in next(probabilities).argmax(axis=1).tolist()]
        for model in (a, b)
    ]
    corpus = asked.corpus
    sections = union(*(model.sections for model in classifiers), corpus.sections, *answers)
    in_order_of_reading = np.argsort(corpus.places)
    return Comparison.of(
        list(sections.values()),
        places_in(sections, corpus.sections)[corpus.labels[in_order_of_reading]],
        *(places_in(sections, each) for each in answers),
        ids=asked.ids,
        groups=corpus.groups[in_order_of_reading],
        seed=seed,
    )


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
    """

    corpus: Corpus
    ids: list[str]
    probabilities: list[NDArray[np.float64]]


def ask(
    classifiers: Sequence[SectionClassifier],
    reader: CorpusReader,
    finder: DuplicateFinder,
    progress: Progress,
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

    Raises
    ------
    CorpusError
    """
    parts: list[list[NDArray[np.float64]]] = [[] for _ in classifiers]
    with progress.stage("Evaluating") as advance:
        for texts in _batches(reader.texts()):
            for classifier, part in zip(classifiers, parts, strict=True):
                part.append(classifier.predict_proba(texts))
            advance(len(texts))
        corpus = reader.corpus().group_similar(finder)
    return Asked(corpus, reader.ids, [np.concatenate(part) for part in parts])


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
