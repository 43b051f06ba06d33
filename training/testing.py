"""Ask finished models for the sections of a labelled corpus."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from data.checks import Survey
from data.duplicates import DuplicateFinder, Sketch
from data.readers import Columns
from model import SectionClassifier
from model.cores import number_of_cores
from training.asking import Asked, ask, places_in, union
from training.comparison import Comparison
from training.corpus import CorpusReader
from training.evaluation import Evaluation, Subject, Throughput
from training.figures.answers import Answers
from training.figures.novelty import Seen
from training.inspection import STRONGEST, strongest_ngrams
from training.learnt import sketch_of
from training.predictions import Predictions
from training.progress import Progress, Silence
from training.watching import Watcher


def evaluate_on(
    classifier: SectionClassifier,
    corpus_path: Path,
    columns: Columns = Columns(),
    *,
    split: str | None = None,
    seed: int = 0,
    against: DuplicateFinder | Sketch | None = None,
    subject: Subject | None = None,
    survey: Survey | None = None,
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
    against : DuplicateFinder or Sketch, optional
        Of the articles that the model has learnt from; by default its own sketch tells.
    subject : Subject, optional
        What to call the model; by default what it says of itself.
    survey : Survey, optional
        Is shown every article on the way; it has seen none before.
    progress : Progress, optional

    Raises
    ------
    CorpusError, DamagedArtifact
    """
    progress = progress or Silence()
    learnt = against if against is not None else sketch_of(classifier)
    watcher = Watcher(classifier)
    if survey is None:
        finder = DuplicateFinder()
        reader = CorpusReader(corpus_path, columns, split, finder)
    else:
        finder = survey.finder
        reader = CorpusReader(corpus_path, columns, split, see=survey.see)
    asked = ask([classifier], reader, finder, progress, watcher.watch)
    with progress.stage("Telling the figures"):
        evaluation = Evaluation.of(
            _answers(classifier, asked),
            seed=seed,
            basis="test corpus",
            traits=watcher.traits(asked.corpus, reader),
            seen=_seen(finder, learnt, asked),
        )
    number = len(asked.ids)
    return replace(
        evaluation,
        subject=subject or _subject(classifier),
        throughput=Throughput(number, asked.seconds, number_of_cores()),
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


def _subject(classifier: SectionClassifier) -> Subject:
    ngrams = strongest_ngrams(classifier, STRONGEST)
    return Subject(classifier.name, classifier.version, ngrams)


def _answers(classifier: SectionClassifier, asked: Asked) -> Answers:
    """Bring what was said into the order of the corpus."""
    corpus = asked.corpus
    sections = union(classifier.sections, corpus.sections)
    return Answers(
        sections=list(sections.values()),
        gold=places_in(sections, corpus.sections)[corpus.labels],
        probabilities=asked.probabilities[0][corpus.places],
        groups=corpus.groups,
        ids=[asked.ids[place] for place in corpus.places.tolist()],
        places=corpus.places,
        threshold=classifier.threshold,
        trusted=asked.trusted[0][corpus.places],
    )


def _seen(
    finder: DuplicateFinder, learnt: DuplicateFinder | Sketch | None, asked: Asked
) -> Seen | None:
    """Tell which articles are nearly the same as one that was learnt from."""
    order = asked.corpus.places
    if learnt is None:
        return None
    if isinstance(learnt, Sketch):
        return Seen("sketch", learnt.near(finder)[order])
    overlap = finder.find_against(learnt)
    return Seen("corpus", (overlap.nearest >= 0)[order], int(overlap.copies.sum()))
