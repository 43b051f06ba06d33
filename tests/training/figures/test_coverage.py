import numpy as np
import pytest

from tests.training.samples import answers_of, drawn_answers
from training.figures.coverage import Coverage
from training.resampling import Draws


def two_sections(confidence: list[float], correct: list[bool], threshold: float | None) -> Coverage:
    sure = np.array(confidence)
    answers = answers_of(
        np.where(correct, 0, 1), np.stack([sure, 1 - sure], axis=1), threshold=threshold
    )
    return Coverage.of(answers, Draws(answers.groups, seed=0))


def test_a_threshold_costs_what_counting_says() -> None:
    found = two_sections([0.6, 0.75, 0.92, 0.99], [False, True, False, True], 0.75)
    told = {cut.threshold: cut for cut in found.thresholds}
    assert sorted(told) == [0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.95, 0.99]
    assert [(cut.n, cut.accuracy.value if cut.accuracy else None) for cut in told.values()] == [
        *[(4, 0.5)] * 3,
        *[(3, 2 / 3)] * 2,
        *[(2, 0.5)] * 2,
        *[(1, 1)] * 2,
    ]
    assert found.own == told[0.75]
    assert told[0.75].coverage.value == 0.75


def test_the_curve_ends_with_everything_accepted() -> None:
    answers = drawn_answers(999, 0)
    curve = Coverage.of(answers, Draws(answers.groups, seed=0)).curve
    assert len(curve) == 40
    assert [point.n for point in curve] == sorted({point.n for point in curve})
    assert (curve[-1].coverage, curve[-1].accuracy) == (1, answers.correct.mean())
    for point in curve:
        accepted = answers.confidence >= point.threshold
        assert accepted.sum() == point.n
        assert answers.correct[accepted].mean() == pytest.approx(point.accuracy)


def test_answers_of_one_confidence_are_accepted_together() -> None:
    found = two_sections([0.9] * 100, [True, False] * 50, None)
    assert [(point.n, point.accuracy) for point in found.curve] == [(100, 0.5)]
    assert found.own is None


def test_what_nothing_reaches_has_no_accuracy() -> None:
    found = two_sections([0.6, 0.6], [True, True], 1.0)
    assert found.own
    assert (found.own.n, found.own.coverage.high, found.own.accuracy) == (0, 0, None)
