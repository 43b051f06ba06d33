"""The bootstrap: corpora drawn from one corpus, and what sums come to in each of them."""

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from model.cores import number_of_cores
from training.tally import Tally

if TYPE_CHECKING:
    from scipy.sparse import csr_array

ROUNDS: Final = 1000
"""Corpora that are drawn."""

_AT_ONCE: Final = 1 << 20
"""Weights that a thread multiplies at a time: 8 MB of them."""


class Draws:
    """Corpora of as many groups as there are, drawn with replacement.

    What is drawn depends on the groups and the seed alone: with these the same, draw by draw the
    same articles are summed for another model. Kept is how often each draw takes each group, about
    a kilobyte a group.

    Parameters
    ----------
    groups : ndarray of intp, shape (n_articles,)
        Near-duplicates share a group and are drawn together; numbered from 0, none left out.
    seed : int
    """

    def __init__(self, groups: NDArray[np.intp], seed: int) -> None:
        from scipy.sparse import csr_array

        self.seed = seed
        self.number = int(groups.max()) + 1
        ones = np.ones(len(groups))
        shape = (self.number, len(groups))
        self._members = csr_array((ones, (groups, np.arange(len(groups)))), shape=shape)

    def sums(self, columns: "csr_array") -> NDArray[np.float64]:
        """Add up columns of numbers over the articles of each draw.

        Parameters
        ----------
        columns : csr_array, shape (n_articles, n_columns)
            Mostly zeros, or a corpus of many sections takes long.

        Returns
        -------
        ndarray of float64, shape (n_draws, n_columns)
        """
        from scipy.sparse import csr_array

        by_group, weights = csr_array((self._members @ columns).T), self._weights
        step = max(1, _AT_ONCE // self.number)

        def of_some(start: int) -> NDArray[np.float64]:
            some = weights[:, start : start + step].astype(np.float64, order="C")
            return np.asarray((by_group @ some).T)

        # NumPy and SciPy let go of the interpreter's lock.
        with ThreadPoolExecutor(number_of_cores()) as pool:
            return np.concatenate(list(pool.map(of_some, range(0, ROUNDS, step))))

    def sums_of(self, *blocks: "csr_array") -> list[NDArray[np.float64]]:
        """Do the same for several blocks of columns in one go, and return the sums of each."""
        from scipy.sparse import csr_array, hstack

        ends = np.cumsum([block.shape[1] for block in blocks])
        return np.split(self.sums(csr_array(hstack(blocks))), ends[:-1], axis=1)

    def tally(
        self,
        gold: NDArray[np.intp],
        predicted: NDArray[np.intp],
        size: int,
        among: NDArray[np.bool_] | None = None,
    ) -> Tally:
        """Tally each draw.

        Parameters
        ----------
        gold, predicted : ndarray of intp, shape (n_articles,)
            Places among the sections.
        size : int
            How many sections there are.
        among : ndarray of bool, shape (n_articles,), optional
            Which articles to tally; by default all.

        Returns
        -------
        Tally
            Arrays of shape (n_draws, size).
        """
        right = gold == predicted
        among = np.ones_like(right) if among is None else among
        counts = self.sums_of(
            spread(gold, size, among=among & right),
            spread(gold, size, among=among),
            spread(predicted, size, among=among),
        )
        return Tally(*counts)

    @cached_property
    def _weights(self) -> NDArray[np.uint8]:
        """How often each draw takes each group: shape (n_groups, n_draws)."""
        random = np.random.default_rng(self.seed)
        # Chance takes no group 256 times: the number is a Poisson one of mean 1.
        weights = np.empty((ROUNDS, self.number), dtype=np.uint8)
        for row in weights:
            drawn = random.integers(self.number, size=self.number)
            row[:] = np.bincount(drawn, minlength=self.number)
        return np.ascontiguousarray(weights.T)


def spread(
    places: NDArray[np.intp],
    size: int,
    values: NDArray[np.float64] | None = None,
    *,
    among: NDArray[np.bool_] | None = None,
) -> "csr_array":
    """Lay out a value for each article in one of some columns, with zeros in the others.

    Parameters
    ----------
    places : ndarray of intp, shape (n_articles,)
        The column of each.
    size : int
        How many columns there are.
    values : ndarray of float64, shape (n_articles,), optional
        By default ones.
    among : ndarray of bool, shape (n_articles,), optional
        Which articles have a value; by default all.

    Examples
    --------
    >>> spread(np.array([1, 0]), 2).toarray()
    array([[0., 1.],
           [1., 0.]])
    """
    from scipy.sparse import csr_array

    rows = np.arange(len(places)) if among is None else np.flatnonzero(among)
    each = np.ones(len(rows)) if values is None else values[rows]
    return csr_array((each, (rows, places[rows])), shape=(len(places), size))
