"""Trying candidates, as many at once as there are helpers, until the time is up."""

from collections import deque
from typing import TYPE_CHECKING, Final

from data.errors import NothingToCount
from training.helpers import Helpers
from training.search.clock import Clock, Costs
from training.search.course import Course, Scored
from training.search.examining import Question
from training.search.scoring import Scorer
from training.search.space import Space
from training.search.standing import Candidate, Standing, State, Watch
from training.search.store import Answered

if TYPE_CHECKING:
    from optuna.study import Study
    from optuna.trial import FrozenTrial, TrialState

_SEEN: Final = "seen"
"""Under which Optuna keeps a trial's accuracy and its seconds."""

_DRAWN: Final = 10
"""Candidates that are drawn one after the other for one that there is time for."""


class Explorer:
    """Lets Optuna choose candidates and drop them.

    Parameters
    ----------
    study : optuna.Study
    space : Space
    scorer : Scorer
    helpers : Helpers
        Who lets them answer.
    """

    def __init__(self, study: "Study", space: Space, scorer: Scorer, helpers: Helpers) -> None:
        self._study = study
        self._space = space
        self._scorer = scorer
        self._helpers = helpers
        self._costs = Costs()
        self._ended: dict[int, Candidate] = {}
        self._under_way: dict[int, Course] = {}
        self._wanted: deque[Question] = deque()

    def explore(self, clock: Clock, watch: Watch, most: int | None = None) -> None:
        """Try candidates until the time is up, or there are as many as wanted.

        With one helper at a time, each candidate is chosen with all before it known. With several,
        those that are being tried are known to be, and no more.

        Parameters
        ----------
        clock : Clock
        watch : Watch
        most : int, optional
            Candidates in all, those of earlier searches among them.
        """
        watch(self.standing())
        with self._scorer.desk(self._helpers) as desk:
            while True:
                while desk.free and (question := self._next(clock, most)):
                    desk.begin(question)
                if not desk.busy:
                    return
                self._take(*desk.finish(), watch)

    def standing(self) -> Standing:
        """Return what is known now."""
        states = _states()
        candidates = [
            self._ended.get(number) or self._candidate(number, trial, states[trial.state])
            for number, trial in enumerate(self._tried(), 1)
            if trial.intermediate_values
        ]
        self._ended |= {each.number: each for each in candidates if each.state != "running"}
        return Standing(candidates, self._scorer.plan.folds)

    def _tried(self) -> "list[FrozenTrial]":
        """Return the trials that are candidates, in the order of trying."""
        return self._study.get_trials(deepcopy=False, states=tuple(_states()))

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

    def _next(self, clock: Clock, most: int | None) -> Question | None:
        """Return what to ask next, if there is time for anything."""
        while self._wanted:
            question = self._wanted.popleft()
            if self._fits(question, clock):
                return question
            # The candidate is set aside: the next search goes on with it.
        if any(self._is_start(course) for course in self._under_way.values()):
            return None  # all others are measured by it
        if most is not None and len(self._ended) + len(self._under_way) >= most:
            return None
        return self._draw(clock)

    def _draw(self, clock: Clock) -> Question | None:
        """Begin a candidate: the first of a few that there is time for."""
        from optuna.trial import TrialState

        for _ in range(_DRAWN):
            if clock.left <= 0:
                break
            trial = self._study.ask()
            config = self._space.suggest(trial)
            expected = self._costs.expected(config.classifier.kind)
            steps = self._scorer.plan.steps
            course = Course(len(self._tried()), trial, config, steps, expected)
            self._under_way[course.number] = course
            first, *others = course.questions
            if self._fits(first, clock):
                # The start sees all folds, whatever comes of the first.
                self._wanted.extend(others if self._is_start(course) else [])
                return first
            if self._is_start(course):
                break  # for the next search
            del self._under_way[course.number]
            self._study.tell(trial, state=TrialState.FAIL)
        return None

    def _fits(self, question: Question, clock: Clock) -> bool:
        """Tell whether there is time for a question."""
        expected = self._under_way[question.candidate].expected
        return expected <= clock.left or self._scorer.is_known(question)

    def _take(self, question: Question, answered: Answered | None, watch: Watch) -> None:
        """Let an answer count."""
        course, plan = self._under_way[question.candidate], self._scorer.plan
        if answered is None and self._is_start(course):
            raise NothingToCount(course.config.features.min_df)
        tally = self._scorer.tally(question.step.fold, answered)
        is_poor = False
        for step, scored in course.take(
            question.step, Scored(tally, answered.seconds if answered else 0.0)
        ):
            if step is plan.steps[0]:
                self._costs.note(course.config.classifier.kind, scored.seconds)
            course.trial.set_user_attr(_SEEN, (float(course.last.accuracy()), course.seconds))
            course.trial.report(float(course.last.macro_f1()), step.work)
            is_poor = course.trial.should_prune()
            watch(self.standing())
        self._go_on(course, watch, is_poor=is_poor)

    def _go_on(self, course: Course, watch: Watch, *, is_poor: bool) -> None:
        """End a candidate that is dropped or has seen all folds; else let it want its next."""
        from optuna.trial import TrialState

        is_start, questions = self._is_start(course), course.questions
        if questions and is_start:
            return  # it is judged by the others, and they by it: all its steps are wanted already
        if questions and not is_poor:
            self._wanted.append(questions[0])
            return
        if is_poor and not is_start:
            self._study.tell(course.trial, state=TrialState.PRUNED)
        else:
            self._study.tell(course.trial, float(course.last.macro_f1()))
        del self._under_way[course.number]
        standing = self.standing()
        watch(standing, self._ended[course.number])

    def _is_start(self, course: Course) -> bool:
        return course.config == self._space.start


def _states() -> "dict[TrialState, State]":
    """Return what Optuna calls the states of candidates."""
    from optuna.trial import TrialState

    return {
        TrialState.RUNNING: "running",
        TrialState.PRUNED: "dropped",
        TrialState.COMPLETE: "done",
    }
