from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from training.paired import f1_p_values, holm, mcnemar

counts = st.integers(0, 60)


def exact_mid_p(fixed: int, broken: int) -> Fraction:
    """Sum the outcomes less likely than this one, and half of those as likely, in fractions."""
    n = fixed + broken
    less = sum(comb(n, k) for k in range(n + 1) if comb(n, k) < comb(n, fixed))
    alike = sum(comb(n, k) for k in range(n + 1) if comb(n, k) == comb(n, fixed))
    return Fraction(2 * less + alike, 2 ** (n + 1))


@given(fixed=counts, broken=counts)
def test_mcnemar_equals_an_exact_computation(fixed: int, broken: int) -> None:
    if fixed + broken:
        assert mcnemar(fixed, broken) == pytest.approx(float(exact_mid_p(fixed, broken)))


def test_mcnemar_without_a_change() -> None:
    assert mcnemar(0, 0) == 1


def test_mcnemar_of_a_published_example() -> None:
    """Fagerland, Lydersen and Laake, 2013, table 1: 1 against 7 children."""
    assert round(mcnemar(1, 7), 4) == round(mcnemar(7, 1), 4) == 0.0391


@given(fixed=st.integers(0, 100_000), broken=st.integers(0, 100_000))
def test_mcnemar_is_a_probability_and_knows_no_sides(fixed: int, broken: int) -> None:
    assert 0 <= mcnemar(fixed, broken) <= 1
    assert mcnemar(fixed, broken) == mcnemar(broken, fixed)


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_lies_between_no_correction_and_bonferroni(values: list[float]) -> None:
    p_values = np.array(values)
    adjusted = holm(p_values)
    assert (adjusted >= p_values).all()
    assert (adjusted <= np.minimum(p_values * len(values), 1)).all() or len(values) < 2
    assert (np.diff(adjusted[np.argsort(p_values)]) >= 0).all()


def enumerated(
    gold: np.ndarray, a: np.ndarray, b: np.ndarray, groups: np.ndarray, size: int
) -> np.ndarray:
    """Exchange the answers in every way there is, with the F1 of scikit-learn."""

    def f1(answers: np.ndarray) -> np.ndarray:
        scores = f1_score(gold, answers, labels=range(size), average=None, zero_division=0)
        return np.asarray(scores)

    def change(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return np.asarray(np.abs(f1(second) - f1(first)))

    real = change(a, b) - 1e-12
    ways = list(product((False, True), repeat=groups.max() + 1))
    found = []
    for way in ways:
        exchanged = np.array(way)[groups]
        found.append(change(np.where(exchanged, b, a), np.where(exchanged, a, b)) >= real)
    return np.average(found, axis=0)


@pytest.mark.parametrize("seed", range(3))
def test_p_values_are_those_of_all_ways_to_exchange_answers(seed: int) -> None:
    random = np.random.default_rng(seed)
    gold, a, b = random.integers(3, size=(3, 14))
    groups = np.arange(14) // 2
    found = f1_p_values(gold, a, b, size=4, groups=groups, seed=0)
    assert found == pytest.approx(enumerated(gold, a, b, groups, 4), abs=0.02)


def test_models_that_answer_alike_do_not_differ() -> None:
    answers = np.array([0, 1, 2, 1])
    found = f1_p_values(np.zeros(4, int), answers, answers, size=3, groups=np.arange(4), seed=0)
    assert found.tolist() == [1, 1, 1]


def test_copies_of_one_article_show_nothing() -> None:
    gold, alone = np.zeros(50, int), np.arange(50)
    wrong = np.ones(50, int)
    apart = f1_p_values(gold, gold, wrong, size=2, groups=alone, seed=0)
    copies = f1_p_values(gold, gold, wrong, size=2, groups=alone * 0, seed=0)
    assert apart[0] < 0.001
    assert copies.tolist() == [1, 1]
