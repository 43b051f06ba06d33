"""How good a classifier is: figures with intervals, as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.sections import Section

_ROUNDS: Final = 1000
_LEVEL: Final = 0.95
_BINS: Final = 15


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
        What was evaluated: "cross-validation", "newest articles" or "test corpus".
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
            Near-duplicates share a group and are drawn together by the bootstrap.
        seed : int
        basis : str
        """
        predicted = probabilities.argmax(axis=1)
        confidence = probabilities.max(axis=1)
        correct = predicted == gold
        size = len(sections)
        tally = _Tally.of(gold, predicted, size)
        drawn = _bootstrap(gold, predicted, size, groups, seed)
        taken = confidence >= threshold if threshold is not None else np.zeros_like(correct)
        return cls(
            n=len(gold),
            accuracy=_intervals(_accuracy, tally, drawn)[0],
            macro_f1=_intervals(_macro_f1, tally, drawn)[0],
            weighted_f1=_intervals(_weighted_f1, tally, drawn)[0],
            ece=expected_calibration_error(confidence, correct),
            accepted=float(taken.mean()) if threshold is not None else None,
            accepted_accuracy=float(correct[taken].mean()) if taken.any() else None,
            per_section=_per_section(sections, tally, drawn),
            confusion=np.bincount(gold * size + predicted, minlength=size**2).reshape(size, size),
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


class _Tally(NamedTuple):
    """All that the figures need of a confusion matrix, or of many: arrays (..., n_sections)."""

    right: NDArray[np.float64]
    gold: NDArray[np.float64]
    predicted: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        gold: NDArray[np.intp],
        predicted: NDArray[np.intp],
        size: int,
        weights: NDArray[np.float64] | None = None,
    ) -> Self:
        """Count the articles of each section, each article as often as its weight says."""
        each = np.ones(len(gold)) if weights is None else weights
        right = gold == predicted
        return cls(
            np.bincount(gold[right], each[right], size).astype(np.float64),
            np.bincount(gold, each, size).astype(np.float64),
            np.bincount(predicted, each, size).astype(np.float64),
        )


def _bootstrap(
    gold: NDArray[np.intp],
    predicted: NDArray[np.intp],
    size: int,
    groups: NDArray[np.intp],
    seed: int,
) -> _Tally:
    """Draw groups with replacement, and tally each draw."""
    random = np.random.default_rng(seed)
    n_groups = int(groups.max()) + 1
    rounds = []
    for _ in range(_ROUNDS):
        drawn = np.bincount(random.integers(n_groups, size=n_groups), minlength=n_groups)
        rounds.append(_Tally.of(gold, predicted, size, drawn[groups].astype(np.float64)))
    return _Tally(*(np.stack(counts) for counts in zip(*rounds, strict=True)))


def _intervals(
    figure: Callable[[_Tally], NDArray[np.float64]], tally: _Tally, drawn: _Tally
) -> list[Interval]:
    """Return a figure, section by section if it is one of sections, with percentile intervals."""
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(figure(drawn), [tail, 1 - tail], axis=0)
    values = (figure(tally), low, high)
    columns = (np.atleast_1d(value).tolist() for value in values)
    return [Interval(*each) for each in zip(*columns, strict=True)]


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, giving 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _precision(tally: _Tally) -> NDArray[np.float64]:
    return _ratio(tally.right, tally.predicted)


def _recall(tally: _Tally) -> NDArray[np.float64]:
    return _ratio(tally.right, tally.gold)


def _f1(tally: _Tally) -> NDArray[np.float64]:
    return _ratio(2 * tally.right, tally.gold + tally.predicted)


def _accuracy(tally: _Tally) -> NDArray[np.float64]:
    return _ratio(tally.right.sum(axis=-1), tally.gold.sum(axis=-1))


def _macro_f1(tally: _Tally) -> NDArray[np.float64]:
    return _averaged_f1(tally, _macro)


def _weighted_f1(tally: _Tally) -> NDArray[np.float64]:
    return _averaged_f1(tally, _weighted)


def _averaged_f1(
    tally: _Tally, average: Callable[[NDArray[np.float64], NDArray[np.float64]], float]
) -> NDArray[np.float64]:
    """Average F1 over the sections that occur, in the corpus or among the answers.

    Each draw by itself: a sum with zeros between its terms differs in the last digit.
    """
    occurs = np.atleast_2d(tally.gold + tally.predicted > 0)
    rows = zip(np.atleast_2d(_f1(tally)), np.atleast_2d(tally.gold), occurs, strict=True)
    averages = np.array([average(f1[kept], gold[kept]) for f1, gold, kept in rows])
    return averages.reshape(tally.gold.shape[:-1])


def _macro(f1: NDArray[np.float64], _: NDArray[np.float64]) -> float:
    return float(np.mean(f1))


def _weighted(f1: NDArray[np.float64], support: NDArray[np.float64]) -> float:
    return float(np.average(f1, weights=support))


def _per_section(
    sections: Sequence[Section], tally: _Tally, drawn: _Tally
) -> tuple[SectionScore, ...]:
    columns = zip(
        sections,
        _intervals(_precision, tally, drawn),
        _intervals(_recall, tally, drawn),
        _intervals(_f1, tally, drawn),
        tally.gold.astype(int).tolist(),
        strict=True,
    )
    return tuple(SectionScore(*column) for column in columns)
