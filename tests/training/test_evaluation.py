import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from data.sections import Section
from training.evaluation import Evaluation, expected_calibration_error
from training.tally import Interval

SECTIONS = [Section(f"muc-{number}", f"Mục {number}") for number in range(20)]


def evaluate(
    gold: np.ndarray,
    probabilities: np.ndarray,
    threshold: float | None = 0.5,
    groups: object = None,
) -> Evaluation:
    return Evaluation.of(
        SECTIONS,
        gold,
        probabilities,
        threshold=threshold,
        groups=np.arange(len(gold)) if groups is None else np.asarray(groups),
        seed=0,
        basis="test corpus",
    )


def drawn(n: int, seed: int, columns: int = 19) -> tuple[np.ndarray, np.ndarray]:
    """Labels of twenty sections and probabilities over `columns`: a model may not know them all."""
    random = np.random.default_rng(seed)
    return random.integers(20, size=n), random.dirichlet(np.full(columns, 0.3), size=n)


@settings(max_examples=40)
@given(n=st.integers(1, 200), seed=st.integers(0, 1000))
def test_figures_equal_those_of_scikit_learn_to_the_last_digit(n: int, seed: int) -> None:
    gold, probabilities = drawn(n, seed)
    predicted = probabilities.argmax(axis=1)
    found = evaluate(gold, probabilities)
    assert found.accuracy.value == accuracy_score(gold, predicted)
    assert found.macro_f1.value == f1_score(gold, predicted, average="macro", zero_division=0)
    assert found.weighted_f1.value == f1_score(gold, predicted, average="weighted", zero_division=0)
    each = precision_recall_fscore_support(gold, predicted, labels=range(20), zero_division=0)
    for name, values in zip(("precision", "recall", "f1"), each[:3], strict=True):
        assert [getattr(score, name).value for score in found.per_section] == values.tolist()
    assert [score.support for score in found.per_section] == each[3].tolist()


@settings(max_examples=20)
@given(n=st.integers(1, 40), seed=st.integers(0, 1000))
def test_every_interval_lies_within_0_and_1_and_nothing_is_nan(n: int, seed: int) -> None:
    found = evaluate(*drawn(n, seed)).to_dict()
    json.dumps(found, allow_nan=False)
    for figure in (found["accuracy"], found["macro_f1"], found["weighted_f1"]):
        assert 0 <= figure["low"] <= figure["high"] <= 1


def test_a_perfect_model() -> None:
    gold = np.arange(40) % 5
    found = evaluate(gold, np.eye(5)[gold], threshold=1.0)
    assert found.accuracy == found.macro_f1 == found.weighted_f1 == Interval(1, 1, 1)
    assert (found.ece, found.accepted, found.accepted_accuracy) == (0, 1, 1)


def test_one_article() -> None:
    found = evaluate(np.array([4]), np.array([[0.25, 0.75, 0.0, 0.0]]))
    assert found.accuracy == found.macro_f1 == Interval(0, 0, 0)
    assert found.ece == 0.75


def test_without_a_threshold_nothing_is_said_of_acceptance() -> None:
    found = evaluate(*drawn(20, 0), threshold=None)
    assert (found.accepted, found.accepted_accuracy) == (None, None)


def test_an_unreached_threshold_accepts_nothing() -> None:
    found = evaluate(*drawn(20, 0), threshold=1.0)
    assert (found.accepted, found.accepted_accuracy) == (0, None)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Of 60 corpora on which a model is right with chance 0.8, some 95 % must cover the 0.8."""
    random = np.random.default_rng(1)
    covered = 0
    for _ in range(60):
        right = random.random(150) < 0.8
        answers = np.eye(5)[np.where(right, 0, 1)]
        low, high = evaluate(np.zeros(150, int), answers).accuracy[1:]
        covered += low <= 0.8 <= high
    assert covered >= 53


def test_copies_are_no_further_evidence() -> None:
    gold, probabilities = drawn(30, 3)
    once = evaluate(gold, probabilities).accuracy
    copies = np.repeat(np.arange(30), 10)
    copied = evaluate(gold[copies], probabilities[copies], groups=copies).accuracy
    assert copied == pytest.approx(once)


def test_the_same_seed_draws_the_same_intervals() -> None:
    assert evaluate(*drawn(30, 3)).to_dict() == evaluate(*drawn(30, 3)).to_dict()


def test_calibration_error_of_a_model_that_is_as_sure_as_it_is_right() -> None:
    random = np.random.default_rng(0)
    confidence = random.uniform(0.2, 1, 50_000)
    honest = random.random(50_000) < confidence
    assert expected_calibration_error(confidence, honest) < 0.02
    assert expected_calibration_error(confidence, np.ones(50_000, bool)) == pytest.approx(
        0.4, abs=0.01
    )


def test_rows_of_the_confusion_are_the_corpus_s_sections() -> None:
    found = evaluate(np.array([0, 0, 4]), np.eye(4)[[0, 1, 2]])
    assert found.confusion[0].tolist() == [1, 1] + [0] * 18
    assert found.confusion[4].tolist() == [0, 0, 1] + [0] * 17
