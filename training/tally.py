"""Counts of right and wrong answers, the figures they give, and how far chance moves these."""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

LEVEL: Final = 0.95
"""Share of the drawn corpora that an interval holds."""


class Interval(NamedTuple):
    """A figure with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class Tally(NamedTuple):
    """All that the figures need of a confusion matrix, or of many.

    A figure of sections has shape (..., n_sections), one of the whole (...). Where there is nothing
    to divide by it is `nothing`.

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

    def precision(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the share of what was put into each section that belongs there."""
        return _ratio(self.right, self.predicted, nothing)

    def recall(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the share of each section that was put there."""
        return _ratio(self.right, self.gold, nothing)

    def f1(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the harmonic mean of both, section by section."""
        return _ratio(2 * self.right, self.gold + self.predicted, nothing)

    def accuracy(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the share of all that was answered right."""
        return _ratio(self.right.sum(axis=-1), self.gold.sum(axis=-1), nothing)

    def macro_f1(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the mean F1 of the sections that occur, in the corpus or among the answers."""
        return self._averaged_f1(np.ones_like(self.gold), nothing)

    def weighted_f1(self, nothing: float = 0.0) -> NDArray[np.float64]:
        """Return the same mean, each section with the weight of its articles."""
        return self._averaged_f1(self.gold, nothing)

    def _averaged_f1(self, weights: NDArray[np.float64], nothing: float) -> NDArray[np.float64]:
        """Average the F1 of the sections that occur.

        They are moved together first: zeros between the terms of a sum change its last digit.
        """
        occurs = np.atleast_2d(self.gold + self.predicted > 0)
        order = np.argsort(~occurs, axis=1, kind="stable")
        f1, weights = (
            np.take_along_axis(np.atleast_2d(each), order, axis=1) for each in (self.f1(), weights)
        )
        number = occurs.sum(axis=1)
        averages = np.full(len(number), nothing)
        for k in np.unique(number[number > 0]).tolist():
            rows = number == k
            averages[rows] = np.average(f1[rows, :k], axis=1, weights=weights[rows, :k])
        return averages.reshape(self.gold.shape[:-1])


def intervals(values: NDArray[np.float64], drawn: NDArray[np.float64]) -> list[Interval]:
    """Return percentile intervals of a figure, section by section if it is one of sections.

    Parameters
    ----------
    values : ndarray, shape () or (n_sections,)
        Of all articles.
    drawn : ndarray, shape (n_draws,) or (n_draws, n_sections)
        Not a number where a draw has nothing to tell the figure by: the others decide. If none
        has, the interval is the value alone.

    Examples
    --------
    >>> intervals(np.array(0.5), np.repeat([0.25, 0.5, 0.75], [100, 800, 100]))
    [Interval(value=0.5, low=0.25, high=0.75)]
    """
    tail = (1 - LEVEL) / 2
    told = np.where(np.isnan(drawn).all(axis=0), values, drawn)
    quantile = np.nanquantile if np.isnan(told).any() else np.quantile
    low, high = quantile(told, [tail, 1 - tail], axis=0)
    columns = (np.atleast_1d(column).tolist() for column in (values, low, high))
    return [Interval(*each) for each in zip(*columns, strict=True)]


def _ratio(
    part: NDArray[np.float64], whole: NDArray[np.float64], nothing: float
) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.full_like(part, nothing), where=whole > 0)
