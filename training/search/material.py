"""The corpus of a search, read as a training reads it."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from data.duplicates import DuplicateFinder
from data.readers import Columns
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader
from training.counting import Read, read_and_hash
from training.helpers import Helpers
from training.progress import Progress
from training.splits import Split, describe_split, split_corpus


class Material(NamedTuple):
    """What all candidates are measured on.

    Attributes
    ----------
    read : Read
    corpus : Corpus
        Of `read`, near-duplicates grouped.
    split : Split
        The one that a training makes of this corpus.
    """

    read: Read
    corpus: Corpus
    split: Split

    def origin(self, config: TrainConfig) -> dict[str, Any]:
        """Say what the figures of a search belong to: with anything else they mean nothing."""
        described = describe_split(self.split, self.corpus, config.evaluation)
        return {
            "chuyenmuc": version("chuyenmuc"),
            "fingerprint": self.corpus.fingerprint,
            "folds": described["fingerprint"],
            "desks": sha256(self.read.desks.astype("<i8").tobytes()).hexdigest(),
            **config.model_dump(mode="json", exclude={"name", "decision", "card"}),
        }


def read_material(
    path: Path,
    columns: Columns,
    config: TrainConfig,
    jobs: int,
    progress: Progress,
    *,
    helpers: Helpers | None = None,
) -> Material:
    """Read a corpus and part it.

    Raises
    ------
    CorpusError
    """
    finder = DuplicateFinder()
    reader = CorpusReader(path, columns, None, finder)
    read = read_and_hash(reader, config, jobs, progress, helpers)
    with progress.stage("Finding near-duplicates"):
        corpus = read.corpus.group_similar(finder)
        split = split_corpus(corpus, config.evaluation)
    return Material(read, corpus, split)
