"""What a model tells of the articles it has learnt from."""

from pathlib import Path

from data.duplicates import DuplicateFinder, Sketch
from data.readers import Columns, read_corpus
from model import SectionClassifier
from model.artifact import read_verified
from training.progress import Progress


def sketch_of(classifier: SectionClassifier) -> Sketch | None:
    """Read the sketch that a model holds of its training articles.

    Returns
    -------
    Sketch or None
        None if it holds none, or one that this version cannot compare with.

    Raises
    ------
    DamagedArtifact
    """
    if "sketch" not in classifier.manifest.files:
        return None
    return Sketch.read(read_verified(classifier.path, classifier.manifest, "sketch"))


def read_learnt(path: Path, columns: Columns, progress: Progress) -> DuplicateFinder:
    """Read a training corpus, to compare others with; it needs no sections.

    Raises
    ------
    CorpusError
    """
    finder = DuplicateFinder()
    with progress.stage("Reading the training corpus") as advance:
        for article in read_corpus(path, columns, labelled=False):
            finder.add(article.text)
            advance(1)
    return finder
