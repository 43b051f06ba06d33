"""What a threshold costs: how many answers it accepts, and how many of these are right."""

from typing import Any, Final, NamedTuple, Self

import numpy as np

from training.figures.answers import Answers
from training.resampling import Draws, spread
from training.tally import Interval, intervals

_POINTS: Final = 40
_THRESHOLDS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


class Point(NamedTuple):
    """The surest answers: down to what confidence, how many, and the share that is right."""

    threshold: float
    n: int
    coverage: float
    accuracy: float


class Cut(NamedTuple):
    """A threshold, and what it does.

    Attributes
    ----------
    threshold : float
        Answers of this confidence are accepted.
    own : bool
        Whether it is the one that the classifier goes by.
    n : int
        Answers it accepts.
    coverage : Interval
        Their share.
    accuracy : Interval or None
        The share of them that is right; None where none is accepted.
    """

    threshold: float
    own: bool
    n: int
    coverage: Interval
    accuracy: Interval | None

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        accuracy = self.accuracy._asdict() if self.accuracy else None
        return self._asdict() | {"coverage": self.coverage._asdict(), "accuracy": accuracy}


class Coverage(NamedTuple):
    """Accuracy against coverage.

    Attributes
    ----------
    curve : tuple of Point
        From the surest answers to all of them, in at most 40 steps.
    thresholds : tuple of Cut
        Rising.
    """

    curve: tuple[Point, ...]
    thresholds: tuple[Cut, ...]

    @classmethod
    def of(cls, answers: Answers, draws: Draws) -> Self:
        """Tell what thresholds cost."""
        return cls(_curve(answers), _cuts(answers, draws))

    @property
    def own(self) -> Cut | None:
        """What the classifier's own threshold does; None without one."""
        return next((cut for cut in self.thresholds if cut.own), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "curve": [point._asdict() for point in self.curve],
            "thresholds": [cut.to_dict() for cut in self.thresholds],
        }


def _curve(answers: Answers) -> tuple[Point, ...]:
    order = np.argsort(-answers.certainty, kind="stable")
    ranked, right = answers.certainty[order], np.cumsum(answers.correct[order])
    wanted = np.ceil(np.arange(1, _POINTS + 1) / _POINTS * len(order)).astype(np.intp)
    # Answers of one confidence are accepted together.
    taken = np.unique(np.searchsorted(-ranked, -ranked[wanted - 1], side="right"))
    return tuple(
        Point(float(ranked[n - 1]), n, n / len(order), float(right[n - 1] / n))
        for n in taken.tolist()
    )


def _cuts(answers: Answers, draws: Draws) -> tuple[Cut, ...]:
    own = set() if answers.threshold is None else {answers.threshold}
    thresholds = np.array(sorted({*_THRESHOLDS, *own}))
    # Column k: answers that reach threshold k and no higher one; 0 is reached by all.
    highest = np.searchsorted(thresholds, answers.certainty, side="right") - 1
    size = len(thresholds)
    number, hits = (
        np.cumsum(sums[:, ::-1], axis=1)[:, ::-1]
        for sums in draws.sums_of(
            spread(highest, size), spread(highest, size, among=answers.correct)
        )
    )
    accepted = answers.certainty[:, None] >= thresholds
    right = (accepted & answers.correct[:, None]).sum(axis=0)
    n = accepted.sum(axis=0)
    coverage = intervals(n / len(answers), number / number[:, :1])
    rates = np.divide(hits, number, out=np.full_like(hits, np.nan), where=number > 0)
    accuracy = intervals(right / np.maximum(n, 1), rates)
    return tuple(
        Cut(threshold, threshold in own, count, share, rate if count else None)
        for threshold, count, share, rate in zip(
            thresholds.tolist(), n.tolist(), coverage, accuracy, strict=True
        )
    )
