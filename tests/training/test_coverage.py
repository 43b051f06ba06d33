"""Whether intervals cover the truth as often as they say, on corpora of which it is known."""

from collections import Counter

import numpy as np
import pytest

from tests.training.samples import answers_of
from training.evaluation import Evaluation
from training.figures.answers import Answers
from training.figures.traits import Traits, Variant
from training.tally import Interval

CORPORA = 800
GROUPS = 400


def drawn(random: np.random.Generator, groups: int) -> Answers:
    """Draw articles of three sections, a third of them copied once or twice, and what a model says.

    It is too sure of itself, and best at the first section.
    """
    gold = random.choice(3, size=groups, p=[0.5, 0.3, 0.2])
    scores = 1.5 * (np.eye(3)[gold] + random.normal(size=(groups, 3)) + [0.3, 0, 0])
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    group = np.repeat(np.arange(groups), random.choice([1, 2, 3], size=groups, p=[0.7, 0.2, 0.1]))
    return answers_of(gold[group], chances[group], threshold=0.7, groups=group)


def figures(answers: Answers) -> dict[str, Interval]:
    short = answers.probabilities[:, 2] < 0.5
    guesses = np.where(answers.probabilities[:, 0] > 0.2, 0, answers.predicted)
    found = Evaluation.of(
        answers,
        seed=0,
        basis="test corpus",
        traits=Traits(variants={"cut": Variant(short, guesses)}),
    )
    (cut,) = found.slices["text"].rows
    own = found.coverage.own
    assert own
    assert own.accuracy
    assert cut.difference
    return {
        "accuracy": found.accuracy,
        "macro F1": found.macro_f1,
        "weighted F1": found.weighted_f1,
        "recall of the smallest": found.per_section[2].recall,
        "precision of the smallest": found.per_section[2].precision,
        "among the first two": found.top_k[2],
        "Brier": found.calibration.brier,
        "log loss": found.calibration.log_loss,
        "calibration error": found.calibration.ece,
        "coverage": own.coverage,
        "accuracy of the accepted": own.accuracy,
        "accuracy of a part": cut.score.accuracy,
        "change by a cut": cut.difference,
    }


@pytest.mark.slow
def test_intervals_cover_the_truth_as_often_as_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    _draw(monkeypatch, 2)
    truth = {name: figure.value for name, figure in figures(drawn(random, 400_000)).items()}
    _draw(monkeypatch, 500)
    covered: Counter[str] = Counter()
    for _ in range(CORPORA):
        for name, figure in figures(drawn(random, GROUPS)).items():
            covered[name] += figure.low <= truth[name] <= figure.high
    shares = {name: covered[name] / CORPORA for name in truth}
    assert all(0.93 <= share <= 0.97 for share in shares.values()), shares


def _draw(monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    """Draw fewer corpora than usual: the test shall end, and the truth needs no interval."""
    for module in ("training.resampling", "training.figures.calibration"):
        monkeypatch.setattr(f"{module}.ROUNDS", rounds)
