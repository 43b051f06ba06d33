"""Which articles each of several fits learns from."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Plan(NamedTuple):
    """Fits that share a corpus. Articles that the same fits learn from are of one kind.

    Attributes
    ----------
    labels : ndarray of intp, shape (n_articles,)
    n_labels : int
    kinds : ndarray of int32, shape (n_articles,)
    learns : ndarray of bool, shape (n_fits, n_kinds)
        Whether a fit learns from the articles of a kind.
    """

    labels: NDArray[np.intp]
    n_labels: int
    kinds: NDArray[np.int32]
    learns: NDArray[np.bool_]

    @classmethod
    def of(cls, labels: NDArray[np.intp], n_labels: int, left_out: list[NDArray[np.intp]]) -> Self:
        """Plan a fit for each list of articles that are not to be learnt from."""
        code = np.zeros(len(labels), dtype=np.int32)
        for fit, articles in enumerate(left_out):
            code[articles] |= np.int32(1 << fit)
        codes, kinds = np.unique(code, return_inverse=True)
        learns = (codes[None, :] >> np.arange(len(left_out))[:, None]) & 1 == 0
        return cls(labels, n_labels, kinds.astype(np.int32), learns)

    @property
    def n_fits(self) -> int:
        """The number of fits."""
        return len(self.learns)

    def learnt(self, fit: int, articles: slice = slice(None)) -> NDArray[np.intp]:
        """Return which of some consecutive articles a fit learns from, from 0 for the first."""
        return np.flatnonzero(self.learns[fit][self.kinds[articles]])

    @property
    def n_cells(self) -> int:
        """The number of pairs of a kind and a section."""
        return int(self.learns.shape[1]) * self.n_labels

    def counts(self, fit: int) -> NDArray[np.intp]:
        """Return how many articles of each section a fit learns from: shape (n_labels,)."""
        cells = np.bincount(self.cells(), minlength=self.n_cells)
        per_kind = cells.reshape(-1, self.n_labels)
        return np.asarray(per_kind[self.learns[fit]].sum(axis=0))

    def cells(self, articles: slice = slice(None)) -> NDArray[np.intp]:
        """Return a number for the kind and the section of each article."""
        return self.kinds[articles] * self.n_labels + self.labels[articles]
