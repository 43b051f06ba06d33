"""What lies on disk is what a fit in memory learns from."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from model.hashing import hash_corpus
from model.vectorizer import NgramVectorizer
from model.weighting import SectionTfidf
from training.examples import count_examples
from training.outofcore.blocks import Blocks, Buckets
from training.outofcore.plan import Plan
from training.outofcore.rows import Rows

TEXTS = [
    f"{start}\n{rest} {place} {rest}"
    for place in range(30)
    for start, rest in (
        ("bóng đá", "trận thua thắng"),
        ("giá vàng", "tăng giảm tiền lãi"),
        ("mưa nắng", "gió bão sông"),
    )
]
LABELS = np.arange(len(TEXTS)) % 3
NOTHING = np.empty(0, dtype=np.intp)


def laid_out(folder: Path, block: int) -> Blocks:
    buckets = Buckets(folder)
    buckets.add(hash_corpus(TEXTS), np.zeros(len(TEXTS), dtype=np.intp))
    return buckets.lay_out(np.arange(len(TEXTS)), block)


@pytest.mark.parametrize("excerpts", [False, True])
@pytest.mark.parametrize(
    "left_out", [NOTHING, np.arange(40), np.arange(5, 90), np.flatnonzero(LABELS)]
)
def test_rows_are_those_of_a_fit_in_memory(
    left_out: np.ndarray, *, excerpts: bool, tmp_path: Path
) -> None:
    """Also where nothing of a block is learnt, and where one pack is all there is."""
    hashed = hash_corpus(TEXTS)
    vectorizer = NgramVectorizer((1, 2), 1, headlines=True, excerpts=excerpts)
    vectorizer.fit_hashed(hashed)
    plan = Plan.of(LABELS, 3, [left_out])
    blocks = laid_out(tmp_path, 60)
    assert len(blocks) > 5
    learnt = plan.learnt(0)
    targets = np.stack([LABELS, 10 + LABELS], axis=1)[learnt]
    rows = Rows(
        tmp_path / "rows",
        blocks,
        plan,
        0,
        targets=targets,
        vectorizer=vectorizer,
        relevance=0.25,
        excerpt_weight=0.1,
    )
    taken = hashed.take(learnt)
    examples = count_examples(vectorizer, taken, vectorizer.count(taken), 0.1)
    tfidf = SectionTfidf(0.25).fit(examples.counts[: len(learnt)], LABELS[learnt])
    np.testing.assert_array_equal(rows.tfidf.idf_, tfidf.idf_)
    found = rows.load(np.arange(len(rows.bounds) - 1))
    targets = np.tile(targets, (examples.n_parts, 1))
    assert in_order(found.rows, found.targets, found.weight) == in_order(
        tfidf.transform(examples.counts), targets, examples.weights(len(learnt))
    )


def in_order(rows: csr_matrix, targets: np.ndarray, weight: np.ndarray) -> list[list[float]]:
    """Put examples into an order that depends on them alone."""
    return sorted(np.column_stack([rows.toarray(), targets, weight]).round(5).tolist())
