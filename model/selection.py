"""Choosing the n-grams that tell sections apart best, by chi-squared."""

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray
from scipy.sparse import csr_matrix


def chi_squared(sums: NDArray[np.number], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the counts of each n-gram are from saying nothing of the section.

    The same as `sklearn.feature_selection.chi2`, from sums instead of from all articles: the sum
    over sections of ``(observed - expected) ** 2 / expected``, where the occurrences of an n-gram
    would be expected to fall on the sections by their share of the articles.

    Parameters
    ----------
    sums : ndarray, shape (n_features, n_sections)
        How often each n-gram occurs in the articles of each section.
    shares : ndarray of float64, shape (n_sections,)
        The share of each section in the articles.

    Returns
    -------
    ndarray of float64, shape (n_features,)
        -1 for an n-gram that does not occur.
    """
    totals = sums.sum(axis=1, dtype=np.float64)
    merit = np.zeros(len(sums))
    for section, share in enumerate(shares):
        expected = totals * share
        with np.errstate(invalid="ignore", divide="ignore"):
            merit += (sums[:, section] - expected) ** 2 / expected
    return np.where(totals > 0, merit, -1.0)


def best(merit: NDArray[np.float64], number: int) -> NDArray[np.intp]:
    """Return the places of the highest merits, rising; ties go to the earlier place."""
    if number >= len(merit):
        return np.arange(len(merit))
    bar = np.partition(merit, -number)[-number]
    above = np.flatnonzero(merit > bar)
    return np.sort(np.append(above, np.flatnonzero(merit == bar)[: number - len(above)]))


def best_features(counts: csr_matrix, y: ArrayLike, number: int) -> NDArray[np.intp]:
    """Return the columns of a matrix that tell sections apart best, rising.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_features)
    y : array-like, shape (n_articles,)
    number : int
        How many to return at most.
    """
    sums, sizes = sum_by_label(counts, y)
    return best(chi_squared(sums, sizes / sizes.sum()), number)


def sum_by_label(
    counts: csr_matrix, y: ArrayLike
) -> tuple[NDArray[np.number], NDArray[np.integer]]:
    """Add up the articles of each label.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_features)
    y : array-like, shape (n_articles,)

    Returns
    -------
    ndarray of the type of `counts`, shape (n_features, n_labels)
    ndarray of int, shape (n_labels,)
        How many articles each label has.
    """
    labels, places, sizes = np.unique(y, return_inverse=True, return_counts=True)
    return (membership(places, len(labels), counts.dtype).T @ counts).toarray().T, sizes


def membership(groups: NDArray[np.integer], number: int, dtype: DTypeLike) -> csr_matrix:
    """Return a matrix with a row for each member of a group, and a 1 in the column of its group.

    Parameters
    ----------
    groups : ndarray of int, shape (n_members,)
    number : int
        How many groups there are.
    dtype : dtype
    """
    ones, rows = np.ones(len(groups), dtype=dtype), np.arange(len(groups) + 1)
    return csr_matrix((ones, groups, rows), shape=(len(groups), number))
