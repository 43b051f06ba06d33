"""Out-of-fold scores: what the classifier says of articles it was not fitted on."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from model.selection import best_features
from model.weighting import SectionTfidf
from training.config import TrainConfig
from training.examples import Examples
from training.fitting import LinearClassifier, decision_scores, fit_steps
from training.helpers import Alone, Helpers, do_all
from training.progress import Progress
from training.splits import Split

UNKNOWN: Final = -1.0
"""Score of a section that nothing was learnt from: what a support vector machine says of one it
has seen no article of."""


class HeldOut(NamedTuple):
    """What was found of articles by models that have not seen them, part by part of an article.

    Attributes
    ----------
    scores : ndarray of float32, shape (n_parts, n_scored, n_sections)
    known : ndarray of float32, shape (n_parts, n_scored, 2)
        How many syllables, and how many pairs of neighbours, were known; 0 of an order that is not
        counted.
    lengths : ndarray of int64, shape (n_parts, n_scored)
        In syllables.
    """

    scores: NDArray[np.float32]
    known: NDArray[np.float32]
    lengths: NDArray[np.int64]


def cross_validate(
    examples: Examples,
    labels: NDArray[np.intp],
    split: Split,
    config: TrainConfig,
    *,
    max_features: int,
    jobs: int,
    progress: Progress,
    desks: NDArray[np.intp] | None = None,
    helpers: Helpers | None = None,
) -> HeldOut:
    """Score each article that is held out by a model of those that may be learnt from.

    Parameters
    ----------
    examples : Examples
        With all n-grams to choose from.
    labels : ndarray of intp, shape (n_articles,)
        Places of sections.
    split : Split
    config : TrainConfig
    max_features : int
        How many n-grams to keep.
    jobs : int
        Threads to use. The scores do not depend on it.
    progress : Progress
    desks : ndarray of intp, shape (n_articles,), optional
        As in `fit_steps`.
    helpers : Helpers, optional
        Who fits and scores the folds instead.

    Returns
    -------
    HeldOut
        Of the articles `split.scored`.

    Raises
    ------
    Inseparable
    """
    shape = (examples.n_parts, examples.n_articles)
    scores = np.full((*shape, int(labels.max()) + 1), UNKNOWN, dtype=np.float32)
    known = np.zeros((*shape, 2), dtype=np.float32)
    exam = Exam(examples, labels, desks, split, config, max_features)
    with progress.stage("Cross-validating", split.number) as advance:
        for fold, judged in do_all(helpers or Alone(jobs), exam, range(split.number)):
            unseen = np.flatnonzero(split.folds == fold)
            scores[:, unseen[:, None], judged.sections] = judged.scores
            known[:, unseen] = judged.known
            advance(1)
    scored = split.scored
    return HeldOut(scores[:, scored], known[:, scored], examples.lengths[:, scored])


class Judged(NamedTuple):
    """What was found of the articles of a fold.

    Attributes
    ----------
    sections : ndarray of intp, shape (n_learnt_sections,)
        Those that there was something to learn from.
    scores : ndarray of float32, shape (n_parts, n_unseen, n_learnt_sections)
    known : ndarray of float32, shape (n_parts, n_unseen, 2)
        As in `HeldOut`.
    """

    sections: NDArray[np.intp]
    scores: NDArray[np.float32]
    known: NDArray[np.float32]


@dataclass(frozen=True)
class Exam:
    """A cross-validation, to be done fold by fold, by whoever it is sent to.

    Attributes
    ----------
    examples : Examples
    labels : ndarray of intp, shape (n_articles,)
    desks : ndarray of intp, shape (n_articles,), or None
    split : Split
    config : TrainConfig
    max_features : int
    """

    examples: Examples
    labels: NDArray[np.intp]
    desks: NDArray[np.intp] | None
    split: Split
    config: TrainConfig
    max_features: int

    def do(self, fold: int, jobs: int) -> Judged:
        """Fit a model without the articles of a fold, and judge them by it.

        Raises
        ------
        Inseparable
        """
        learnt = self.split.learnt(fold)
        unseen = np.flatnonzero(self.split.folds == fold)
        fitted = _Fold(self, learnt, jobs)
        return Judged(np.unique(self.labels[learnt]), *fitted.judge(self.examples, unseen))


class _Fold:
    """A model of some articles."""

    def __init__(self, exam: Exam, learnt: NDArray[np.intp], jobs: int) -> None:
        examples = exam.examples
        counts = examples.counts[examples.rows(learnt)]
        weights = examples.weights(len(learnt))
        own = exam.labels[learnt]
        every = np.tile(own, examples.n_parts)
        self._kept = best_features(counts, every, exam.max_features)
        self._steps = None
        if own.min() < own.max():
            desks = None if exam.desks is None else exam.desks[learnt]
            kept = counts[:, self._kept]
            self._steps = fit_steps(kept, own, exam.config, jobs, weights, desks=desks)

    def judge(
        self, examples: Examples, unseen: NDArray[np.intp]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Score other articles, and count what is known of them.

        Returns
        -------
        scores : ndarray of float32, shape (n_parts, n_unseen, n_learnt_sections)
        known : ndarray of float32, shape (n_parts, n_unseen, 2)
        """
        counts = examples.counts[examples.rows(unseen)][:, self._kept]
        parted = (examples.n_parts, len(unseen), -1)
        known = count_known(counts, examples.orders[self._kept])
        return score(counts, self._steps).reshape(parted), known.reshape(parted)


def score(
    counts: csr_matrix, steps: tuple[SectionTfidf, LinearClassifier] | None
) -> NDArray[np.float32]:
    """Score articles for the sections that something was learnt from.

    Parameters
    ----------
    counts : csr_matrix of float32, shape (n_articles, n_features)
    steps : tuple of SectionTfidf and LinearClassifier, or None
        None where all that was learnt from is of one section, which is the answer then.

    Returns
    -------
    ndarray of float32, shape (n_articles, n_learnt_sections)
    """
    if steps is None:
        return np.full((counts.shape[0], 1), -UNKNOWN, dtype=np.float32)
    tfidf, classifier = steps
    return decision_scores(classifier, tfidf.transform(counts))


def count_known(counts: csr_matrix, orders: NDArray[np.intp]) -> NDArray[np.float32]:
    """Count the syllables, and the pairs of neighbours, that are features.

    Parameters
    ----------
    counts : csr_matrix of float32, shape (n_articles, n_features)
    orders : ndarray of intp, shape (n_features,)
        As in `Examples`.

    Returns
    -------
    ndarray of float32, shape (n_articles, 2)
    """
    told = np.stack([orders == 1, orders == 2], axis=1).astype(np.float32)
    return np.asarray(counts @ told)
