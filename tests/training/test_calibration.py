import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from training.calibration import (
    choose_threshold,
    compress,
    fit_curve,
    fit_temperature,
    probabilities,
)


def drawn_articles(temperature: float, n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Scores, and labels drawn as the softmax at that temperature says."""
    random = np.random.default_rng(7)
    scores = random.normal(size=(n, 5))
    chances = probabilities(scores, temperature).cumsum(axis=1)
    labels = (random.random((n, 1)) > chances).sum(axis=1).clip(max=4)
    return scores, labels


@pytest.mark.parametrize("temperature", [0.1, 0.5, 1.0, 2.0])
def test_a_known_temperature_is_recovered(temperature: float) -> None:
    scores, labels = drawn_articles(temperature)
    assert fit_temperature(scores, labels) == pytest.approx(temperature, rel=0.15)


def test_scores_that_are_all_right_do_not_make_certainty() -> None:
    labels = np.arange(10) % 2
    scores = np.where(labels[:, None] == np.arange(2), 1.0, -1.0)
    confidence = probabilities(scores, fit_temperature(scores, labels)).max()
    assert 0.9 < confidence < 0.99


def test_probabilities_add_up_to_one_and_keep_the_order() -> None:
    scores = np.random.default_rng(0).normal(size=(50, 6)) * 100
    found = probabilities(scores, 0.01)
    np.testing.assert_allclose(found.sum(axis=1), 1)
    assert (found.argmax(axis=1) == scores.argmax(axis=1)).all()


confidences = arrays(
    float, st.integers(1, 40), elements=st.sampled_from([0.2, 0.3, 0.5, 0.7, 0.9, 0.99])
)


@given(confidence=confidences, precision=st.floats(0.05, 0.99), data=st.data())
def test_a_threshold_keeps_its_promise_and_is_the_lowest_that_does(
    confidence: np.ndarray, precision: float, data: st.DataObject
) -> None:
    correct = data.draw(arrays(bool, len(confidence)))
    threshold = choose_threshold(confidence, correct, precision)
    keeps = [
        value for value in np.unique(confidence) if correct[confidence >= value].mean() >= precision
    ]
    assert threshold == (min(keeps) if keeps else 1.0)


@pytest.mark.parametrize(("temperature", "compression"), [(0.3, 0.8), (0.5, 0.0), (0.2, 2.0)])
def test_a_known_curve_is_recovered(temperature: float, compression: float) -> None:
    random = np.random.default_rng(7)
    scores = random.normal(size=(20_000, 5))
    chances = probabilities(scores, temperature, compression)
    draws = random.random((len(scores), 1))
    labels = (draws > chances.cumsum(axis=1)).sum(axis=1).clip(max=4)
    found = probabilities(scores, *fit_curve(scores, labels))
    assert np.abs(found - chances).mean() < 0.01


@given(arrays(float, (4, 3), elements=st.floats(-3, 3)), st.floats(0, 5))
def test_compression_keeps_the_order(scores: np.ndarray, compression: float) -> None:
    np.testing.assert_array_equal(
        scores.argsort(axis=1, kind="stable")[:, -1],
        compress(scores, compression).argsort(axis=1, kind="stable")[:, -1],
    )
