"""Whether a classifier is as often right as it is sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from training.figures.answers import Answers
from training.resampling import ROUNDS, Draws, spread
from training.tally import LEVEL, Interval, intervals

BINS: Final = 15
"""Of equal width, from 0 to 1."""


class Rate(NamedTuple):
    """A share of few answers, of which no interval is told."""

    value: float
    low: None = None
    high: None = None


class Bin(NamedTuple):
    """Answers of about one confidence.

    Attributes
    ----------
    low, high : float
        Bounds of the confidence.
    n : int
        Number of answers, at least 1.
    confidence : float
        Their mean.
    accuracy : Interval or Rate
        The share that is right.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: Interval | Rate

    def to_dict(self) -> dict[str, Any]:
        """Return the bin as plain values."""
        return self._asdict() | {"accuracy": self.accuracy._asdict()}


class Reliability(NamedTuple):
    """How often some answers are right, by their confidence."""

    n: int
    ece: float | None
    bins: tuple[Bin, ...]


class Chance(NamedTuple):
    """The error that a perfectly calibrated classifier shows: mean, and 97.5th percentile."""

    mean: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """Figures of the probabilities.

    Attributes
    ----------
    ece : Interval
        Expected calibration error of the first section, 0 to 1.
    by_chance : Chance
        What that error would be if nothing but chance made it.
    brier : Interval
        Mean squared distance between the probabilities and the truth, summed over sections, 0 to 2.
    log_loss : Interval
        Mean negative logarithm of the right section's probability, in nats.
    reliability : tuple of Bin
        Of all answers; empty bins are left out.
    per_section : tuple of Reliability
        Of the answers that name each section.
    """

    ece: Interval
    by_chance: Chance
    brier: Interval
    log_loss: Interval
    reliability: tuple[Bin, ...]
    per_section: tuple[Reliability, ...]

    @classmethod
    def of(cls, answers: Answers, draws: Draws) -> Self:
        """Judge probabilities."""
        brier, log_loss = brier_losses(answers), log_losses(answers)
        place = _bins(answers.confidence)
        gap = answers.correct - answers.confidence
        once = np.zeros(len(answers), dtype=np.intp)
        number, hits, gaps, losses, costs = draws.sums_of(
            spread(place, BINS),
            spread(place, BINS, answers.correct.astype(np.float64)),
            spread(place, BINS, gap),
            spread(once, 1, brier),
            spread(once, 1, log_loss),
        )
        articles = number.sum(axis=1)
        ece = expected_calibration_error(answers.confidence, answers.correct)
        chance = _by_chance(answers, draws.seed)
        filled = np.unique(place)
        rates = np.divide(hits, number, out=np.full_like(hits, np.nan), where=number > 0)
        overall = _reliability(answers.confidence, answers.correct)
        values = np.array([each.accuracy.value for each in overall.bins])
        told = intervals(values, rates[:, filled])
        bins = zip(overall.bins, told, strict=True)
        return cls(
            ece=_error_interval(ece, np.abs(gaps).sum(axis=1) / articles, chance),
            by_chance=chance,
            brier=intervals(np.asarray(np.average(brier)), losses[:, 0] / articles)[0],
            log_loss=intervals(np.asarray(np.average(log_loss)), costs[:, 0] / articles)[0],
            reliability=tuple(each._replace(accuracy=accuracy) for each, accuracy in bins),
            per_section=tuple(
                _reliability(answers.confidence[named], answers.correct[named])
                for named in (answers.predicted == k for k in range(len(answers.sections)))
            ),
        )

    def to_dict(self, slugs: Sequence[str]) -> dict[str, Any]:
        """Return the figures as plain values, those of sections by their slugs."""
        return {
            "ece": self.ece.value,
            "ece_interval": self.ece._asdict(),
            "ece_by_chance": self.by_chance._asdict(),
            "brier": self.brier._asdict(),
            "log_loss": self.log_loss._asdict(),
            "bins": BINS,
            "reliability": [each.to_dict() for each in self.reliability],
            "per_section": {
                slug: {
                    "n": section.n,
                    "ece": section.ece,
                    "reliability": [each.to_dict() for each in section.bins],
                }
                for slug, section in zip(slugs, self.per_section, strict=True)
            },
        }


def expected_calibration_error(
    confidence: NDArray[np.floating], correct: NDArray[np.bool_], bins: int = BINS
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
    gaps = np.bincount(_bins(confidence, bins), weights=correct - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidence))


def brier_losses(answers: Answers) -> NDArray[np.float64]:
    """Return the squared distance of each article's probabilities from the truth, 0 to 2.

    Examples
    --------
    >>> from data.sections import Section
    >>> sections = [Section("a", "A"), Section("b", "B")]
    >>> one = np.zeros(1, np.intp)
    >>> brier_losses(Answers(sections, one, np.array([[0.5, 0.5]]), one, ["1"]))
    array([0.5])
    """
    truth = answers.gold[:, None] == np.arange(len(answers.sections))
    unknown = len(answers.sections) - answers.known
    whole = np.pad(answers.probabilities, ((0, 0), (0, unknown)))
    return np.asarray(np.square(truth - whole).sum(axis=1))


def log_losses(answers: Answers) -> NDArray[np.float64]:
    """Return the negative logarithm of each right section's probability, in nats.

    No probability counts as less than the smallest step from 1 a number can take, 2e-16: a section
    that the classifier does not know costs 36 nats.
    """
    least = np.finfo(answers.probabilities.dtype).eps
    return np.asarray(-np.log(np.clip(answers.of_gold, least, 1)))


def _bins(confidence: NDArray[np.floating], bins: int = BINS) -> NDArray[np.intp]:
    return np.minimum((confidence * bins).astype(np.intp), bins - 1)


def _reliability(confidence: NDArray[np.floating], correct: NDArray[np.bool_]) -> Reliability:
    """Sort answers into bins."""
    if not len(confidence):
        return Reliability(0, None, ())
    place = _bins(confidence)
    columns = zip(
        *(
            np.bincount(place, weights=weights, minlength=BINS).tolist()
            for weights in (np.ones(len(place)), confidence, correct)
        ),
        strict=True,
    )
    bins = tuple(
        Bin(k / BINS, (k + 1) / BINS, int(n), confident / n, Rate(right / n))
        for k, (n, confident, right) in enumerate(columns)
        if n
    )
    return Reliability(len(confidence), expected_calibration_error(confidence, correct), bins)


def _by_chance(answers: Answers, seed: int) -> Chance:
    """Let each answer be right with its own confidence, near-duplicates together, many times."""
    random = np.random.default_rng(seed)
    number, place = int(answers.groups.max()) + 1, _bins(answers.confidence)
    sure = np.bincount(place, answers.confidence, BINS)
    errors = []
    for _ in range(ROUNDS):
        right = random.random(number)[answers.groups] < answers.confidence
        hits = np.bincount(place, right, BINS)
        errors.append(np.abs(hits - sure).sum() / len(answers))
    return Chance(float(np.mean(errors)), float(np.quantile(errors, (1 + LEVEL) / 2)))


def _error_interval(ece: float, drawn: NDArray[np.float64], chance: Chance) -> Interval:
    """Return the interval of a calibration error, which chance can only raise.

    It raises the error of the draws over that of the corpus, and that of the corpus over the true
    one, by about as much: so the lower bound is moved down twice, and the upper one once. An error
    no greater than that of a perfectly calibrated classifier may be none.
    """
    ((_, low, high),) = intervals(np.array(ece), drawn)
    raised = float(drawn.mean()) - ece
    lowest = 0.0 if ece <= chance.high else max(0.0, low - 2 * raised)
    return Interval(ece, min(lowest, ece), max(high - raised, ece))
