"""How good a classifier is: figures with intervals, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.sections import Section

_ROUNDS: Final = 1000
_LEVEL: Final = 0.95
_BINS: Final = 15

Confusion = NDArray[np.float64]


class Interval(NamedTuple):
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class SectionScore(NamedTuple):
    """How one section fares."""

    section: Section
    precision: Interval
    recall: Interval
    f1: Interval
    support: int


@dataclass(frozen=True)
class Evaluation:
    """The figures of one classifier on one corpus.

    Attributes
    ----------
    n : int
        Number of articles.
    accuracy, macro_f1, weighted_f1 : Interval
    ece : float
        Expected calibration error of the top label, in 15 bins of equal width; 0 to 1.
    accepted, accepted_accuracy : float or None
        Share of answers that reach the threshold, and share of those that are right; None
        without a threshold, or where nothing is accepted.
    per_section : tuple of SectionScore
        In the classifier's order, then those only the corpus knows.
    confusion : ndarray of int64, shape (n_sections, n_sections)
        Rows are the corpus's sections, columns the classifier's answers.
    basis : str
        What was evaluated: "cross-validation" or "test corpus".
    """

    n: int
    accuracy: Interval
    macro_f1: Interval
    weighted_f1: Interval
    ece: float
    accepted: float | None
    accepted_accuracy: float | None
    per_section: tuple[SectionScore, ...]
    confusion: NDArray[np.int64]
    basis: str

    @classmethod
    def of(
        cls,
        sections: Sequence[Section],
        gold: NDArray[np.intp],
        probabilities: NDArray[np.float64],
        *,
        threshold: float | None,
        groups: NDArray[np.intp],
        seed: int,
        basis: str,
    ) -> Self:
        """Evaluate probabilities against the truth.

        Parameters
        ----------
        sections : sequence of Section
            The classifier's, in column order, then any that only the corpus has.
        gold : ndarray of intp, shape (n_articles,)
            Places in `sections`.
        probabilities : ndarray, shape (n_articles, n_classifier_sections)
        threshold : float or None
        groups : ndarray of intp, shape (n_articles,)
            Copies of one text share a group and are drawn together by the bootstrap.
        seed : int
        basis : str
        """
        predicted = probabilities.argmax(axis=1)
        confidence = probabilities.max(axis=1)
        correct = predicted == gold
        cells = gold * len(sections) + predicted
        confusion = _confusion(cells, None, len(sections))
        rounds = _bootstrap(cells, groups, len(sections), seed)

        def interval(figure: Callable[[Confusion], float]) -> Interval:
            return _interval(figure(confusion), [figure(drawn) for drawn in rounds])

        taken = confidence >= threshold if threshold is not None else np.zeros_like(correct)
        return cls(
            n=len(gold),
            accuracy=interval(_accuracy),
            macro_f1=interval(_macro_f1),
            weighted_f1=interval(_weighted_f1),
            ece=expected_calibration_error(confidence, correct),
            accepted=float(taken.mean()) if threshold is not None else None,
            accepted_accuracy=float(correct[taken].mean()) if taken.any() else None,
            per_section=_per_section(sections, confusion, rounds),
            confusion=confusion.astype(np.int64),
            basis=basis,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the evaluation as plain values, ready for JSON."""
        return {
            "n": self.n,
            "basis": self.basis,
            "accuracy": self.accuracy._asdict(),
            "macro_f1": self.macro_f1._asdict(),
            "weighted_f1": self.weighted_f1._asdict(),
            "calibration": {"ece": self.ece},
            "accepted": {"share": self.accepted, "accuracy": self.accepted_accuracy},
            "per_section": {
                score.section.slug: {
                    "name": score.section.name,
                    "precision": score.precision._asdict(),
                    "recall": score.recall._asdict(),
                    "f1": score.f1._asdict(),
                    "support": score.support,
                }
                for score in self.per_section
            },
            "confusion": {
                "sections": [score.section.slug for score in self.per_section],
                "counts": self.confusion.tolist(),
            },
        }


def expected_calibration_error(
    confidence: NDArray[np.floating], correct: NDArray[np.bool_], bins: int = _BINS
) -> float:
    """Return the mean gap between confidence and accuracy, over bins of equal width.

    References
    ----------
    Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017,
    equation 3.

    Examples
    --------
    >>> expected_calibration_error(np.array([0.75, 0.75]), np.array([True, False]))
    0.25
    """
    place = np.minimum((confidence * bins).astype(np.intp), bins - 1)
    gaps = np.bincount(place, weights=correct - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidence))


def _confusion(cells: NDArray[np.intp], weights: NDArray[np.intp] | None, size: int) -> Confusion:
    counts = np.bincount(cells, weights=weights, minlength=size * size)
    return counts.reshape(size, size).astype(np.float64)


def _bootstrap(
    cells: NDArray[np.intp], groups: NDArray[np.intp], size: int, seed: int
) -> list[Confusion]:
    """Draw groups with replacement, and count the confusion of each draw."""
    random = np.random.default_rng(seed)
    n_groups = int(groups.max()) + 1
    rounds = []
    for _ in range(_ROUNDS):
        drawn = np.bincount(random.integers(n_groups, size=n_groups), minlength=n_groups)
        rounds.append(_confusion(cells, drawn[groups], size))
    return rounds


def _interval(value: float, drawn: ArrayLike) -> Interval:
    """Return a value with the percentile interval of its bootstrap draws."""
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(np.asarray(drawn), [tail, 1 - tail])
    return Interval(float(value), float(low), float(high))


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, giving 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _accuracy(confusion: Confusion) -> float:
    return float(np.trace(confusion) / max(confusion.sum(), 1.0))


def _f1(confusion: Confusion) -> NDArray[np.float64]:
    return _ratio(2 * np.diag(confusion), confusion.sum(axis=0) + confusion.sum(axis=1))


def _macro_f1(confusion: Confusion) -> float:
    """Average F1 over the sections that occur, in the corpus or among the answers."""
    occurs = confusion.sum(axis=0) + confusion.sum(axis=1) > 0
    return float(_f1(confusion)[occurs].mean()) if occurs.any() else 0.0


def _weighted_f1(confusion: Confusion) -> float:
    support = confusion.sum(axis=1)
    return float((_f1(confusion) * support).sum() / max(support.sum(), 1.0))


def _per_section(
    sections: Sequence[Section], confusion: Confusion, rounds: Sequence[Confusion]
) -> tuple[SectionScore, ...]:
    def figures(counts: Confusion) -> NDArray[np.float64]:
        right = np.diag(counts)
        precision = _ratio(right, counts.sum(axis=0))
        recall = _ratio(right, counts.sum(axis=1))
        return np.stack([precision, recall, _f1(counts)])

    values = figures(confusion)
    drawn = np.stack([figures(counts) for counts in rounds])
    support = confusion.sum(axis=1).astype(int).tolist()
    scores = []
    for column, section in enumerate(sections):
        precision, recall, f1 = (
            _interval(values[kind, column], drawn[:, kind, column]) for kind in range(3)
        )
        scores.append(SectionScore(section, precision, recall, f1, support[column]))
    return tuple(scores)
