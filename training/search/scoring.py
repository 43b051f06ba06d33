"""The figures of candidates on the folds that they have seen."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from data.errors import NothingToCount
from training.config import TrainConfig
from training.helpers import Desk, Helpers
from training.search.examining import Examiner, Question
from training.search.material import Material
from training.search.steps import Plan, Step
from training.search.store import Answered, Store
from training.tally import Tally


class Scorer:
    """Lets candidates answer the articles that they have not learnt from, and counts what is right.

    Parameters
    ----------
    material : Material
    store : Store
        Where answers of earlier searches are found.
    min_df : int
        The lowest of any candidate.
    jobs : int
        Threads to use here. The answers do not depend on it.
    """

    def __init__(self, material: Material, store: Store, *, min_df: int, jobs: int) -> None:
        self.plan = Plan(material.corpus, material.split, material.read.desks)
        self.labels = material.corpus.labels
        self.sections = material.corpus.sections
        self._examiner = Examiner(material, min_df)
        self._store = store
        self._jobs = jobs

    @contextmanager
    def desk(self, helpers: Helpers) -> Iterator["RememberingDesk"]:
        """Open a place where questions are answered."""
        with helpers.desk(self._examiner) as desk:
            yield RememberingDesk(desk, self._store)

    def is_known(self, question: Question) -> bool:
        """Tell whether a question was answered before."""
        return self._store.load(question.config, question.step) is not None

    def answer(self, config: TrainConfig, step: Step) -> Answered:
        """Answer the articles of a fold here, unless that was done before.

        Raises
        ------
        NothingToCount, Inseparable
        """
        known = self._store.load(config, step)
        if known is not None:
            return known
        answered = self._examiner.do(Question(0, config, step), self._jobs)
        if answered is None:
            raise NothingToCount(config.features.min_df)
        self._store.save(config, step, answered)
        return answered

    def all_answers(self, config: TrainConfig) -> NDArray[np.intp]:
        """Return the answers to all articles that are held out at all, in their own order.

        Returns
        -------
        ndarray of intp, shape (n_parts, n_scored)
        """
        whole = [step for step in self.plan.steps if step.whole]
        places = np.concatenate([self.plan.held_out(step.fold) for step in whole])
        answers = np.concatenate([self.answer(config, step).answers for step in whole], axis=1)
        return answers[:, np.argsort(places)].astype(np.intp)

    def tally(self, fold: int, answered: Answered | None) -> Tally:
        """Count what is right of the answers to the articles of a fold; of none, nothing."""
        gold = self.labels[self.plan.held_out(fold)]
        if answered is not None:
            return Tally.of(gold, answered.answers[0].astype(np.intp), len(self.sections))
        none = np.zeros(len(self.sections))
        return Tally(none, np.bincount(gold, minlength=len(none)).astype(np.float64), none)


class RememberingDesk:
    """A desk that is not asked twice; see `training.helpers.Desk`.

    Parameters
    ----------
    desk : Desk
    store : Store
        Of the answers, those of earlier searches too.
    """

    def __init__(self, desk: Desk[Question, Answered | None], store: Store) -> None:
        self._desk, self._store = desk, store
        self._known: list[tuple[Question, Answered]] = []

    @property
    def free(self) -> int:
        """How many more questions there is room for now."""
        return max(self._desk.free - len(self._known), 0)

    @property
    def busy(self) -> bool:
        """Whether a question is not answered yet."""
        return bool(self._known) or self._desk.busy

    def begin(self, question: Question) -> None:
        """Have a question answered."""
        known = self._store.load(question.config, question.step)
        if known is None:
            self._desk.begin(question)
        else:
            self._known.append((question, known))

    def finish(self) -> tuple[Question, Answered | None]:
        """Wait for one of the answers; None from a candidate that finds nothing to count."""
        if self._known:
            return self._known.pop(0)
        question, answered = self._desk.finish()
        if answered is not None:
            self._store.save(question.config, question.step, answered)
        return question, answered
