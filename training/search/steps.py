"""How a candidate is put to the test: a little at first, on all folds if it deserves it."""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.corpus import Corpus
from training.examples import Examples
from training.splits import NEVER, Split

THIRDS: Final = 3
"""In how many articles of a fold one is learnt from in the first step of all."""

_ENOUGH: Final = 3_000
"""Articles that make a third of a corpus worth learning from."""


class Step(NamedTuple):
    """A fold to hold out, and how much of the rest to learn from.

    Attributes
    ----------
    work : int
        What a candidate that has come so far has been given, in thirds of a fold.
    fold : int
    whole : bool
        Whether all the rest is learnt from, or a third of it.
    """

    work: int
    fold: int
    whole: bool = True


class Plan:
    """The steps of every candidate.

    Parameters
    ----------
    corpus : Corpus
        Near-duplicates grouped.
    split : Split
    desks : ndarray of intp, shape (n_articles,)
    """

    def __init__(self, corpus: Corpus, split: Split, desks: NDArray[np.intp]) -> None:
        self._labels, self._split, self._desks = corpus.labels, split, desks
        whole = [Step(THIRDS * (fold + 1), fold) for fold in range(split.number)]
        sampled = [Step(1, 0, whole=False)] if len(corpus.labels) >= THIRDS * _ENOUGH else []
        self.steps = (*sampled, *whole)

    @property
    def folds(self) -> int:
        """How many there are in all."""
        return self._split.number

    def held_out(self, fold: int) -> NDArray[np.intp]:
        """Return the articles of a fold."""
        return np.flatnonzero(self._split.folds == fold)

    def exam(
        self, step: Step, examples: Examples
    ) -> tuple[Examples, NDArray[np.intp], NDArray[np.intp], Split]:
        """Return what is needed to cross-validate a step, its only fold being the first.

        Returns
        -------
        examples : Examples
        labels : ndarray of intp, shape (n_articles,)
        desks : ndarray of intp, shape (n_articles,)
        split : Split
        """
        split, labels, desks = self._split, self._labels, self._desks
        single = replace(split, folds=np.where(split.folds == step.fold, 0, NEVER))
        if step.whole:
            return examples, labels, desks, single
        taken = np.flatnonzero((single.folds == 0) | (split.groups % THIRDS == 0))
        few = examples._replace(
            counts=examples.counts[examples.rows(taken)], lengths=examples.lengths[:, taken]
        )
        parts = Split(single.folds[taken], split.groups[taken])
        return few, labels[taken], desks[taken], parts
