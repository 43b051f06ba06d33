import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from tests.training.samples import answers_of, drawn_answers
from training.figures.calibration import Calibration, expected_calibration_error
from training.resampling import Draws


def calibration(answers: object, **other: object) -> Calibration:
    return Calibration.of(answers, Draws(answers.groups, seed=0), **other)  # type: ignore[arg-type, attr-defined]


@settings(max_examples=30)
@given(n=st.integers(1, 100), seed=st.integers(0, 1000))
def test_losses_equal_their_definitions_to_the_last_digit(n: int, seed: int) -> None:
    answers = drawn_answers(n, seed, columns=20)
    found = calibration(answers)
    expected = log_loss(answers.gold, answers.probabilities, labels=range(20))
    assert found.log_loss.value == expected
    truth = np.eye(20)[answers.gold]
    assert found.brier.value == np.mean(((answers.probabilities - truth) ** 2).sum(axis=1))


def test_a_section_that_is_not_known_costs_a_finite_amount() -> None:
    found = calibration(answers_of(np.array([19]), np.array([[1.0, 0.0]])))
    assert found.log_loss.value == pytest.approx(36.04, abs=0.01)
    assert found.brier.value == 2


def test_bins_hold_every_answer_once() -> None:
    answers = drawn_answers(300, 2)
    found = calibration(answers)
    assert sum(each.n for each in found.reliability) == 300
    assert all(each.low <= each.confidence <= each.high for each in found.reliability)
    assert [section.n for section in found.per_section] == np.bincount(
        answers.predicted, minlength=20
    ).tolist()
    gaps = [each.n * abs(each.accuracy.value - each.confidence) for each in found.reliability]
    assert found.ece.value == pytest.approx(sum(gaps) / 300)


def test_calibration_error_of_a_model_that_is_as_sure_as_it_is_right() -> None:
    random = np.random.default_rng(0)
    confidence = random.uniform(0.2, 1, 50_000)
    honest = random.random(50_000) < confidence
    assert expected_calibration_error(confidence, honest) < 0.02
    assert expected_calibration_error(confidence, np.ones(50_000, bool)) == pytest.approx(
        0.4, abs=0.01
    )


def test_chance_tells_an_honest_model_from_a_boaster() -> None:
    random = np.random.default_rng(0)
    sure = random.uniform(0.5, 1, 400)
    right = random.random(400) < sure
    honest = calibration(answers_of(np.where(right, 0, 1), np.stack([sure, 1 - sure], axis=1)))
    assert 0 < honest.by_chance.mean < honest.by_chance.high
    assert honest.ece.value < honest.by_chance.high
    wrong = random.random(400) < sure - 0.3
    boaster = calibration(answers_of(np.where(wrong, 0, 1), np.stack([sure, 1 - sure], axis=1)))
    assert boaster.ece.value > boaster.by_chance.high
