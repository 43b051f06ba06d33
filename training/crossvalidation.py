"""Out-of-fold scores: what the classifier says of articles it was not fitted on."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedGroupKFold

from model.vectorizer import best_features
from training.config import TrainConfig
from training.corpus import Corpus
from training.fitting import decision_scores, fit_steps
from training.progress import Progress

_UNKNOWN: Final = -1.0
"""Score of a section whose every article is held out: what a support vector machine says of one it
has seen no article of. The corpus holds its text once, so no other fold can do better."""


def out_of_fold_scores(
    corpus: Corpus, counts: csr_matrix, config: TrainConfig, jobs: int, progress: Progress
) -> tuple[NDArray[np.float32], int]:
    """Cross-validate, keeping copies of one text on one side.

    Parameters
    ----------
    corpus : Corpus
    counts : csr_matrix, shape (n_articles, n_candidates)
        Counts of the n-grams to choose from.
    config : TrainConfig
    jobs : int
        Processes to use. The scores do not depend on it.

    Returns
    -------
    scores : ndarray of float32, shape (n_articles, n_sections)
    folds : int
        Fewer than configured where a section has fewer distinct articles.
    """
    folds = _assign_folds(corpus, config)
    number = int(folds.max()) + 1
    scores = np.empty((len(folds), len(corpus.sections)), dtype=np.float32)
    with progress.stage("Cross-validating", number) as advance:
        for fold in range(number):
            held_out = folds == fold
            scores[held_out] = _score_fold(counts, corpus, held_out, config, jobs)
            advance(1)
    return scores, number


def _assign_folds(corpus: Corpus, config: TrainConfig) -> NDArray[np.intp]:
    """Give each article its fold, stratified by section and grouped by text."""
    pairs = np.unique(np.stack([corpus.labels, corpus.groups]), axis=1)
    fewest = int(np.bincount(pairs[0]).min())
    number = max(2, min(config.evaluation.folds, fewest))
    splitter = StratifiedGroupKFold(number, shuffle=True, random_state=config.evaluation.seed)
    folds = np.empty(len(corpus.labels), dtype=np.intp)
    splits = splitter.split(corpus.labels, corpus.labels, corpus.groups)
    for fold, (_, held_out) in enumerate(splits):
        folds[held_out] = fold
    # With few groups a fold may be left without any.
    return np.unique(folds, return_inverse=True)[1]


def _score_fold(
    counts: csr_matrix,
    corpus: Corpus,
    held_out: NDArray[np.bool_],
    config: TrainConfig,
    jobs: int,
) -> NDArray[np.float32]:
    """Fit on all but one fold, and score that one."""
    learnt, unseen = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    labels = corpus.labels[learnt]
    known = np.unique(labels)
    scores = np.full((len(unseen), len(corpus.sections)), _UNKNOWN, dtype=np.float32)
    if len(known) == 1:
        scores[:, known] = -_UNKNOWN
        return scores
    kept = best_features(counts[learnt], labels, config.features.max_features)
    fold_counts = counts[learnt][:, kept].astype(np.float64)
    tfidf, classifier = fit_steps(fold_counts, labels, config, jobs)
    scores[:, known] = decision_scores(classifier, tfidf.transform(counts[unseen][:, kept]))
    return scores
