"""Which sets of shingles are similar, and how much: exactly, once candidates are there."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from data.duplicates.candidates import CROWD, Pairs, agreeing, band_keys, facing
from data.duplicates.shingles import ShingleSet

_AT_ONCE: Final = 1 << 22
"""Shingles laid side by side at a time."""


def similar_pairs(
    sets: Sequence[ShingleSet], threshold: float, sides: NDArray[np.bool_] | None = None
) -> tuple[Pairs, NDArray[np.float64]]:
    """Return the pairs of sets whose similarity reaches a threshold, and that similarity.

    Parameters
    ----------
    sets : sequence of ndarray
        Distinct; one without any shingle is similar to none.
    threshold : float
    sides : ndarray of bool, shape (n_sets,), optional
        Compare only sets of different sides. Without them, all are compared; but within a group of
        many, only so many pairs as link it.

    Returns
    -------
    pairs : ndarray of intp, shape (n_pairs, 2)
    similarity : ndarray of float64, shape (n_pairs,)
    """
    filled = np.flatnonzero([len(shingles) for shingles in sets])
    compared = [sets[place] for place in filled.tolist()]
    keys = band_keys(compared, threshold)
    known = np.empty(0, dtype=np.intp)
    pairs, similarity = np.empty((0, 2), dtype=np.intp), np.empty(0)
    for band in range(keys.shape[1]):
        if sides is None:
            candidates = _unsettled(agreeing(keys, band), components(pairs, len(filled)))
        else:
            candidates = facing(keys, band, sides[filled])
        codes = candidates @ [len(filled), 1]
        new = ~np.isin(codes, known)
        known = np.concatenate([known, codes[new]])
        values = jaccard(compared, candidates[new])
        reached = values >= threshold
        pairs = np.concatenate([pairs, candidates[new][reached]])
        similarity = np.concatenate([similarity, values[reached]])
    return filled[pairs], similarity


def components(linked: Pairs, number: int) -> NDArray[np.intp]:
    """Number alike what is linked, however many steps apart: shape (number,)."""
    links = coo_array((np.ones(len(linked)), linked.T), shape=(number, number))
    found: NDArray[np.intp] = connected_components(links, directed=False)[1]
    return found


def _unsettled(candidates: Pairs, groups: NDArray[np.intp]) -> Pairs:
    """Leave out pairs within a group that is large already: they link nothing."""
    first, second = groups[candidates].T
    settled = (first == second) & (np.bincount(groups)[first] > CROWD)
    kept: Pairs = candidates[~settled]
    return kept


def jaccard(sets: Sequence[ShingleSet], pairs: Pairs) -> NDArray[np.float64]:
    """Return the Jaccard similarity of pairs of sets: how many of their shingles they share.

    Parameters
    ----------
    sets : sequence of ndarray
        None empty.
    pairs : ndarray of intp, shape (n_pairs, 2)
        Places in `sets`.

    Returns
    -------
    ndarray of float64, shape (n_pairs,)
        0 to 1.

    Examples
    --------
    >>> sets = [np.array([1, 2, 3], dtype=np.uint64), np.array([2, 3, 4], dtype=np.uint64)]
    >>> jaccard(sets, np.array([[0, 1]]))
    array([0.5])
    """
    if not len(pairs):
        return np.empty(0)
    used, places = np.unique(pairs, return_inverse=True)
    first, second = places.reshape(pairs.shape).T
    matrix = _matrix([sets[place] for place in used.tolist()])
    sizes = np.diff(matrix.indptr)
    both = sizes[first] + sizes[second]
    shared = np.empty(len(pairs), dtype=np.int64)
    for chunk in np.split(np.arange(len(pairs)), _cuts(both)):
        common = matrix[first[chunk]].multiply(matrix[second[chunk]])
        shared[chunk] = common.sum(axis=1)
    similarity: NDArray[np.float64] = shared / (both - shared)
    return similarity


def _matrix(sets: Sequence[ShingleSet]) -> csr_array:
    """Lay sets out as rows, one column a shingle, with a 1 for each that a set has."""
    columns = np.unique(np.concatenate(sets), return_inverse=True)[1]
    bounds = np.cumsum([0, *map(len, sets)])
    ones = np.ones(len(columns), dtype=np.int64)
    return csr_array((ones, columns, bounds), shape=(len(sets), int(columns.max()) + 1))


def _cuts(sizes: NDArray[np.integer]) -> NDArray[np.intp]:
    """Cut pairs into runs that are worked on at once."""
    run = np.cumsum(sizes) // _AT_ONCE
    return np.flatnonzero(run[1:] != run[:-1]) + 1
