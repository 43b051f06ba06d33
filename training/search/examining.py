"""What candidates answer to the articles of a fold, found wherever there is time for it."""

import time
from threading import Lock
from typing import NamedTuple

import numpy as np

from data.errors import NothingToCount
from training.config import TrainConfig
from training.crossvalidation import cross_validate
from training.progress import Silence
from training.search.families import Families
from training.search.material import Material
from training.search.steps import Plan, Step
from training.search.store import Answered


class Question(NamedTuple):
    """A step of a candidate.

    Attributes
    ----------
    candidate : int
        Its number.
    config : TrainConfig
    step : Step
    """

    candidate: int
    config: TrainConfig
    step: Step


class Examiner:
    """Fits candidates and lets them answer; a task that helpers can do.

    It is sent without its counts, which are larger than what they are counted from: whoever gets it
    counts once for all candidates to come.

    Parameters
    ----------
    material : Material
    min_df : int
        The lowest of any candidate.
    """

    def __init__(self, material: Material, min_df: int) -> None:
        self._material, self._min_df = material, min_df
        self._plan = Plan(material.corpus, material.split, material.read.desks)
        self._families = Families(material.read, min_df)
        self._counting = Lock()

    def __reduce__(self) -> tuple[type["Examiner"], tuple[Material, int]]:
        return Examiner, (self._material, self._min_df)

    def do(self, question: Question, jobs: int) -> Answered | None:
        """Answer the articles of a fold; None if the candidate finds nothing to count.

        Parameters
        ----------
        question : Question
        jobs : int
            Threads to use. The answers do not depend on it.

        Raises
        ------
        Inseparable
        """
        config = question.config
        try:
            with self._counting:
                examples = self._families.of(config.features)
        except NothingToCount:
            return None
        begun = time.monotonic()
        few, labels, desks, split = self._plan.exam(question.step, examples)
        held_out = cross_validate(
            few,
            labels,
            split,
            config,
            max_features=config.features.max_features,
            jobs=jobs,
            progress=Silence(),
            desks=desks,
        )
        answers = held_out.scores.argmax(axis=2).astype(np.uint16)
        return Answered(answers, time.monotonic() - begun)
