"""What n-grams weigh."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse import random as random_matrix
from scipy.stats import entropy
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfTransformer

from model.weighting import SectionTfidf, divergence

LABELS = np.repeat(["thoi-su", "the-thao", "van-hoa"], [20, 50, 30])


@pytest.fixture(scope="module")
def counts() -> csr_matrix:
    rng = np.random.default_rng(0)
    counts = random_matrix(len(LABELS), 40, density=0.2, format="csr", random_state=rng)
    counts.data = rng.integers(1, 5, size=counts.nnz).astype(np.float32)
    return counts


def test_without_relevance_it_is_the_tf_idf_of_scikit_learn(counts: csr_matrix) -> None:
    ours = SectionTfidf(relevance=0).fit(counts, LABELS).transform(counts)
    theirs = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    np.testing.assert_allclose(ours.toarray(), theirs.toarray(), atol=1e-6)


def test_what_stands_in_one_section_weighs_more_than_what_stands_in_all() -> None:
    column = np.arange(len(LABELS)) % 5 == 0
    one_section = np.flatnonzero(LABELS == "the-thao")[: column.sum()]
    counts = np.zeros((len(LABELS), 2), dtype=np.float32)
    counts[column, 0] = 1
    counts[one_section, 1] = 1
    everywhere, somewhere = SectionTfidf().fit(csr_matrix(counts), LABELS).idf_
    assert somewhere > 1.2 * everywhere > 0


def test_the_divergence_is_that_of_scipy() -> None:
    frequency, sizes = np.array([[4000, 1000, 5000], [30000, 0, 0]]), np.array([40, 30, 30]) * 1000
    shares = frequency / frequency.sum(axis=1, keepdims=True)
    expected = entropy(shares, sizes / sizes.sum(), axis=1)
    np.testing.assert_allclose(divergence(frequency, sizes), expected, atol=1e-3)


def test_what_was_seen_once_tells_less_than_what_was_seen_often() -> None:
    once, often = divergence(np.array([[1, 0], [100, 0]]), np.array([500, 500]))
    assert 0 < once < 0.5 * often


def test_counts_and_frequencies_give_the_same_weights(counts: csr_matrix) -> None:
    labels, sizes = np.unique(LABELS, return_counts=True)
    present = counts.toarray() > 0
    frequency = np.stack([present[label == LABELS].sum(axis=0) for label in labels], axis=1)
    given = SectionTfidf().fit_frequencies(frequency, sizes).idf_
    np.testing.assert_array_equal(given, SectionTfidf().fit(counts, LABELS).idf_)


def test_a_dense_array_is_taken_too(counts: csr_matrix) -> None:
    ours = SectionTfidf().fit(counts.toarray(), LABELS)
    np.testing.assert_array_equal(ours.idf_, SectionTfidf().fit(counts, LABELS).idf_)


def test_counts_are_left_as_they_are_and_a_clone_keeps_its_relevance(counts: csr_matrix) -> None:
    before = counts.copy()
    assert clone(SectionTfidf(relevance=0.5)).fit(counts, LABELS).relevance == 0.5
    assert (before != counts).nnz == 0
