"""The figures of a candidate on the folds that it has seen."""

import time

import numpy as np
from numpy.typing import NDArray

from training.config import TrainConfig
from training.crossvalidation import cross_validate
from training.progress import Silence
from training.search.families import Families
from training.search.material import Material
from training.search.steps import Plan, Step
from training.search.store import Answered, Store
from training.tally import Tally


class Scorer:
    """Lets candidates answer the articles that they have not learnt from.

    Parameters
    ----------
    material : Material
    store : Store
        Where answers of earlier searches are found.
    min_df : int
        The lowest of any candidate.
    jobs : int
        Threads to use. The answers do not depend on it.
    """

    def __init__(self, material: Material, store: Store, *, min_df: int, jobs: int) -> None:
        self.plan = Plan(material.corpus, material.split)
        self.labels = material.corpus.labels
        self.sections = material.corpus.sections
        self._families = Families(material.read, min_df)
        self._store = store
        self._jobs = jobs

    def answer(self, config: TrainConfig, step: Step) -> Answered:
        """Answer the articles of a fold, unless that was done before.

        Raises
        ------
        NothingToCount, Inseparable
        """
        known = self._store.load(config, step)
        if known is not None:
            return known
        examples = self._families.of(config.features)
        begun = time.monotonic()
        few, labels, split = self.plan.exam(step, examples)
        held_out = cross_validate(
            few,
            labels,
            split,
            config,
            max_features=config.features.max_features,
            jobs=self._jobs,
            progress=Silence(),
        )
        answers = held_out.scores.argmax(axis=2).astype(np.uint16)
        answered = Answered(answers, time.monotonic() - begun)
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

    def nothing_right(self, fold: int) -> Tally:
        """Count what is right of no answers at all."""
        gold = self.labels[self.plan.held_out(fold)]
        none = np.zeros(len(self.sections))
        return Tally(none, np.bincount(gold, minlength=len(none)).astype(np.float64), none)

    def tally(self, fold: int, answered: Answered) -> Tally:
        """Count what is right of the answers to the articles of a fold."""
        gold = self.labels[self.plan.held_out(fold)]
        return Tally.of(gold, answered.answers[0].astype(np.intp), len(self.sections))
