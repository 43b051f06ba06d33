"""No group on two sides, every section in every fold, whatever the corpus."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data.errors import MissingDates, MissingPublishers, SingleDay, SinglePublisher
from data.splitting import (
    MOST_FOLDS,
    grouped_folds,
    newest,
    publisher_folds,
    random_folds,
    unlike,
)

Places = NDArray[np.intp]


def numbered(column: tuple[int, ...]) -> Places:
    return np.unique(column, return_inverse=True)[1]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[Places, Places]:
    """Labels and groups of small corpora, however the groups are shared between sections."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=2, max_size=50))
    labels, groups = map(numbered, zip(*pairs, strict=True))
    assume(groups.max() > 0)
    return labels, groups


days = st.dates().map(np.datetime64)


@given(corpora(), st.integers(2, 20), st.integers(0, 3))
def test_every_article_has_one_fold_and_no_group_two(
    corpus: tuple[Places, Places], folds: int, seed: int
) -> None:
    labels, groups = corpus
    found = grouped_folds(labels, groups, folds, seed=seed)
    assert found.shape == labels.shape
    assert set(found) == set(range(found.max() + 1))
    assert 1 <= found.max() < folds
    assert len(set(zip(found, groups, strict=True))) == groups.max() + 1
    np.testing.assert_array_equal(found, grouped_folds(labels, groups, folds, seed=seed))


@settings(max_examples=30)
@given(st.lists(st.integers(0, 4), min_size=60, max_size=200), st.integers(2, 10))
def test_sections_keep_their_share(sections: list[int], folds: int) -> None:
    """Of articles that stand alone, each fold gets as many of a section as any other."""
    labels = numbered(tuple(sections))
    number = grouped_folds(labels, np.arange(len(labels)), folds, seed=0)
    for section in range(labels.max() + 1):
        counts = np.bincount(number[labels == section], minlength=number.max() + 1)
        assert counts.max() - counts.min() <= 1


def test_sections_keep_about_their_share_with_groups_among_them() -> None:
    rng = np.random.default_rng(0)
    labels = rng.choice(5, size=2000, p=[0.5, 0.2, 0.15, 0.1, 0.05])
    groups = np.arange(2000)
    groups[:400] = rng.integers(0, 100, 400)
    found = grouped_folds(labels, groups, 5, seed=0)
    for section in range(5):
        counts = np.bincount(found[labels == section], minlength=5)
        np.testing.assert_allclose(counts, counts.mean(), atol=1)


@given(corpora())
def test_how_groups_are_numbered_does_not_matter(corpus: tuple[Places, Places]) -> None:
    labels, groups = corpus
    others = np.random.default_rng(0).permutation(100)[groups]
    np.testing.assert_array_equal(
        grouped_folds(labels, groups, 3, seed=1), grouped_folds(labels, others, 3, seed=1)
    )


def test_another_seed_deals_other_folds() -> None:
    labels, groups = np.arange(100) % 2, np.arange(100)
    one, other = (grouped_folds(labels, groups, 5, seed=seed) for seed in (0, 1))
    assert (one != other).any()


@given(corpora(), st.integers(2, 5))
def test_folds_by_chance_keep_sections_but_not_groups(
    corpus: tuple[Places, Places], folds: int
) -> None:
    labels, _ = corpus
    found = random_folds(labels, folds, seed=0)
    for section in range(labels.max() + 1):
        counts = np.bincount(found[labels == section], minlength=found.max() + 1)
        assert counts.max() - counts.min() <= 1


# -- publishers --------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["Báo A", "Báo B", "Báo C"]), min_size=2))
def test_each_publisher_is_a_fold(names: list[str]) -> None:
    assume(len(set(names)) > 1)
    found = publisher_folds(np.array(names))
    assert len(set(zip(names, found, strict=True))) == len(set(names)) == found.max() + 1


def test_of_many_publishers_the_small_ones_share_folds() -> None:
    names = np.repeat([f"Báo {number}" for number in range(100)], range(1, 101))
    found = publisher_folds(names)
    assert found.max() + 1 == MOST_FOLDS
    assert len(set(zip(names, found, strict=True))) == 100
    sizes = np.bincount(found)
    assert sizes.max() < 1.1 * sizes.mean()


def test_publishers_that_are_not_known() -> None:
    with pytest.raises(MissingPublishers, match="2 of 3 articles name no publisher"):
        publisher_folds(np.array(["", "Báo A", ""]))
    with pytest.raises(SinglePublisher, match="'Báo A'"):
        publisher_folds(np.array(["Báo A", "Báo A"]))


# -- time --------------------------------------------------------------------------------------


@given(st.lists(days, min_size=2, max_size=40), st.floats(0.01, 0.99))
def test_what_is_held_out_is_newer_than_all_else(dates: list[np.datetime64], share: float) -> None:
    assume(len(set(dates)) > 1)
    published = np.array(dates, dtype="datetime64[D]")
    held_out = newest(published, share)
    assert published[held_out].min() > published[~held_out].max()
    later = published > published.min()
    assert held_out.mean() >= share or (held_out == later).all()


def test_no_more_days_are_held_out_than_needed() -> None:
    published = np.arange("2025-01-01", "2025-04-11", dtype="datetime64[D]")
    assert newest(published, 0.2).sum() == 20
    assert newest(np.repeat(published, 3), 0.2).sum() == 60


def test_dates_that_are_not_known() -> None:
    with pytest.raises(MissingDates, match="1 of 2 articles have no date"):
        newest(np.array(["2025-03-01", "NaT"], dtype="datetime64[D]"), 0.2)
    with pytest.raises(SingleDay, match="every article is of 2025-03-01"):
        newest(np.array(["2025-03-01"] * 3, dtype="datetime64[D]"), 0.2)


# -- what may be learnt ------------------------------------------------------------------------


@given(corpora(), st.integers(0, 9))
def test_nothing_like_the_held_out_is_learnt(corpus: tuple[Places, Places], fold: int) -> None:
    labels, groups = corpus
    held_out = labels == fold % (labels.max() + 1)
    learnt = unlike(held_out, groups)
    assert not (learnt & held_out).any()
    assert not set(groups[learnt]) & set(groups[held_out])
    assert set(groups[learnt]) | set(groups[held_out]) == set(groups)
