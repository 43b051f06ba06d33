"""Evaluate a finished model on a labelled corpus."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from data.duplicates import DuplicateFinder
from data.readers import Columns
from model import SectionClassifier
from training.corpus import CorpusReader
from training.evaluation import Evaluation
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
    parts = []
    with (progress or Silence()).stage("Evaluating") as advance:
        for texts in _batches(reader.texts()):
            parts.append(classifier.predict_proba(texts))
            advance(len(texts))
        corpus = reader.corpus().group_similar(finder)
    # A slug is what a section is known by: the corpus may spell its name another way.
    sections = {section.slug: section for section in classifier.sections}
    for section in corpus.sections:
        sections.setdefault(section.slug, section)
    place = {slug: number for number, slug in enumerate(sections)}
    column = np.array([place[section.slug] for section in corpus.sections])
    return Evaluation.of(
        list(sections.values()),
        column[corpus.labels],
        np.concatenate(parts)[corpus.places],
        threshold=classifier.threshold,
        groups=corpus.groups,
        seed=seed,
        basis="test corpus",
    )


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Cut a stream into lists (`itertools.batched` came with Python 3.12)."""
    stream = iter(texts)
    while batch := list(islice(stream, _BATCH)):
        yield batch
