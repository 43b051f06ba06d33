"""Classes in parts: how they are numbered, learnt and answered."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from model.subclasses import Subclasses, best_of_each, is_positive
from model.svc import OneVsRestSVC

articles = st.lists(st.tuples(st.integers(0, 4), st.integers(-2, 2)), min_size=1)


@given(articles)
def test_every_article_is_of_its_class_and_of_what_is_like_it_there(
    given: list[tuple[int, int]],
) -> None:
    labels, kinds = np.array(given).T
    parts = Subclasses.of(labels, kinds)
    assert len(parts.owners) == len(set(given))
    assert (np.diff(parts.owners) >= 0).all()
    positive = is_positive(parts.targets, np.arange(parts.n_problems))
    np.testing.assert_array_equal(parts.counts(), positive.sum(axis=0))
    for place, section in enumerate(parts.classes):
        np.testing.assert_array_equal(positive[:, place], labels == section)
        own = parts.problems[parts.owners == place]
        found = {tuple(positive[:, problem]) for problem in own}
        asked = {tuple((labels == section) & (kinds == kind)) for kind in kinds[labels == section]}
        assert found == asked


@given(articles)
def test_a_class_is_worth_the_best_of_its_own(given: list[tuple[int, int]]) -> None:
    owners = np.sort(np.unique(np.array(given)[:, 0], return_inverse=True)[1])
    scores = np.random.default_rng(len(given)).normal(size=(3, len(owners)))
    expected = [scores[:, owners == owner].max(axis=1) for owner in np.unique(owners)]
    np.testing.assert_array_equal(best_of_each(scores, owners), np.stack(expected, axis=1))


def test_where_no_class_has_parts_nothing_is_changed() -> None:
    labels, solutions = np.array(["b", "a", "b"]), np.random.default_rng(0).normal(size=(2, 5))
    for kinds in (None, np.array([3, 1, 3])):
        parts = Subclasses.of(labels, kinds)
        assert parts.targets.tolist() == [[1], [0], [1]]
        assert parts.joined(solutions) is solutions


@pytest.fixture(scope="module")
def crossed() -> tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]]:
    """Two papers that call the same thing by opposite names, each in words of its own."""
    random = np.random.default_rng(1)
    topic, paper = random.integers(2, size=(2, 400))
    rows = random.normal(scale=0.3, size=(400, 5))
    rows[np.arange(400), 2 * paper + topic] += 1
    rows[:, 4] += topic
    names = np.array([["a", "b"], ["b", "a"]])
    return rows.astype(np.float32), names[paper, topic], np.array(["x", "y"])[paper]


def test_parts_tell_what_one_plane_cannot(
    crossed: tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]],
) -> None:
    rows, labels, papers = crossed
    whole = OneVsRestSVC().fit(rows, labels)
    parted = OneVsRestSVC().fit(rows, labels, kinds=papers)
    assert parted.classes_.tolist() == ["a", "b"]
    assert parted.owners_.tolist() == [0, 0, 1, 1]
    assert parted.coef_.shape == (4, 5)
    assert parted.decision_function(rows).shape == (400, 2)
    assert parted.score(rows, labels) > whole.score(rows, labels) + 0.02


def test_half_of_a_part_is_its_class(
    crossed: tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]],
) -> None:
    rows, labels, papers = crossed
    tight = OneVsRestSVC(tol=1e-4)
    whole = tight.fit(rows, labels).coef_[0]  # of b: of a it is the opposite
    named = np.char.add(labels, papers)
    alone = tight.fit(rows, named).coef_
    parted = tight.fit(rows, labels, kinds=papers).coef_
    np.testing.assert_allclose(parted[2:], (whole + alone[2:]) / 2, atol=1e-3)
    np.testing.assert_allclose(parted[:2], (-whole + alone[:2]) / 2, atol=1e-3)


def test_every_article_has_a_kind(
    crossed: tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]],
) -> None:
    rows, labels, papers = crossed
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        OneVsRestSVC().fit(rows, labels, kinds=papers[1:])


def test_kinds_of_articles_that_do_not_count_are_not_looked_at(
    crossed: tuple[NDArray[np.float32], NDArray[np.str_], NDArray[np.str_]],
) -> None:
    rows, labels, papers = crossed
    weight = (papers == "x").astype(float)
    alone = OneVsRestSVC().fit(rows, labels, weight, papers)
    assert alone.owners_.tolist() == [0, 1]
