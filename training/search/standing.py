"""Where a search stands, for whoever watches it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal, NamedTuple, Protocol

from training.config import TrainConfig
from training.search.steps import THIRDS

State = Literal["running", "dropped", "done"]


class Candidate(NamedTuple):
    """A configuration and how it fares.

    Attributes
    ----------
    number : int
        From 1, in the order of trying; 1 is the configuration to start from.
    config : TrainConfig
    changes : dict of str to object
        What it does otherwise than the configuration to start from, by path.
    state : {"running", "dropped", "done"}
    course : dict of int to float
        The macro F1 on all that it had been given, by how much that was in thirds of a fold.
    accuracy : float
        On the same as the last of them.
    seconds : float
        What the candidate has cost.
    """

    number: int
    config: TrainConfig
    changes: dict[str, object]
    state: State
    course: dict[int, float]
    accuracy: float
    seconds: float

    @property
    def work(self) -> int:
        """What it has been given, in thirds of a fold."""
        return max(self.course)

    @property
    def folds(self) -> str:
        """How many folds that is."""
        return str(self.work // THIRDS) if self.work >= THIRDS else f"1/{THIRDS}"

    @property
    def macro_f1(self) -> float:
        """On all that it has been given."""
        return self.course[self.work]


class Standing(NamedTuple):
    """What is known at a moment.

    Attributes
    ----------
    candidates : sequence of Candidate
        In the order of trying, the one that runs last.
    folds : int
        How many there are.
    """

    candidates: Sequence[Candidate]
    folds: int

    @property
    def start(self) -> Candidate:
        """The configuration to start from."""
        return self.candidates[0]

    @property
    def finalists(self) -> list[Candidate]:
        """Those that have seen all folds."""
        return [candidate for candidate in self.candidates if candidate.state == "done"]

    @property
    def first_scores(self) -> dict[int, float]:
        """The macro F1 of candidates after the first step, the only one that all take."""
        first = min(self.start.course)
        return {each.number: each.course[first] for each in self.candidates if first in each.course}

    def lead(self, candidate: Candidate) -> float:
        """Return by how much a candidate is better than the start, on what both have seen."""
        return candidate.macro_f1 - self.start.course.get(candidate.work, candidate.macro_f1)

    def ranking(self) -> list[Candidate]:
        """Return the candidates, the best first: what has seen more counts more."""
        return sorted(self.candidates, key=lambda each: (-each.work, -each.macro_f1, each.number))


class Watch(Protocol):
    """Whatever wants to know."""

    def __call__(self, standing: Standing, ended: Candidate | None = None) -> None:
        """Show where it stands now; `ended` has just been dropped or is done."""
        ...


class Board(Protocol):
    """Anything that can show a search."""

    def follow(self) -> AbstractContextManager[Watch]:
        """Begin to show one."""
        ...
