"""Counts of right and wrong answers, the figures they give, and how far chance moves these."""

from collections.abc import Callable
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

_ROUNDS: Final = 1000
_LEVEL: Final = 0.95


class Interval(NamedTuple):
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class Tally(NamedTuple):
    """All that the figures need of a confusion matrix, or of many.

    A figure of sections has shape (..., n_sections), one of the whole (...).

    Attributes
    ----------
    right, gold, predicted : ndarray of float64, shape (..., n_sections)
        Articles of each section that were answered right, that belong there, and that were put
        there.
    """

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
        """Count the articles of each of `size` sections, each as often as its weight says."""
        each = np.ones(len(gold)) if weights is None else weights
        right = gold == predicted
        return cls(
            np.bincount(gold[right], each[right], size).astype(np.float64),
            np.bincount(gold, each, size).astype(np.float64),
            np.bincount(predicted, each, size).astype(np.float64),
        )

    def precision(self) -> NDArray[np.float64]:
        """Return the share of what was put into each section that belongs there."""
        return _ratio(self.right, self.predicted)

    def recall(self) -> NDArray[np.float64]:
        """Return the share of each section that was put there."""
        return _ratio(self.right, self.gold)

    def f1(self) -> NDArray[np.float64]:
        """Return the harmonic mean of both, section by section."""
        return _ratio(2 * self.right, self.gold + self.predicted)

    def accuracy(self) -> NDArray[np.float64]:
        """Return the share of all that was answered right."""
        return _ratio(self.right.sum(axis=-1), self.gold.sum(axis=-1))

    def macro_f1(self) -> NDArray[np.float64]:
        """Return the mean F1 of the sections that occur, in the corpus or among the answers."""
        return self._averaged_f1(_macro)

    def weighted_f1(self) -> NDArray[np.float64]:
        """Return the same mean, each section with the weight of its articles."""
        return self._averaged_f1(_weighted)

    def _averaged_f1(
        self, average: Callable[[NDArray[np.float64], NDArray[np.float64]], float]
    ) -> NDArray[np.float64]:
        """Average each draw by itself: zeros between the terms of a sum change its last digit."""
        occurs = np.atleast_2d(self.gold + self.predicted > 0)
        rows = zip(np.atleast_2d(self.f1()), np.atleast_2d(self.gold), occurs, strict=True)
        averages = np.array([average(f1[kept], gold[kept]) for f1, gold, kept in rows])
        return averages.reshape(self.gold.shape[:-1])


def bootstrap(
    gold: NDArray[np.intp],
    predicted: NDArray[np.intp],
    size: int,
    groups: NDArray[np.intp],
    seed: int,
) -> Tally:
    """Draw groups with replacement, and tally each draw.

    What is drawn depends on the groups and the seed alone: with these the same, draw by draw the
    same articles are tallied for another model.

    Parameters
    ----------
    gold, predicted : ndarray of intp, shape (n_articles,)
        Places among the sections.
    size : int
        How many sections there are.
    groups : ndarray of intp, shape (n_articles,)
        Near-duplicates share a group and are drawn together.
    seed : int

    Returns
    -------
    Tally
        Arrays of shape (n_draws, size).
    """
    random = np.random.default_rng(seed)
    n_groups = int(groups.max()) + 1
    rounds = []
    for _ in range(_ROUNDS):
        drawn = np.bincount(random.integers(n_groups, size=n_groups), minlength=n_groups)
        rounds.append(Tally.of(gold, predicted, size, drawn[groups].astype(np.float64)))
    return Tally(*(np.stack(counts) for counts in zip(*rounds, strict=True)))


def intervals(values: NDArray[np.float64], drawn: NDArray[np.float64]) -> list[Interval]:
    """Return percentile intervals of a figure, section by section if it is one of sections.

    Parameters
    ----------
    values : ndarray, shape () or (n_sections,)
        Of all articles.
    drawn : ndarray, shape (n_draws,) or (n_draws, n_sections)

    Examples
    --------
    >>> intervals(np.array(0.5), np.repeat([0.25, 0.5, 0.75], [100, 800, 100]))
    [Interval(value=0.5, low=0.25, high=0.75)]
    """
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0)
    columns = (np.atleast_1d(column).tolist() for column in (values, low, high))
    return [Interval(*each) for each in zip(*columns, strict=True)]


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide, giving 0 where there is nothing to divide by."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _macro(f1: NDArray[np.float64], _: NDArray[np.float64]) -> float:
    return float(np.mean(f1))


def _weighted(f1: NDArray[np.float64], support: NDArray[np.float64]) -> float:
    return float(np.average(f1, weights=support))
