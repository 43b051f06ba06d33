"""Passes over blocks end where a descent in memory ends."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from model.subclasses import Subclasses
from model.svc import OneVsRestSVC
from training.outofcore.descending import fit_from_disk
from training.outofcore.rows import Packs

SIZES = (40, 1, 70, 25, 8)


class Drawn(NamedTuple):
    """Articles at random, in packs."""

    rows: csr_matrix
    labels: np.ndarray
    kinds: np.ndarray
    weight: np.ndarray

    @property
    def subclasses(self) -> Subclasses:
        return Subclasses.of(self.labels, self.kinds)


class Kept:
    """Packs of rows that lie in memory."""

    def __init__(self, drawn: Drawn, n_blocks: int = 3) -> None:
        self._drawn, self._targets = drawn, drawn.subclasses.targets
        self.n_parts, self.n_blocks = 1, n_blocks
        self.n_features = drawn.rows.shape[1]
        self.bounds = np.cumsum([0, *SIZES])

    def load(self, packs: np.ndarray) -> Packs:
        inside = [np.arange(*self.bounds[pack : pack + 2]) for pack in packs.tolist()]
        articles = np.concatenate(inside)
        drawn = self._drawn
        return Packs(drawn.rows[articles], self._targets[articles], drawn.weight[articles])


def drawn(n_labels: int, n_kinds: int = 1, seed: int = 0) -> Drawn:
    random = np.random.default_rng(seed)
    number = sum(SIZES)
    centres = random.normal(size=(n_labels, n_kinds, 30))
    labels, kinds = random.integers(n_labels, size=number), random.integers(n_kinds, size=number)
    values = np.maximum(centres[labels, kinds] + 2 * random.normal(size=(number, 30)) - 0.5, 0)
    values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
    weight = random.choice([1.0, 0.1], size=number)
    return Drawn(csr_matrix(values, dtype=np.float32), labels, kinds, weight)


def from_disk(drawn: Drawn, folder: Path, jobs: int = 1, **parameters: Any) -> OneVsRestSVC:
    svc = OneVsRestSVC(**parameters)
    return fit_from_disk(svc, Kept(drawn), drawn.subclasses, folder, jobs)


def in_memory(drawn: Drawn, **parameters: Any) -> OneVsRestSVC:
    return OneVsRestSVC(**parameters).fit(drawn.rows, drawn.labels, drawn.weight, drawn.kinds)


@pytest.mark.parametrize(("n_labels", "n_kinds"), [(2, 1), (3, 1), (11, 1), (2, 2), (5, 3)])
@pytest.mark.parametrize("balanced", [False, True])
def test_the_minimum_is_the_same(
    n_labels: int, n_kinds: int, *, balanced: bool, tmp_path: Path
) -> None:
    articles = drawn(n_labels, n_kinds)
    ours = from_disk(articles, tmp_path / "alphas", 2, tol=1e-4, balanced=balanced)
    theirs = in_memory(articles, tol=1e-4, balanced=balanced)
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)
    np.testing.assert_array_equal(ours.owners_, theirs.owners_)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=2e-3)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=2e-3)
    rows = articles.rows
    np.testing.assert_allclose(
        ours.decision_function(rows), theirs.decision_function(rows), atol=5e-3
    )


def test_the_number_of_threads_does_not_matter(tmp_path: Path) -> None:
    articles = drawn(5, 2)
    found = [from_disk(articles, tmp_path / str(jobs), jobs, random_state=7) for jobs in (1, 2, 7)]
    for other in found[1:]:
        np.testing.assert_array_equal(other.coef_, found[0].coef_)
        np.testing.assert_array_equal(other.intercept_, found[0].intercept_)


def test_a_fit_that_is_stopped_early_ends_all_the_same(tmp_path: Path) -> None:
    assert from_disk(drawn(3), tmp_path / "alphas", tol=1e-12, max_iter=3).n_iter_ == 3
