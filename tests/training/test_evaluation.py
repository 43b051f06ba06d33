import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from tests.training.samples import SECTIONS, answers_of, drawn_answers
from training.evaluation import Evaluation
from training.figures.answers import Answers
from training.figures.traits import Traits, Variant
from training.tally import Interval


def evaluate(answers: Answers, traits: Traits | None = None) -> Evaluation:
    return Evaluation.of(answers, seed=0, basis="test corpus", traits=traits)


def numbers(value: object) -> Iterator[float]:
    """Yield every number in plain values."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, int | float):
        yield value


def rich(answers: Answers) -> Traits:
    """Return traits of every kind, some articles without."""
    n = len(answers)
    random = np.random.default_rng(n)
    months = np.arange("2024-01", "2024-04", dtype="datetime64[M]").astype("datetime64[D]")
    days = np.append(months, np.datetime64("NaT"))
    changed = random.random(n) < 0.7
    return Traits(
        lengths=random.integers(1000, size=n),
        publishers=random.choice(["", "báo a", "báo b"], size=n),
        published=random.choice(days, size=n),
        unseen=random.random(n).round(1),
        variants={"headline": Variant(changed, random.integers(answers.known, size=n))},
    )


@settings(max_examples=40)
@given(n=st.integers(1, 200), seed=st.integers(0, 1000))
def test_figures_equal_those_of_scikit_learn_to_the_last_digit(n: int, seed: int) -> None:
    answers = drawn_answers(n, seed)
    gold, predicted = answers.gold, answers.predicted
    found = evaluate(answers)
    assert found.accuracy.value == accuracy_score(gold, predicted)
    assert found.macro_f1.value == f1_score(gold, predicted, average="macro", zero_division=0)
    assert found.weighted_f1.value == f1_score(gold, predicted, average="weighted", zero_division=0)
    each = precision_recall_fscore_support(gold, predicted, labels=range(20), zero_division=0)
    for name, values in zip(("precision", "recall", "f1"), each[:3], strict=True):
        assert [getattr(score, name).value for score in found.per_section] == values.tolist()
    assert [score.support for score in found.per_section] == each[3].tolist()


@settings(max_examples=30)
@given(
    n=st.integers(1, 40),
    seed=st.integers(0, 1000),
    columns=st.integers(2, 20),
    threshold=st.sampled_from([None, 0.3, 1.0]),
)
def test_every_figure_is_a_sound_number(
    n: int, seed: int, columns: int, threshold: float | None
) -> None:
    """Warnings are errors here, and whatever the corpus lacks must not show as not a number."""
    answers = drawn_answers(n, seed, columns, threshold)
    found = evaluate(answers, rich(answers)).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert all(np.isfinite(number) for number in numbers(found))
    for figure in (found["accuracy"], found["macro_f1"], found["weighted_f1"]):
        assert 0 <= figure["low"] <= figure["value"] <= figure["high"] <= 1


def test_a_perfect_model() -> None:
    gold = np.arange(40) % 5
    answers = answers_of(gold, np.eye(5)[gold], threshold=1.0)
    found = evaluate(answers, rich(answers))
    sure = Interval(1, 1, 1)
    assert found.accuracy == found.macro_f1 == found.weighted_f1 == sure
    assert found.calibration.ece == found.calibration.brier == Interval(0, 0, 0)
    assert set(found.top_k.values()) == {sure}
    assert found.coverage.own
    assert (found.coverage.own.coverage, found.coverage.own.accuracy) == (sure, sure)
    assert len(found.coverage.curve) == 1
    assert (found.confusion.cells, found.suspicious_labels.n) == ((), 0)
    json.dumps(found.to_dict(), allow_nan=False)


def test_one_article() -> None:
    found = evaluate(answers_of(np.array([4]), np.array([[0.25, 0.75, 0.0, 0.0]])))
    assert found.accuracy == found.macro_f1 == Interval(0, 0, 0)
    assert found.calibration.ece == Interval(0.75, 0, 0.75)
    assert found.bootstrap.groups == 1


def test_a_corpus_of_one_section_that_the_model_does_not_know() -> None:
    found = evaluate(answers_of(np.full(30, 19), np.full((30, 4), 0.25))).to_dict()
    assert found["per_section"]["muc-19"]["support"] == 30
    assert [section["known_to_model"] for section in found["sections"]] == [True] * 4 + [False] * 16
    assert found["suspicious_labels"]["reason_code"] == "weak-model"
    assert found["top_k"][-1]["accuracy"]["value"] == 0


def test_without_a_threshold_nothing_is_said_of_acceptance() -> None:
    found = evaluate(drawn_answers(20, 0)).to_dict()
    assert found["accepted"] == {"share": None, "accuracy": None, "threshold": None}


def test_an_unreached_threshold_accepts_nothing() -> None:
    found = evaluate(drawn_answers(20, 0, threshold=1.0)).to_dict()
    assert found["accepted"] == {"share": 0, "accuracy": None, "threshold": 1}


def test_copies_are_no_further_evidence() -> None:
    once = drawn_answers(30, 3)
    copies = np.repeat(np.arange(30), 10)
    copied = replace(
        once,
        gold=once.gold[copies],
        probabilities=once.probabilities[copies],
        groups=copies,
        ids=["bài"] * 300,
    )
    first, second = evaluate(once), evaluate(copied)
    assert second.accuracy == pytest.approx(first.accuracy)
    assert second.calibration.brier == pytest.approx(first.calibration.brier)


def test_the_same_seed_draws_the_same_intervals() -> None:
    assert evaluate(drawn_answers(30, 3)).to_dict() == evaluate(drawn_answers(30, 3)).to_dict()


def test_the_order_of_sections_is_told_and_kept() -> None:
    found = evaluate(drawn_answers(50, 1)).to_dict()
    slugs = [section.slug for section in SECTIONS]
    assert [section["slug"] for section in found["sections"]] == slugs
    assert list(found["per_section"]) == slugs
    assert found["confusion"]["sections"] == slugs
    assert list(found["calibration"]["per_section"]) == slugs
