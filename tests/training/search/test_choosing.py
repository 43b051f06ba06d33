"""Who is chosen, and by how much luck."""

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from tests.training.search.samples import candidate
from training.config import TrainConfig
from training.search.choosing import Choice, choose
from training.search.material import Material
from training.search.scoring import Scorer
from training.splits import Split

NUMBER, SECTIONS = 2_000, 4


class Answering:
    """Answers with labels of which a share is right, the same for one configuration."""

    def __init__(self, labels: np.ndarray, shares: dict[float, float]) -> None:
        self._labels, self._shares = labels, shares

    def all_answers(self, config: TrainConfig) -> np.ndarray:
        c = config.classifier.C
        random = np.random.default_rng(round(1000 * c) + 1)
        is_right = random.random(NUMBER) < self._shares[c]
        wrong = (self._labels + random.integers(1, SECTIONS, size=NUMBER)) % SECTIONS
        return np.where(is_right, self._labels, wrong)[None]


def chosen(shares: list[float], folds: int = 5) -> Choice:
    """Let candidates compete that are right so often; C is their number."""
    labels = np.arange(NUMBER) % SECTIONS
    corpus = SimpleNamespace(
        labels=labels, sections=[f"muc-{n}" for n in range(SECTIONS)], groups=np.arange(NUMBER)
    )
    split = Split(np.arange(NUMBER) // SECTIONS % folds, np.arange(NUMBER))
    numbers = range(1, len(shares) + 1)
    scorer = Answering(labels, dict(zip(map(float, numbers), shares, strict=True)))
    finalists = [candidate(number, C=float(number)) for number in numbers]
    material = Material(cast("object", None), corpus, split)  # type: ignore[arg-type]
    return choose(finalists, material, cast(Scorer, scorer), 0)


def test_a_better_one_is_chosen() -> None:
    choice = chosen([0.80, 0.70, 0.88])
    assert choice.chosen is choice.best
    assert choice.best.number == 3
    assert choice.fair is not None
    assert choice.fair.macro_f1.change.low > 0
    assert choice.parts["article"] == pytest.approx((0.8, 0.88), abs=0.03)


def test_a_lead_by_luck_does_not_count() -> None:
    """The best of many that are all as good looks better, and is not."""
    choice = chosen([0.80] * 20)
    assert choice.lead.macro_f1.change.value > 0
    assert choice.fair is not None
    assert choice.fair.macro_f1.change.value < choice.lead.macro_f1.change.value
    assert choice.chosen.number == 1


def test_the_start_may_be_the_best() -> None:
    choice = chosen([0.85, 0.70, 0.75])
    assert choice.chosen is choice.best is choice.start
    assert choice.lead.macro_f1.change.value == 0


def test_a_single_fold_tells_the_lead_alone() -> None:
    choice = chosen([0.70, 0.85], folds=1)
    assert choice.fair is None
    assert choice.chosen.number == 2
