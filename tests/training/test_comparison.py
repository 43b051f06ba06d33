import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from data.sections import Section
from training.comparison import Comparison
from training.tally import Interval
from training.verdict import verdict

SECTIONS = [Section(f"muc-{number}", f"Mục {number}") for number in range(6)]


def compare(
    gold: np.ndarray, a: np.ndarray, b: np.ndarray, groups: np.ndarray | None = None
) -> Comparison:
    ids = [f"bai-{number}" for number in range(len(gold))]
    groups = np.arange(len(gold)) if groups is None else groups
    return Comparison.of(SECTIONS, gold, a, b, ids=ids, groups=groups, seed=0)


def spoilt(answers: np.ndarray, places: range) -> np.ndarray:
    """Move some answers to the next section."""
    changed = answers.copy()
    changed[list(places)] = (changed[list(places)] + 1) % 5
    return changed


@pytest.fixture
def gold() -> np.ndarray:
    return np.arange(400) % 5


@settings(max_examples=15)
@given(n=st.integers(1, 60), seed=st.integers(0, 1000))
def test_both_sides_have_the_figures_of_scikit_learn_and_nothing_is_nan(n: int, seed: int) -> None:
    gold, a, b = np.random.default_rng(seed).integers(6, size=(3, n))
    found = compare(gold, a, b)
    json.dumps(found.to_dict(), allow_nan=False)
    assert found.accuracy.a == accuracy_score(gold, a)
    assert found.accuracy.b == accuracy_score(gold, b)
    assert found.macro_f1.a == f1_score(gold, a, average="macro", zero_division=0)
    assert found.macro_f1.b == f1_score(gold, b, average="macro", zero_division=0)
    change = found.accuracy.change
    assert change.value == found.accuracy.b - found.accuracy.a
    assert -1 <= change.low <= change.high <= 1
    assert len(found.fixed) - len(found.broken) == round(change.value * n)
    assert found.agreement == accuracy_score(a, b)


@settings(max_examples=6)
@given(n=st.integers(1, 60), seed=st.integers(0, 1000))
def test_exchanged_models_give_the_opposite(n: int, seed: int) -> None:
    gold, a, b = np.random.default_rng(seed).integers(6, size=(3, n))
    one, other = compare(gold, a, b), compare(gold, b, a)
    assert one.fixed == other.broken
    assert one.mcnemar_p == other.mcnemar_p
    assert one.accuracy.change.value == -other.accuracy.change.value
    assert one.macro_f1.change.low == pytest.approx(-other.macro_f1.change.high)
    assert one.is_better == other.is_worse


def test_a_better_model(gold: np.ndarray) -> None:
    found = compare(gold, spoilt(gold, range(40)), spoilt(gold, range(8)))
    assert (found.is_better, found.is_worse) == (True, False)
    assert found.accuracy.change.value == pytest.approx(0.08)
    assert found.fixed == tuple(f"bai-{number}" for number in range(8, 40))
    assert found.broken == ()
    assert found.mcnemar_p < 1e-6
    assert found.better_sections == SECTIONS[:5]
    assert verdict(found) == (
        "B is better by 5.5 to 11.0 points of accuracy and 5.5 to 11.0 points of macro F1; "
        "no section is shown to be worse"
    )


def test_a_worse_model(gold: np.ndarray) -> None:
    found = compare(gold, gold, spoilt(gold, range(40)))
    assert (found.is_better, found.is_worse) == (False, True)
    assert found.worse_sections == SECTIONS[:5]
    assert verdict(found).startswith("B is worse by ")
    assert verdict(found).endswith("; no section is shown to be better")


def test_a_better_model_that_loses_a_section(gold: np.ndarray) -> None:
    """A misses some of every section but 4, B half of that one."""
    a = np.where((gold < 4) & (np.arange(400) < 200), 5, gold)
    b = np.where((gold == 4) & (np.arange(400) < 200), 5, gold)
    found = compare(gold, a, b)
    assert found.is_better
    assert found.worse_sections == [SECTIONS[4]]
    assert verdict(found).endswith("; worse in Mục 4")


def test_models_that_each_have_their_sections(gold: np.ndarray) -> None:
    a = np.where((gold == 0) & (np.arange(400) < 200), 5, gold)
    b = np.where((gold == 1) & (np.arange(400) < 200), 5, gold)
    found = compare(gold, a, b)
    assert verdict(found) == (
        "no difference can be shown, but B is better in Mục 0 and worse in Mục 1"
    )


def test_more_accurate_on_the_large_section_and_worse_on_the_small() -> None:
    gold = np.repeat([0, 1, 2], [560, 20, 20])
    a, b = gold.copy(), gold.copy()
    a[:60] = 3
    b[560:576] = 0
    found = compare(gold, a, np.where(gold == 0, np.where(np.arange(600) < 8, 3, b), b))
    assert (found.is_better, found.is_worse) == (True, True)
    said = verdict(found)
    assert "points of accuracy and worse by" in said
    assert said.endswith("points of macro F1; worse in Mục 1, better in Mục 0")


def test_the_same_model(gold: np.ndarray) -> None:
    answers = spoilt(gold, range(50))
    found = compare(gold, answers, answers)
    assert found.accuracy.change == found.macro_f1.change == Interval(0, 0, 0)
    assert (found.agreement, found.mcnemar_p, found.differing) == (1, 1, 0)
    assert {each.adjusted_p for each in found.per_section} == {1}
    assert verdict(found) == "both give the same answers"


def test_a_perfect_model_beside_itself(gold: np.ndarray) -> None:
    found = compare(gold, gold, gold)
    assert found.accuracy.a == found.macro_f1.b == 1
    assert not found.is_better


@pytest.mark.parametrize("answer", [0, 1])
def test_one_article_shows_nothing(answer: int) -> None:
    found = compare(np.array([0]), np.array([0]), np.array([answer]))
    assert not found.is_worse
    assert len(found.broken) == answer
    assert verdict(found) in {"both give the same answers", "no difference can be shown"}


def test_a_hundred_copies_of_one_article_show_nothing() -> None:
    gold = np.zeros(100, int)
    found = compare(gold, gold, gold + 1, groups=gold)
    assert (found.differing, found.is_worse) == (1, False)


def test_sections_without_an_article_are_not_compared(gold: np.ndarray) -> None:
    found = compare(gold, np.full(400, 5), gold)
    assert [each.section for each in found.per_section] == SECTIONS[:5]
    assert [each.support for each in found.per_section] == [80] * 5


@pytest.mark.slow
def test_answers_that_differ_by_chance_rarely_show_a_difference() -> None:
    """Two models right by the same chance: some 5 % of corpora may look otherwise."""
    random = np.random.default_rng(0)
    gold = np.arange(300) % 5
    shown = 0
    for _ in range(30):
        a, b = (np.where(random.random(300) < 0.8, gold, 5) for _ in "ab")
        found = compare(gold, a, b)
        shown += found.accuracy.change.low > 0 or found.accuracy.change.high < 0
    assert shown <= 5
