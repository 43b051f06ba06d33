"""Choosing the vocabulary of each fit from the n-grams of all blocks, a range of keys at a time."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from data.errors import NothingToCount
from model.selection import chi_squared
from model.vocabulary import Vocabulary
from training.outofcore.plan import Plan
from training.outofcore.runs import PREFIXES, Run, Stretch


class _Best:
    """The n-grams that tell sections apart best so far; ties as `model.selection.best` sees them.

    Parameters
    ----------
    number : int
        How many to keep.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._merit = np.empty(0)
        self._frequency = np.empty(0, dtype=np.int64)
        self._keys = np.empty(0, dtype=np.uint64)

    def take(
        self,
        merit: NDArray[np.float64],
        frequency: NDArray[np.int64],
        keys: NDArray[np.uint64],
    ) -> None:
        """Take more n-grams."""
        merit = np.concatenate([self._merit, merit])
        frequency = np.concatenate([self._frequency, frequency])
        keys = np.concatenate([self._keys, keys])
        kept = np.lexsort((keys, -frequency, -merit))[: self._number]
        self._merit, self._frequency, self._keys = merit[kept], frequency[kept], keys[kept]

    def found(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the keys, the most widespread first, and in how many articles each stands."""
        order = np.lexsort((self._keys, -self._frequency))
        return self._keys[order], self._frequency[order]


def choose(
    runs: Sequence[Run], plan: Plan, *, min_df: int, max_features: int, merged: int
) -> list[Vocabulary]:
    """Choose the n-grams that each fit keeps.

    They are those that a training in memory keeps: of all that stand in enough articles of the
    corpus, the best by chi-squared in the articles, and their excerpts, that the fit learns from.

    Parameters
    ----------
    runs : sequence of Run
    plan : Plan
    min_df : int
        N-grams in fewer articles are left out.
    max_features : int
        How many to keep.
    merged : int
        N-grams of all runs that are merged at a time, about.

    Raises
    ------
    NothingToCount
    """
    if not runs:
        raise NothingToCount(min_df)
    sizes = [plan.counts(fit) for fit in range(plan.n_fits)]
    best = [_Best(max_features) for _ in sizes]
    for first, stop in _ranges(runs, merged):
        keys, frequency, cells, sums = _merged([run.stretch(first, stop) for run in runs], min_df)
        for fit, size in enumerate(sizes):
            told = _told(len(keys), cells, sums, plan, fit)
            present = size > 0
            merit = chi_squared(told[:, present], size[present] / size.sum())
            best[fit].take(merit, frequency, keys)
    found = [each.found() for each in best]
    if not len(found[0][0]):
        raise NothingToCount(min_df)
    return _spelt(runs, found)


def _ranges(runs: Sequence[Run], merged: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of prefixes with not much more than some number of n-grams each."""
    before = np.sum([run.starts for run in runs], axis=0)
    starts = np.flatnonzero(np.diff(before[:-1] // merged, prepend=-1))
    yield from zip(starts.tolist(), [*starts[1:].tolist(), PREFIXES], strict=True)


def _merged(
    stretches: Sequence[Stretch], min_df: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.intp], NDArray[np.int64]]:
    """Add up what several blocks say, and leave out what is too rare.

    Returns
    -------
    keys : ndarray of uint64, shape (n_features,)
    frequency : ndarray of int64, shape (n_features,)
    cells : ndarray of intp, shape (n_entries, 2)
        Places of a feature and of a cell; may repeat.
    sums : ndarray of int64, shape (n_entries,)
    """
    keys = np.concatenate([stretch.keys for stretch in stretches])
    distinct, places = np.unique(keys, return_inverse=True)
    frequency = _added(places, np.concatenate([each.frequency for each in stretches]), distinct)
    kept = np.flatnonzero(frequency >= min_df)
    new = np.full(len(distinct), -1)
    new[kept] = np.arange(len(kept))
    features = np.repeat(new[places], np.concatenate([each.lengths for each in stretches]))
    cells = np.concatenate([each.cells for each in stretches])
    sums = np.concatenate([each.sums for each in stretches])
    told = features >= 0
    pairs = np.stack([features[told], cells[told]], axis=1)
    return distinct[kept], frequency[kept], pairs, sums[told].astype(np.int64)


def _added(
    places: NDArray[np.intp], numbers: NDArray[np.int32], distinct: NDArray[np.uint64]
) -> NDArray[np.int64]:
    # Whole numbers this small are exact in floating point.
    return np.bincount(places, numbers, len(distinct)).astype(np.int64)


def _told(
    n_features: int, cells: NDArray[np.intp], sums: NDArray[np.int64], plan: Plan, fit: int
) -> NDArray[np.float64]:
    """Add up how often features stand in what a fit learns: shape (n_features, n_labels)."""
    kinds, labels = np.divmod(cells[:, 1], plan.n_labels)
    learnt = plan.learns[fit][kinds]
    places = cells[learnt, 0] * plan.n_labels + labels[learnt]
    told = np.bincount(places, sums[learnt], n_features * plan.n_labels)
    return np.asarray(told.reshape(n_features, plan.n_labels))


def _spelt(
    runs: Sequence[Run], found: Sequence[tuple[NDArray[np.uint64], NDArray[np.int64]]]
) -> list[Vocabulary]:
    """Look up in the blocks what the n-grams of some keys are made of."""
    keys = np.unique(np.concatenate([each for each, _ in found]))
    missing = np.arange(len(keys))
    parts = []
    for run in runs:
        known, part = run.find(keys[missing])
        parts.append(part)
        missing = np.delete(missing, known)
        if not len(missing):
            break
    whole = Vocabulary(*map(np.concatenate, zip(*parts, strict=True)))
    whole = whole.take(np.argsort(whole.keys))
    return [
        whole.take(np.searchsorted(keys, each))._replace(
            document_frequency=frequency.astype(np.int32)
        )
        for each, frequency in found
    ]
