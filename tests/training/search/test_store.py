"""Answers on disk."""

from pathlib import Path

import numpy as np
import pytest

from training.config import TrainConfig, load_config
from training.search.steps import Step
from training.search.store import Answered, Store

ANSWERED = Answered(np.array([[1, 0, 2]], dtype=np.uint16), 1.5)
STEP = Step(3, 0)


def test_answers_come_back(tmp_path: Path) -> None:
    Store(tmp_path).save(TrainConfig(), STEP, ANSWERED)
    found = Store(tmp_path).load(TrainConfig(), STEP)
    assert found is not None
    np.testing.assert_array_equal(found.answers, ANSWERED.answers)
    assert found.seconds == 1.5


def test_answers_belong_to_one_configuration_and_one_step(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(TrainConfig(), STEP, ANSWERED)
    assert store.load(load_config(settings=["classifier.C=0.9"]), STEP) is None
    assert store.load(TrainConfig(), Step(6, 1)) is None
    named = load_config(settings=["name=tin", "decision.precision=0.5"])
    assert store.load(named, STEP) is not None


@pytest.mark.parametrize("left", [0, 10, 200])
def test_damaged_answers_are_none(left: int, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save(TrainConfig(), STEP, ANSWERED)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:left])
    assert store.load(TrainConfig(), STEP) is None
