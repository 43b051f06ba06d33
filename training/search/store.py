"""What candidates have answered, fold by fold: for the choice, and for a search that goes on."""

import hashlib
import json
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.archive.atomic import sweep, written
from training.config import TrainConfig
from training.search.steps import Step


class Answered(NamedTuple):
    """The answers to the articles of a fold.

    Attributes
    ----------
    answers : ndarray of uint16, shape (n_parts, n_held_out)
        Places of sections, part by part of an article.
    seconds : float
        What they took.
    """

    answers: NDArray[np.uint16]
    seconds: float


class Store:
    """A folder of answers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        sweep(folder)

    def load(self, config: TrainConfig, step: Step) -> Answered | None:
        """Return the answers under a configuration, if they are there."""
        try:
            with self._path(config, step).open("rb") as file, np.load(file) as arrays:
                return Answered(arrays["answers"], float(arrays["seconds"]))
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
            return None  # not there, or not whole: they are found again

    def save(self, config: TrainConfig, step: Step, answered: Answered) -> None:
        """Keep answers, whoever is killed meanwhile."""
        with written(self._path(config, step)) as partial, partial.open("wb") as file:
            np.savez(file, answers=answered.answers, seconds=answered.seconds)

    def _path(self, config: TrainConfig, step: Step) -> Path:
        decisive = config.model_dump(mode="json", include={"features", "classifier"})
        digest = hashlib.sha256(json.dumps(decisive, sort_keys=True).encode()).hexdigest()[:16]
        return self._folder / f"{digest}-{step.work}.npz"
