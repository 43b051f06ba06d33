"""The way of a candidate through the steps."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from training.config import TrainConfig
from training.search.examining import Question
from training.search.steps import Step
from training.tally import Tally

if TYPE_CHECKING:
    from optuna.trial import Trial

_WHOLE: Final = 5.0
"""How much longer a whole fold may take than a third of one."""


class Scored(NamedTuple):
    """What is right of a fold, and what that took."""

    tally: Tally
    seconds: float


class Course:
    """What a candidate has come to.

    Parameters
    ----------
    number : int
    trial : optuna.Trial
    config : TrainConfig
    steps : sequence of Step
        All there are.
    expected : float
        What the first of them may take, in seconds.

    Attributes
    ----------
    last : Tally
        What is right of all folds so far, or of the first by a model of few articles.
    expected : float
        What the next step may take, in seconds.
    seconds : float
        What it has cost.
    """

    def __init__(
        self,
        number: int,
        trial: "Trial",
        config: TrainConfig,
        steps: Sequence[Step],
        expected: float,
    ) -> None:
        self.number, self.trial, self.config = number, trial, config
        self.expected = expected
        self.last = Tally(*np.zeros((3, 1)))
        self.seconds = 0.0
        self._left = list(steps)
        self._early: dict[Step, Scored] = {}
        self._whole: Tally | None = None

    @property
    def questions(self) -> list[Question]:
        """What it is still to be asked, in order."""
        return [Question(self.number, self.config, step) for step in self._left]

    def take(self, step: Step, scored: Scored) -> Iterator[tuple[Step, Scored]]:
        """Add a step, and those that were only waiting for it; yield each as it is added."""
        self._early[step] = scored
        while self._left and self._left[0] in self._early:
            first = self._left.pop(0)
            self._add(self._early[first], whole=first.whole)
            yield first, self._early.pop(first)

    def _add(self, scored: Scored, *, whole: bool) -> None:
        """Add a fold; a step of a few articles is not added to folds that follow."""
        self.seconds += scored.seconds
        self.expected = scored.seconds if whole else _WHOLE * scored.seconds
        before, self.last = self._whole, scored.tally
        if whole:
            self.last = Tally(*map(np.add, before, self.last)) if before else self.last
            self._whole = self.last
