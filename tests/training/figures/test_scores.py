import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import top_k_accuracy_score

from tests.training.samples import answers_of, drawn_answers
from training.figures.novelty import Novelty, Seen
from training.figures.scores import Score, top_k_accuracy
from training.resampling import Draws


@settings(max_examples=30)
@given(n=st.integers(1, 100), seed=st.integers(0, 1000))
def test_top_k_equals_that_of_scikit_learn(n: int, seed: int) -> None:
    answers = drawn_answers(n, seed, columns=20)
    found = top_k_accuracy(answers, Draws(answers.groups, seed=0))
    assert list(found) == [1, 2, 3, 5]
    for k, accuracy in found.items():
        assert accuracy.value == top_k_accuracy_score(
            answers.gold, answers.probabilities, k=k, labels=range(20)
        )
        assert accuracy.low <= accuracy.value <= accuracy.high


def test_no_more_sections_are_asked_for_than_there_are() -> None:
    answers = answers_of(np.array([0, 1, 7]), np.full((3, 2), 0.5))
    found = top_k_accuracy(answers, Draws(answers.groups, seed=0))
    assert {k: accuracy.value for k, accuracy in found.items()} == {1: 1 / 3, 2: 2 / 3}


def test_a_part_of_the_articles_is_scored_as_if_it_were_all() -> None:
    answers = drawn_answers(60, 0)
    gold, predicted, among = answers.gold, answers.predicted, np.arange(60) % 3 == 0
    part = Score.of(gold, predicted, 20, Draws(np.arange(60), seed=0), among)
    alone = Score.of(gold[among], predicted[among], 20, Draws(np.arange(20), seed=0), among[among])
    assert part
    assert alone
    assert (part.n, part.accuracy.value, part.macro_f1.value) == (
        alone.n,
        alone.accuracy.value,
        alone.macro_f1.value,
    )


def test_what_was_learnt_from_is_left_out_and_counted() -> None:
    gold = np.array([0, 0, 1, 1])
    answers = answers_of(gold, np.eye(2)[[0, 0, 0, 1]])
    draws = Draws(answers.groups, seed=0)
    near = np.array([True, False, True, False])
    found = Novelty.of(answers, draws, Seen("corpus", near, copies=1)).to_dict()
    assert (found["seen"], found["copies"], found["n"]) == (2, 1, 2)
    assert found["accuracy"]["value"] == 1


def test_what_is_not_known_or_not_there_has_a_reason() -> None:
    answers = answers_of(np.array([0]), np.eye(2)[[0]])
    draws = Draws(answers.groups, seed=0)
    unknown = Novelty.of(answers, draws, None).to_dict()
    assert (unknown["reason_code"], unknown["n"], unknown["accuracy"]) == ("not-known", None, None)
    none = Novelty.of(answers, draws, Seen("sketch", np.array([True]))).to_dict()
    assert (none["reason_code"], none["n"], none["accuracy"]) == ("none-left", 0, None)
