"""Support vectors by passes over rows on disk: the descent of `model.descent`, part by part.

As in Yu, Hsieh, Chang and Lin, "Large linear classification when data cannot fit in memory"
(KDD 2010), the dual variables lie on disk beside the rows, the weights stay in memory, and the
minimum that is approached is that of all rows together. Unlike there a part is not the same in
each pass: the constant feature ties all articles of a part together, and with lasting parts the
gradients never came to rest.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.descent import Descent, curvature_of, in_lanes
from model.intrinsics import LANES
from model.subclasses import Subclasses, is_positive
from model.svc import OneVsRestSVC, shares_of
from training.outofcore.rows import Packs
from training.outofcore.workspace import load_ranges, ranges_of, write_ranges


class Source(Protocol):
    """Packs that are read a few packs at a time; see `Rows`."""

    n_features: int
    n_parts: int
    n_blocks: int
    bounds: NDArray[np.integer]

    def load(self, packs: NDArray[np.intp]) -> Packs:
        """Read the examples of some packs."""
        ...


def fit_from_disk(
    svc: OneVsRestSVC, rows: Source, subclasses: Subclasses, folder: Path, jobs: int
) -> OneVsRestSVC:
    """Fit support vectors as `OneVsRestSVC.fit` does, to examples that lie on disk.

    Parameters
    ----------
    svc : OneVsRestSVC
        Set up; is fitted in place.
    rows : Source
    subclasses : Subclasses
        Of the articles.
    folder : Path
        For the dual variables; is made.
    jobs : int
        Threads to use. The coefficients do not depend on it.
    """
    folder.mkdir()
    examples = subclasses.counts() * rows.n_parts
    total = len(subclasses.targets) * rows.n_parts
    shares = [
        _Share(folder / str(place), problems, rows, svc.penalties(examples[problems], total))
        for place, problems in enumerate(shares_of(subclasses, jobs))
    ]
    _descend(shares, rows, svc, jobs)
    svc.take([share.weights for share in shares], subclasses)
    svc.n_features_in_ = rows.n_features
    svc.n_iter_ = max(share.descent.n_iter for share in shares)
    return svc


def _descend(shares: "list[_Share]", rows: Source, svc: OneVsRestSVC, jobs: int) -> None:
    """Pass over all rows, each time in another order, until all problems are solved."""
    random = np.random.default_rng(svc.random_state)
    active = shares
    with ThreadPoolExecutor(jobs) as pool:
        for _ in range(svc.max_iter):
            shuffled = random.permutation(len(rows.bounds) - 1)
            for packs, examples in _read(rows, np.array_split(shuffled, rows.n_blocks)):
                curvature = curvature_of(examples.rows)
                order = random.permutation(len(examples.targets))
                visits = [
                    pool.submit(share.visit, packs, examples, curvature, order) for share in active
                ]
                for visit in visits:
                    visit.result()
            active = [share for share in active if not share.descent.settle(svc.tol)]
            if not active:
                break


def _read(rows: Source, shares: list[NDArray[np.intp]]) -> Iterator[tuple[NDArray[np.intp], Packs]]:
    """Yield packs with what they hold, reading some while those before them are worked on."""
    # In rising order they lie in one direction on the disk.
    waiting = [np.sort(share) for share in shares if len(share)]
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(rows.load, waiting[0])
        for place, packs in enumerate(waiting, 1):
            examples = coming.result()
            if place < len(waiting):
                coming = reader.submit(rows.load, waiting[place])
            yield packs, examples


class _Share:
    """Some problems, solved side by side."""

    def __init__(
        self,
        file: Path,
        problems: NDArray[np.intp],
        rows: Source,
        penalties: NDArray[np.float64],
    ) -> None:
        self._file, self._problems, self._bounds = file, problems, rows.bounds
        self.descent = Descent(rows.n_features, penalties)
        with file.open("wb") as alphas:
            alphas.truncate(int(rows.bounds[-1]) * len(problems) * 8)  # zeros

    @property
    def weights(self) -> NDArray[np.float32]:
        """What was found: shape (n_features + 1, n_problems)."""
        return self.descent.weights[:, : len(self._problems)]

    def visit(
        self,
        packs: NDArray[np.intp],
        examples: Packs,
        curvature: NDArray[np.float64],
        order: NDArray[np.intp],
    ) -> None:
        """Sweep over some packs, from where they were left."""
        own = is_positive(examples.targets, self._problems)
        signs = in_lanes(np.where(own, 1, -1).astype(np.int8))
        ranges = ranges_of(self._bounds, packs) * own.shape[1]
        alphas = np.zeros((len(own), LANES))
        alphas[:, : own.shape[1]] = load_ranges(self._file, np.float64, ranges).reshape(own.shape)
        self.descent.sweep(examples.rows, order, curvature, signs, examples.weight, alphas)
        write_ranges(self._file, alphas[:, : own.shape[1]], ranges)
