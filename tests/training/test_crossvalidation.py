"""Scores of articles by models that have not seen them."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from data.errors import Inseparable
from training.config import TrainConfig
from training.crossvalidation import cross_validate
from training.examples import articles_alone
from training.progress import Silence
from training.splits import NEVER, Split

# Each of three sections has an n-gram of its own, and one that all have.
LABELS = np.arange(30) % 3
COUNTS = csr_matrix(np.column_stack([np.eye(3)[LABELS], np.ones(30)]), dtype=np.float32)
ALONE = np.arange(30)


def scores(folds: np.ndarray, groups: np.ndarray = ALONE) -> np.ndarray:
    split = Split(folds, groups)
    examples = articles_alone(COUNTS)
    config, most = TrainConfig(), COUNTS.shape[1]
    held_out = cross_validate(
        examples, LABELS, split, config, max_features=most, jobs=1, progress=Silence()
    )
    return np.asarray(held_out.scores[0])


def test_each_article_is_scored_once_in_the_order_of_the_corpus() -> None:
    found = scores(ALONE // 6)
    assert found.shape == (30, 3)
    np.testing.assert_array_equal(found.argmax(axis=1), LABELS)


def test_only_what_is_held_out_is_scored() -> None:
    found = scores(np.where(ALONE >= 24, 0, NEVER))
    assert found.shape == (6, 3)
    np.testing.assert_array_equal(found.argmax(axis=1), LABELS[24:])


def test_a_section_that_nothing_was_learnt_from_is_the_answer_to_nothing() -> None:
    found = scores(np.where(LABELS == 2, 0, 1))
    np.testing.assert_array_equal(found[LABELS == 2, 2], -1)
    np.testing.assert_array_equal(found[LABELS != 2], [[-1, -1, 1]] * 20)


def test_what_is_like_the_held_out_teaches_nothing() -> None:
    """The last article of section 2 is held out, and all others of it are versions of it."""
    groups = np.where(LABELS == 2, 99, ALONE)
    found = scores(np.where(ALONE == 29, 0, NEVER), groups)
    assert found[0, 2] == -1


def test_versions_of_one_text_cannot_be_held_out() -> None:
    with pytest.raises(Inseparable):
        scores(ALONE % 2, np.zeros(30, dtype=np.intp))
