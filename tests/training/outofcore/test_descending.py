"""Passes over blocks end where a descent in memory ends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from model.svc import OneVsRestSVC
from training.outofcore.descending import fit_from_disk
from training.outofcore.rows import Packs


class Kept:
    """Packs of rows that lie in memory."""

    def __init__(self, packs: list[Packs], n_blocks: int = 3) -> None:
        self._packs, self.n_parts, self.n_blocks = packs, 1, n_blocks
        self.n_features = packs[0].rows.shape[1]
        self.bounds = np.cumsum([0, *(len(pack.labels) for pack in packs)])

    def load(self, packs: np.ndarray) -> Packs:
        rows, labels, weight = zip(*(self._packs[pack] for pack in packs.tolist()), strict=True)
        return Packs(csr_matrix(vstack(rows)), np.concatenate(labels), np.concatenate(weight))


def drawn(n_labels: int, seed: int = 0) -> list[Packs]:
    random = np.random.default_rng(seed)
    centres = random.normal(size=(n_labels, 30))
    blocks = []
    for size in (40, 1, 70, 25, 8):
        labels = random.integers(n_labels, size=size)
        values = np.maximum(centres[labels] + 2 * random.normal(size=(size, 30)) - 0.5, 0)
        values /= np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9)
        weight = random.choice([1.0, 0.1], size=size)
        blocks.append(Packs(csr_matrix(values, dtype=np.float32), labels, weight))
    return blocks


def from_disk(blocks: list[Packs], folder: Path, jobs: int = 1, **parameters: Any) -> OneVsRestSVC:
    counts = np.bincount(np.concatenate([block.labels for block in blocks]), minlength=15)
    return fit_from_disk(OneVsRestSVC(**parameters), Kept(blocks), counts, folder, jobs)


def in_memory(blocks: list[Packs], **parameters: Any) -> OneVsRestSVC:
    labels = np.concatenate([block.labels for block in blocks])
    weight = np.concatenate([block.weight for block in blocks])
    rows = csr_matrix(vstack([block.rows for block in blocks]))
    return OneVsRestSVC(**parameters).fit(rows, labels, weight)


@pytest.mark.parametrize("n_labels", [2, 3, 11])
@pytest.mark.parametrize("balanced", [False, True])
def test_the_minimum_is_the_same(n_labels: int, *, balanced: bool, tmp_path: Path) -> None:
    blocks = drawn(n_labels)
    ours = from_disk(blocks, tmp_path / "alphas", 2, tol=1e-4, balanced=balanced)
    theirs = in_memory(blocks, tol=1e-4, balanced=balanced)
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)
    np.testing.assert_allclose(ours.coef_, theirs.coef_, atol=2e-3)
    np.testing.assert_allclose(ours.intercept_, theirs.intercept_, atol=2e-3)
    rows = blocks[0].rows
    np.testing.assert_allclose(
        ours.decision_function(rows), theirs.decision_function(rows), atol=5e-3
    )


def test_the_number_of_threads_does_not_matter(tmp_path: Path) -> None:
    blocks = drawn(5)
    found = [from_disk(blocks, tmp_path / str(jobs), jobs, random_state=7) for jobs in (1, 2, 7)]
    for other in found[1:]:
        np.testing.assert_array_equal(other.coef_, found[0].coef_)
        np.testing.assert_array_equal(other.intercept_, found[0].intercept_)


def test_a_fit_that_is_stopped_early_ends_all_the_same(tmp_path: Path) -> None:
    assert from_disk(drawn(3), tmp_path / "alphas", tol=1e-12, max_iter=3).n_iter_ == 3
