"""The arrays that a model is made of."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

_LARGEST: Final = np.iinfo(np.int16).max


class LinearWeights(NamedTuple):
    """What a fitted pipeline is made of, in plain arrays.

    Attributes
    ----------
    keys : ndarray of uint64, shape (n_features,)
    idf : ndarray of float32, shape (n_features,)
    coefficients : ndarray of int16, shape (n_features, n_subclasses)
        In units of `scales`.
    scales : ndarray of float64, shape (n_subclasses,)
    intercepts : ndarray of float32, shape (n_subclasses,)
    owners : ndarray of int32, shape (n_subclasses,)
        The section of each subclass, rising. A section's score is the highest of its subclasses';
        most models have one for each section.
    orders : tuple of int
        The shortest and the longest n-gram, in syllables.
    headlines : bool
        Whether n-grams in the headline count as features of their own besides.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float32]
    coefficients: NDArray[np.int16]
    scales: NDArray[np.float64]
    intercepts: NDArray[np.float32]
    owners: NDArray[np.int32]
    orders: tuple[int, int]
    headlines: bool

    @property
    def n_sections(self) -> int:
        """The number of sections."""
        return int(self.owners[-1]) + 1

    @property
    def has_subclasses(self) -> bool:
        """Whether there is a section with more than one."""
        return len(self.owners) > self.n_sections


def to_fixed_point(
    coefficients: NDArray[np.float64],
) -> tuple[NDArray[np.int16], NDArray[np.float64]]:
    """Round coefficients to 16 bits, with a unit for each subclass.

    Parameters
    ----------
    coefficients : ndarray of float64, shape (n_features, n_subclasses)

    Returns
    -------
    numbers : ndarray of int16, shape (n_features, n_subclasses)
    scales : ndarray of float64, shape (n_subclasses,)
        `numbers * scales` is the nearest to `coefficients`.
    """
    scales = np.abs(coefficients).max(axis=0, initial=0.0).astype(np.float64) / _LARGEST
    scales[scales == 0.0] = 1.0
    return np.rint(coefficients / scales).astype(np.int16), scales
