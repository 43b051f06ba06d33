"""Out-of-fold scores: what the classifier says of articles it was not fitted on."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from model.selection import best_features
from training.config import TrainConfig
from training.fitting import decision_scores, fit_steps
from training.progress import Progress
from training.splits import Split

_UNKNOWN: Final = -1.0
"""Score of a section that nothing was learnt from: what a support vector machine says of one it
has seen no article of."""


def out_of_fold_scores(
    counts: csr_matrix,
    labels: NDArray[np.intp],
    split: Split,
    config: TrainConfig,
    *,
    jobs: int,
    progress: Progress,
) -> NDArray[np.float32]:
    """Score each article that is held out by a model of those that may be learnt from.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_candidates)
        Counts of the n-grams to choose from.
    labels : ndarray of intp, shape (n_articles,)
        Places of sections.
    split : Split
    config : TrainConfig
    jobs : int
        Threads to use. The scores do not depend on it.
    progress : Progress

    Returns
    -------
    ndarray of float32, shape (n_scored, n_sections)
        Of the articles `split.scored`.

    Raises
    ------
    Inseparable
    """
    scores = np.full((len(labels), int(labels.max()) + 1), _UNKNOWN, dtype=np.float32)
    with progress.stage("Cross-validating", split.number) as advance:
        for fold in range(split.number):
            learnt, unseen = split.learnt(fold), np.flatnonzero(split.folds == fold)
            known = np.unique(labels[learnt])
            scores[np.ix_(unseen, known)] = _score(
                counts, labels, learnt, unseen, config=config, jobs=jobs
            )
            advance(1)
    return scores[split.scored]


def _score(
    counts: csr_matrix,
    labels: NDArray[np.intp],
    learnt: NDArray[np.intp],
    unseen: NDArray[np.intp],
    *,
    config: TrainConfig,
    jobs: int,
) -> NDArray[np.float32]:
    """Fit on some articles and score others, for the sections learnt: (n_unseen, n_known)."""
    labels = labels[learnt]
    if len(np.unique(labels)) == 1:
        return np.full((len(unseen), 1), -_UNKNOWN, dtype=np.float32)
    kept = best_features(counts[learnt], labels, config.features.max_features)
    fold_counts = counts[learnt][:, kept]
    tfidf, classifier = fit_steps(fold_counts, labels, config, jobs)
    return decision_scores(classifier, tfidf.transform(counts[unseen][:, kept]))
