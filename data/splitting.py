"""Setting articles apart: which are held out together, and which may then be learnt from.

Pure functions of what is known of the articles. The answer depends on their order (give them one
that their content decides), on the seed where there is one, and on nothing else.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.duplicates.found import numbered
from data.errors import MissingDates, MissingPublishers, SingleDay, SinglePublisher

MOST_FOLDS: Final = 20

Folds = NDArray[np.intp]
"""The fold in which each article is held out, from 0: shape (n_articles,)."""


def grouped_folds(
    labels: NDArray[np.intp], groups: NDArray[np.intp], folds: int, *, seed: int
) -> Folds:
    """Give every section about the same share of every fold, and no group two folds.

    The largest groups are dealt first, each to the fold where its sections are rarest so far;
    groups of one size come in an order that the seed decides.

    Parameters
    ----------
    labels : ndarray of intp, shape (n_articles,)
        Places of sections, from 0.
    groups : ndarray of intp, shape (n_articles,)
        Articles that are not to be parted share a number.
    folds : int
        Fewer are made where a section has fewer groups, but two at least.
    seed : int

    Examples
    --------
    >>> labels = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    >>> groups = np.array([0, 1, 2, 0, 3, 4, 5, 5])
    >>> found = grouped_folds(labels, groups, 2, seed=0)
    >>> bool(found[0] == found[3]), bool(found[6] == found[7])
    (True, True)
    """
    numbers = numbered(groups)
    cells, counts = np.unique(np.stack([numbers, labels]), axis=1, return_counts=True)
    totals = np.bincount(labels)
    groups_of_section = np.bincount(cells[1])
    number = max(2, min(folds, int(groups_of_section[groups_of_section > 0].min())))
    bounds = np.searchsorted(cells[0], np.arange(numbers.max() + 2))
    held = np.zeros((number, len(totals)), dtype=np.int64)
    dealt = np.empty(len(bounds) - 1, dtype=np.intp)
    for group in _largest_first(np.bincount(numbers), seed):
        inside = slice(bounds[group], bounds[group + 1])
        sections, articles = cells[1, inside], counts[inside]
        # How much the squares of the fold's shares of these sections would grow.
        growth = held[:, sections] @ (articles / totals[sections] ** 2)
        fold = np.lexsort((held.sum(axis=1), growth))[0]
        held[fold, sections] += articles
        dealt[group] = fold
    return dealt[numbers]


def _largest_first(sizes: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    """Return the groups in the order of dealing."""
    shuffled = np.random.default_rng(seed).permutation(len(sizes))
    return shuffled[np.argsort(-sizes[shuffled], kind="stable")]


def random_folds(labels: NDArray[np.intp], folds: int, *, seed: int) -> Folds:
    """Give every section about the same share of every fold, whatever else articles share.

    Copies and near-duplicates then stand on both sides, which makes a model look better than it
    is: for comparing with figures that were found this way.

    Parameters
    ----------
    labels : ndarray of intp, shape (n_articles,)
        Places of sections, from 0.
    folds : int
        Fewer are made where a section has fewer articles, but two at least.
    seed : int
    """
    return grouped_folds(labels, np.arange(len(labels)), folds, seed=seed)


def publisher_folds(publishers: NDArray[np.str_]) -> Folds:
    """Give each publisher a fold of its own.

    Of more than `MOST_FOLDS` publishers the small ones share folds, each whole in one of them.

    Parameters
    ----------
    publishers : ndarray of str, shape (n_articles,)
        Empty where it is not known.

    Raises
    ------
    MissingPublishers, SinglePublisher

    Examples
    --------
    >>> publisher_folds(np.array(["VnExpress", "Dân trí", "VnExpress"]))
    array([0, 1, 0])
    """
    missing = int((publishers == "").sum())
    if missing:
        raise MissingPublishers(missing, len(publishers))
    names, places, sizes = np.unique(publishers, return_inverse=True, return_counts=True)
    if len(names) == 1:
        raise SinglePublisher(str(names[0]))
    dealt = np.empty(len(names), dtype=np.intp)
    held = np.zeros(min(len(names), MOST_FOLDS), dtype=np.int64)
    for publisher in np.argsort(-sizes, kind="stable"):
        dealt[publisher] = held.argmin()
        held[dealt[publisher]] += sizes[publisher]
    return dealt[places]


def newest(published: NDArray[np.datetime64], share: float) -> NDArray[np.bool_]:
    """Tell which articles are the newest.

    Parameters
    ----------
    published : ndarray of datetime64[D], shape (n_articles,)
        NaT where it is not known.
    share : float
        How many of the articles at least, 0 to 1. No day is parted, and the first day is never
        among the newest.

    Raises
    ------
    MissingDates, SingleDay

    Examples
    --------
    >>> days = np.array(["2025-03-01", "2025-03-02", "2025-03-03"], dtype="datetime64[D]")
    >>> newest(days, 0.2)
    array([False, False,  True])
    """
    missing = int(np.isnat(published).sum())
    if missing:
        raise MissingDates(missing, len(published))
    days = np.sort(published)
    later = days[days > days[0]]
    if not len(later):
        raise SingleDay(str(days[0]))
    fewest = int(np.ceil(share * len(days)))
    cut = max(days[len(days) - max(1, fewest)], later[0])
    return np.asarray(published >= cut)


def unlike(held_out: NDArray[np.bool_], groups: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which articles may be learnt from: those in no group with what is held out.

    Parameters
    ----------
    held_out : ndarray of bool, shape (n_articles,)
    groups : ndarray of intp, shape (n_articles,)

    Examples
    --------
    >>> unlike(np.array([True, False, False]), np.array([0, 0, 1]))
    array([False, False,  True])
    """
    return ~np.isin(groups, groups[held_out])
