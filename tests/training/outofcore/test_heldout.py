"""Of a large corpus a part is held out, in whole groups."""

import numpy as np
import pytest

from training.outofcore.heldout import sample
from training.splits import NEVER, Split

RANDOM = np.random.default_rng(0)
GROUPS = RANDOM.integers(150, size=600)
SPLIT = Split(RANDOM.integers(5, size=150)[GROUPS], GROUPS)


def test_a_small_corpus_is_held_out_whole() -> None:
    assert sample(SPLIT, 0, most=600) is SPLIT


def test_groups_stay_whole_and_in_their_folds() -> None:
    drawn = sample(SPLIT, 0, most=200)
    held_out = drawn.folds != NEVER
    assert 200 <= held_out.sum() < 215
    assert not set(GROUPS[held_out]) & set(GROUPS[~held_out])
    np.testing.assert_array_equal(drawn.folds[held_out], SPLIT.folds[held_out])
    assert drawn.number == 5


def test_what_is_drawn_depends_on_the_seed_alone() -> None:
    first, again, other = (sample(SPLIT, seed, most=200).folds for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_articles_that_are_not_held_out_are_never_drawn() -> None:
    folds = np.where(GROUPS < 90, SPLIT.folds, NEVER)
    drawn = sample(Split(folds, GROUPS), 0, most=100)
    assert (drawn.folds[GROUPS >= 90] == NEVER).all()
    assert len(drawn.scored) >= 100


@pytest.mark.parametrize("number", [1, 5])
def test_all_that_is_held_out_is_left_out_of_the_fit(number: int) -> None:
    """Of the newest articles, or of a publisher's, those that are not drawn are not learnt."""
    whole = Split(
        np.where(RANDOM.random(600) < 0.4, RANDOM.integers(number, size=600), NEVER), GROUPS
    )
    drawn = sample(whole, 0, most=60)
    assert drawn.number == number
    for fold in range(number):
        np.testing.assert_array_equal(drawn.learnt(fold), whole.learnt(fold))


def test_folds_that_nothing_is_left_of_are_closed_up() -> None:
    drawn = sample(Split(np.arange(600) // 3, np.arange(600)), 0, most=40)
    assert len(drawn.scored) == 40
    assert set(drawn.folds) == {NEVER, *range(drawn.number)}
    for fold in range(drawn.number):
        left_out = np.setdiff1d(np.arange(600), drawn.learnt(fold))
        assert len(left_out) == 3
        assert set(np.flatnonzero(drawn.folds == fold)) <= set(left_out)


def test_one_group_larger_than_asked_for_is_held_out_whole() -> None:
    folds = np.repeat([0, 1], [90, 10])
    drawn = sample(Split(folds, np.repeat([0, 1], [90, 10])), 0, most=5)
    assert len(drawn.scored) in {10, 90}
