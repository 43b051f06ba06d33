"""What is tried when, as time and helpers allow."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import optuna
import pytest

from training.config import TrainConfig
from training.helpers import Alone
from training.search.clock import Clock
from training.search.examining import Question
from training.search.exploring import Explorer
from training.search.material import Material
from training.search.scoring import Scorer
from training.search.space import Space
from training.search.standing import Candidate, Standing
from training.search.store import Answered, Store

DEAR: Final = "logistic_regression"


class Helpers(Alone):
    """Answer at random, several at once, the last one asked first; some candidates are dear."""

    def __init__(self, places: int, scorer: Scorer, seconds: float = 0.0) -> None:
        super().__init__()
        self.places, self._scorer, self._seconds = places, scorer, seconds
        self.asked: list[Question] = []
        self._open: list[Question] = []

    @contextmanager
    def desk(self, task: object) -> Iterator[Any]:  # noqa: ARG002 - they do as they like
        yield self

    @property
    def free(self) -> int:
        return self.places - len(self._open)

    @property
    def busy(self) -> bool:
        return bool(self._open)

    def begin(self, question: Question) -> None:
        assert self.free
        self.asked.append(question)
        self._open.append(question)

    def finish(self) -> tuple[Question, Answered]:
        question = self._open.pop()
        held_out = self._scorer.plan.held_out(question.step.fold)
        dice = np.random.default_rng([question.candidate, question.step.work])
        answers = dice.integers(len(self._scorer.sections), size=(3, len(held_out)))
        dear = question.config.classifier.kind == DEAR
        return question, Answered(answers.astype(np.uint16), self._seconds if dear else 0.01)


class Exploration:
    """An explorer whose candidates have answers at once."""

    def __init__(self, material: Material, folder: Path, places: int, seconds: float = 0.0) -> None:
        self.space = Space(TrainConfig())
        self.study = optuna.create_study(
            direction="maximize",
            sampler=optuna.samplers.TPESampler(seed=0),
            pruner=optuna.pruners.SuccessiveHalvingPruner(1, reduction_factor=3),
        )
        self.study.enqueue_trial(self.space.parameters)
        self.scorer = Scorer(material, Store(folder), min_df=2, jobs=1)
        self.helpers = Helpers(places, self.scorer, seconds)
        self.explorer = Explorer(self.study, self.space, self.scorer, self.helpers)
        self.ended: list[Candidate] = []

    def watch(self, standing: Standing, ended: Candidate | None = None) -> None:
        assert standing.candidates or ended is None
        self.ended += [ended] if ended else []

    def go(self, minutes: float, most: int | None = None) -> Standing:
        self.explorer.explore(Clock(60 * minutes), self.watch, most)
        return self.explorer.standing()


def test_the_start_is_alone_with_all_its_folds(material: Material, tmp_path: Path) -> None:
    exploration = Exploration(material, tmp_path, places=20)
    standing = exploration.go(5, most=30)
    folds = len(exploration.scorer.plan.steps)
    first, others = exploration.helpers.asked[:folds], exploration.helpers.asked[folds:]
    assert [question.config for question in first] == [TrainConfig()] * folds
    assert len({question.candidate for question in others[:20]}) == 20
    assert standing.start.state == "done"
    assert list(standing.start.course) == [step.work for step in exploration.scorer.plan.steps]


@pytest.mark.parametrize("places", [1, 3, 20])
def test_every_candidate_ends_and_is_shown_once(
    material: Material, tmp_path: Path, places: int
) -> None:
    exploration = Exploration(material, tmp_path, places)
    standing = exploration.go(5, most=25)
    assert [each.number for each in standing.candidates] == list(range(1, 26))
    assert sorted(each.number for each in exploration.ended) == list(range(1, 26))
    assert {each.state for each in standing.candidates} == {"done", "dropped"}
    for candidate in standing.candidates:
        asked = {
            question.step.work
            for question in exploration.helpers.asked
            if question.candidate == candidate.number
        }
        assert set(candidate.course) == asked or candidate.config in {
            other.config for other in standing.candidates[: candidate.number - 1]
        }


def test_a_dear_candidate_does_not_end_the_search(material: Material, tmp_path: Path) -> None:
    """It is set aside: others for which there is time are tried."""
    exploration = Exploration(material, tmp_path, places=1, seconds=1e6)
    standing = exploration.go(0.05)
    kinds = [each.config.classifier.kind for each in standing.candidates]
    begun = kinds.index(DEAR)
    assert kinds.count(DEAR) == 1  # there was time for none that costs so much
    assert len(kinds) > begun + 3
    assert [each.state for each in standing.candidates].count("running") <= 1


def test_with_no_time_nothing_is_drawn(material: Material, tmp_path: Path) -> None:
    exploration = Exploration(material, tmp_path, places=2)
    assert exploration.go(0).candidates == []
    assert exploration.helpers.asked == []
