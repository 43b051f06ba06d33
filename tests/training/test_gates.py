from typing import Any

import numpy as np
import pytest

from data.errors import UnknownSection, UsageError
from data.sections import Section
from training.evaluation import Evaluation
from training.figures.answers import Answers
from training.gates import Failure, Gate, failures, parse_gates

SECTIONS = [Section("thoi-su", "Thời sự"), Section("xe", "Xe"), Section("du-lich", "Du lịch")]


@pytest.fixture
def evaluation() -> Evaluation:
    """Of ten articles nine are right; "Du lịch" has none and is never answered."""
    gold = np.array([0] * 5 + [1] * 5)
    predicted = np.array([0] * 5 + [1] * 4 + [0])
    answers = Answers(
        SECTIONS,
        gold,
        np.eye(3)[predicted] * 0.7 + 0.1,
        groups=np.arange(10),
        ids=[str(place) for place in range(10)],
    )
    return Evaluation.of(answers, seed=0, basis="test corpus")


def failing(evaluation: Evaluation, *under: str, over: tuple[str, ...] = ()) -> list[Failure]:
    return failures(parse_gates(under, over, SECTIONS), evaluation)


def test_a_figure_may_reach_its_bound(evaluation: Evaluation) -> None:
    assert failing(evaluation, "accuracy=0.9", "recall.thoi-su=1", "recall.xe=0.8") == []


def test_what_fails_is_told_in_order(evaluation: Evaluation) -> None:
    failed = failing(evaluation, "accuracy=0.91", "macro_f1=0.1", "recall.xe=0.9", over=("ece=0",))
    assert [failure.gate.figure for failure in failed] == ["accuracy", "recall.xe", "ece"]
    assert [failure.value for failure in failed] == [0.9, 0.8, pytest.approx(0.1)]
    assert [failure.gate.is_ceiling for failure in failed] == [False, False, True]


@pytest.mark.parametrize(
    "figure", ["accuracy", "macro_f1", "weighted_f1", "precision.xe", "recall.xe", "f1.thoi-su"]
)
def test_every_figure_is_the_one_of_the_evaluation(figure: str, evaluation: Evaluation) -> None:
    plain: Any = evaluation.to_dict()
    name, _, slug = figure.partition(".")
    expected = (plain["per_section"][slug] if slug else plain)[name]["value"]
    assert Gate(figure, 0.5).value(evaluation) == expected


def test_a_section_without_an_article_passes_no_gate(evaluation: Evaluation) -> None:
    assert failing(evaluation, "recall.du-lich=0") == [Failure(Gate("recall.du-lich", 0), None)]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("f2=0.9", "no figure 'f2'; it takes accuracy, macro_f1, weighted_f1, precision.SLUG"),
        ("accuracy.xe=0.9", "no figure 'accuracy.xe'"),
        ("recall=0.9", "no figure 'recall'; it takes"),
        ("ece=0.9", "no figure 'ece'; it takes accuracy"),
        ("=0.9", "no figure ''"),
        ("accuracy", "give FIGURE=BOUND"),
        ("accuracy=", "a number from 0 to 1"),
        ("accuracy=93", "a number from 0 to 1"),
        ("accuracy=nan", "a number from 0 to 1"),
        ("accuracy=-0.1", "a number from 0 to 1"),
    ],
)
def test_what_is_no_gate_is_refused(written: str, says: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_gates([written], [], SECTIONS)
    assert says in str(refusal.value)
    assert f"--fail-under {written}: " in str(refusal.value)


def test_a_figure_one_wants_high_has_no_ceiling() -> None:
    with pytest.raises(UsageError, match=r"--fail-over accuracy=0[.]5: no figure 'accuracy'"):
        parse_gates([], ["accuracy=0.5"], SECTIONS)


def test_an_unknown_section_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownSection, match="no section 'tu-vi'; this model has thoi-su, xe"):
        parse_gates(["recall.tu-vi=0.9"], [], SECTIONS)
