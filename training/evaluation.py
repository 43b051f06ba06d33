"""How good a classifier is: figures with intervals, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.sections import Section
from training.tally import Interval, Tally, bootstrap, intervals

_BINS: Final = 15


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
        tally = Tally.of(gold, predicted, size)
        drawn = bootstrap(gold, predicted, size, groups, seed)
        taken = confidence >= threshold if threshold is not None else np.zeros_like(correct)
        return cls(
            n=len(gold),
            accuracy=intervals(tally.accuracy(), drawn.accuracy())[0],
            macro_f1=intervals(tally.macro_f1(), drawn.macro_f1())[0],
            weighted_f1=intervals(tally.weighted_f1(), drawn.weighted_f1())[0],
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


def _per_section(
    sections: Sequence[Section], tally: Tally, drawn: Tally
) -> tuple[SectionScore, ...]:
    columns = zip(
        sections,
        intervals(tally.precision(), drawn.precision()),
        intervals(tally.recall(), drawn.recall()),
        intervals(tally.f1(), drawn.f1()),
        tally.gold.astype(int).tolist(),
        strict=True,
    )
    return tuple(SectionScore(*column) for column in columns)
