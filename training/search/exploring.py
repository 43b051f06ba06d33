"""Trying candidates, one after the other, until the time is up."""

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from data.errors import NothingToCount
from training.config import TrainConfig
from training.search.clock import Clock, Costs
from training.search.scoring import Scorer
from training.search.space import Space
from training.search.standing import Candidate, Standing, State, Watch
from training.search.steps import Step
from training.tally import Tally

if TYPE_CHECKING:
    from optuna.study import Study
    from optuna.trial import FrozenTrial, Trial

_SEEN: Final = "seen"
"""Under which Optuna keeps a trial's accuracy and its seconds."""

_WHOLE: Final = 5.0
"""How much longer a whole fold may take than a third of one."""


class _Scored(NamedTuple):
    """What is right of a fold, and what that took."""

    tally: Tally
    seconds: float


class _Course:
    """What a candidate has come to.

    `last` tells what is right of all folds so far, or of the first by a model of few articles, and
    `expected` what the next step may take, in seconds.
    """

    def __init__(self, expected: float) -> None:
        self._whole: Tally | None = None
        self.expected = expected
        self.last = Tally(*np.zeros((3, 1)))
        self.seconds = 0.0

    def add(self, scored: _Scored, *, whole: bool) -> None:
        """Add a fold; a step of a few articles is not added to folds that follow."""
        self.seconds += scored.seconds
        self.expected = scored.seconds if whole else _WHOLE * scored.seconds
        before, self.last = self._whole, scored.tally
        if whole:
            self.last = Tally(*map(np.add, before, self.last)) if before else self.last
            self._whole = self.last


class Explorer:
    """Lets Optuna choose candidates and drop them.

    Parameters
    ----------
    study : optuna.Study
    space : Space
    scorer : Scorer
    """

    def __init__(self, study: "Study", space: Space, scorer: Scorer) -> None:
        self._study = study
        self._space = space
        self._scorer = scorer
        self._costs = Costs()
        self._ended: dict[int, Candidate] = {}

    def explore(self, clock: Clock, watch: Watch, most: int | None = None) -> None:
        """Try candidates until the time is up, or there are as many as wanted.

        Parameters
        ----------
        clock : Clock
        watch : Watch
        most : int, optional
            Candidates in all, those of earlier searches among them.
        """
        watch(self.standing())
        while clock.left > 0 and (most is None or len(self._ended) < most):
            trial = self._study.ask()
            if not self._try(trial, self._space.suggest(trial), clock, watch):
                break
            standing = self.standing()
            watch(standing, standing.candidates[-1])

    def standing(self) -> Standing:
        """Return what is known now."""
        from optuna.trial import TrialState

        states: dict[TrialState, State] = {
            TrialState.RUNNING: "running",
            TrialState.PRUNED: "dropped",
            TrialState.COMPLETE: "done",
        }
        trials = self._study.get_trials(deepcopy=False, states=tuple(states))
        scored = [trial for trial in trials if trial.intermediate_values]
        candidates = [
            self._ended.get(number) or self._candidate(number, trial, states[trial.state])
            for number, trial in enumerate(scored, 1)
        ]
        self._ended |= {each.number: each for each in candidates if each.state != "running"}
        return Standing(candidates, self._scorer.plan.folds)

    def _candidate(self, number: int, trial: "FrozenTrial", state: State) -> Candidate:
        config = self._space.config(trial.params)
        accuracy, seconds = trial.user_attrs.get(_SEEN, (0.0, 0.0))
        return Candidate(
            number=number,
            config=config,
            changes=self._space.changes(config),
            state=state,
            course=trial.intermediate_values,
            accuracy=accuracy,
            seconds=seconds,
        )

    def _try(self, trial: "Trial", config: TrainConfig, clock: Clock, watch: Watch) -> bool:
        """Give a candidate one step after the other; return whether there was time for it."""
        from optuna.trial import TrialState

        kind = config.classifier.kind
        course = _Course(self._costs.expected(kind))
        for step in self._scorer.plan.steps:
            if course.expected > clock.left:
                return False
            scored = self._score(config, step)
            if step is self._scorer.plan.steps[0]:
                self._costs.note(kind, scored.seconds)
            course.add(scored, whole=step.whole)
            trial.set_user_attr(_SEEN, (float(course.last.accuracy()), course.seconds))
            trial.report(float(course.last.macro_f1()), step.work)
            watch(self.standing())
            # The start is judged by the others, and they by it: it sees all folds.
            if trial.should_prune() and config != self._space.start:
                self._study.tell(trial, state=TrialState.PRUNED)
                return True
        self._study.tell(trial, float(course.last.macro_f1()))
        return True

    def _score(self, config: TrainConfig, step: Step) -> _Scored:
        """Let a candidate answer a fold; one that finds nothing to count has nothing right."""
        try:
            answered = self._scorer.answer(config, step)
        except NothingToCount:
            if config == self._space.start:
                raise
            return _Scored(self._scorer.nothing_right(step.fold), 0.0)
        return _Scored(self._scorer.tally(step.fold, answered), answered.seconds)
