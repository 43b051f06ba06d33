"""The steps of the scikit-learn pipeline, and what serving takes from them."""

import warnings
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import LinearSVC

from model.scoring import LinearWeights
from model.vectorizer import NgramVectorizer
from training.config import ClassifierConfig, TrainConfig
from training.workers import start_workers

LinearClassifier: TypeAlias = OneVsRestClassifier | LogisticRegression

_MAX_ITER: Final = 2000

_TOLERANCE: Final = 0.1
"""Of liblinear; a tighter one takes longer and changes a few answers in ten thousand."""


def fit_steps(
    counts: csr_matrix, labels: NDArray[np.intp], config: TrainConfig, jobs: int
) -> tuple[TfidfTransformer, LinearClassifier]:
    """Fit the weighting and the classifier.

    The weighting is sublinear term frequency times smooth idf, in rows of length 1.

    Parameters
    ----------
    counts : csr_matrix of float64, shape (n_articles, n_features)
        In the precision liblinear works in; overwritten, to save memory.
    labels : ndarray of intp, shape (n_articles,)
    config : TrainConfig
    jobs : int
        Processes to use. The coefficients do not depend on it.
    """
    tfidf = TfidfTransformer(sublinear_tf=True).fit(counts)
    weighted = tfidf.transform(counts, copy=False)
    classifier = _new_classifier(config.classifier, config.evaluation.seed, jobs)
    with warnings.catch_warnings():
        # What a fit that was stopped early is worth, the evaluation shows.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return tfidf, classifier.fit(weighted, labels)


def _new_classifier(config: ClassifierConfig, seed: int, jobs: int) -> LinearClassifier:
    weight = None if config.class_weight == "none" else config.class_weight
    if config.kind == "logistic_regression":
        return LogisticRegression(C=config.C, class_weight=weight, max_iter=_MAX_ITER)
    start_workers(jobs)
    # One process a section: liblinear is not repeatable in two threads of one process.
    one_section = LinearSVC(
        C=config.C, class_weight=weight, random_state=seed, max_iter=_MAX_ITER, tol=_TOLERANCE
    )
    return OneVsRestClassifier(one_section, n_jobs=jobs)


def decision_scores(classifier: LinearClassifier, tfidf: csr_matrix) -> NDArray[np.float32]:
    """Return a score for every section, also where scikit-learn gives one for two sections."""
    scores = np.asarray(classifier.decision_function(tfidf), dtype=np.float32)
    return np.stack([-scores, scores], axis=1) if scores.ndim == 1 else scores


def fold(pipeline: Pipeline) -> LinearWeights:
    """Take a fitted pipeline's numbers, rounding its coefficients to what is stored.

    The pipeline keeps the rounded ones, so that both give the same scores.
    """
    vectorizer = cast(NgramVectorizer, pipeline["ngrams"])
    classifier = cast(LinearClassifier, pipeline["classifier"])
    parts = getattr(classifier, "estimators_", [classifier])
    for part in parts:
        part.coef_ = part.coef_.astype(np.float16).astype(np.float64)
        part.intercept_ = part.intercept_.astype(np.float32).astype(np.float64)
    coefficients = np.concatenate([part.coef_ for part in parts])
    intercepts = np.concatenate([part.intercept_ for part in parts])
    if len(coefficients) == 1:
        coefficients = np.concatenate([-coefficients, coefficients])
        intercepts = np.concatenate([-intercepts, intercepts])
    return LinearWeights(
        keys=vectorizer.vocabulary_.keys,
        idf=pipeline["tfidf"].idf_.astype(np.float32),
        coefficients=np.ascontiguousarray(coefficients.T.astype(np.float16)),
        intercepts=intercepts.astype(np.float32),
        orders=vectorizer.orders,
        headlines=vectorizer.headlines,
    )
