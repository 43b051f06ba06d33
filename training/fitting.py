"""The steps of the scikit-learn pipeline, and what serving takes from them."""

import warnings
from typing import Final, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from model.svc import OneVsRestSVC
from model.vectorizer import NgramVectorizer
from model.weighting import SectionTfidf
from model.weights import LinearWeights, to_fixed_point
from training.config import ClassifierConfig, TrainConfig

LinearClassifier: TypeAlias = OneVsRestSVC | LogisticRegression

_MAX_ITER: Final = 2000


def fit_steps(
    counts: csr_matrix,
    labels: NDArray[np.intp],
    config: TrainConfig,
    jobs: int,
    weights: NDArray[np.float64] | None = None,
    *,
    desks: NDArray[np.intp] | None = None,
) -> tuple[SectionTfidf, LinearClassifier]:
    """Fit the weighting and the classifier.

    Parameters
    ----------
    counts : csr_matrix of float32, shape (n_examples, n_features)
        Overwritten, to save memory. Excerpts stand below the articles they are of.
    labels : ndarray of intp, shape (n_articles,)
    config : TrainConfig
    jobs : int
        Threads to use. The coefficients do not depend on it.
    weights : ndarray of float64, shape (n_examples,), optional
        What each example counts; by default 1.
    desks : ndarray of intp, shape (n_articles,), optional
        As `desks_of` returns them, for support vectors; by default sections have no parts.
    """
    tfidf = SectionTfidf(config.features.relevance).fit(_first_rows(counts, len(labels)), labels)
    n_parts = counts.shape[0] // len(labels)
    every = np.tile(labels, n_parts)
    classifier = new_classifier(config.classifier, config.evaluation.seed, jobs)
    weighted = tfidf.transform(counts, copy=False)
    with warnings.catch_warnings():
        # What a fit that was stopped early is worth, the evaluation shows.
        warnings.simplefilter("ignore", ConvergenceWarning)
        if desks is None or not isinstance(classifier, OneVsRestSVC):
            return tfidf, classifier.fit(weighted, every, weights)
        return tfidf, classifier.fit(weighted, every, weights, np.tile(desks, n_parts))


def _first_rows(counts: csr_matrix, number: int) -> csr_matrix:
    """Return the first rows of a matrix, which is not copied."""
    stop = counts.indptr[number]
    parts = (counts.data[:stop], counts.indices[:stop], counts.indptr[: number + 1])
    return csr_matrix(parts, shape=(number, counts.shape[1]))


def new_classifier(config: ClassifierConfig, seed: int, jobs: int) -> LinearClassifier:
    """Set a classifier up as it is configured."""
    balanced = config.class_weight == "balanced"
    if config.kind == "logistic_regression":
        weight = "balanced" if balanced else None
        return LogisticRegression(C=config.C, class_weight=weight, max_iter=_MAX_ITER)
    return OneVsRestSVC(
        config.C, balanced=balanced, max_iter=_MAX_ITER, random_state=seed, n_jobs=jobs
    )


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
    numbers, scales = to_fixed_point(classifier.coef_.T)
    intercepts = classifier.intercept_.astype(np.float32)
    is_parted = isinstance(classifier, OneVsRestSVC)
    owners = classifier.owners_ if is_parted else np.arange(len(classifier.classes_))
    classifier.coef_ = (numbers * scales).T
    classifier.intercept_ = intercepts.astype(np.float64)
    if len(scales) == 1:
        numbers = np.concatenate([-numbers, numbers], axis=1)
        scales, intercepts = np.tile(scales, 2), np.concatenate([-intercepts, intercepts])
    return LinearWeights(
        keys=vectorizer.vocabulary_.keys,
        idf=pipeline["tfidf"].idf_.astype(np.float32),
        coefficients=np.ascontiguousarray(numbers),
        scales=scales,
        intercepts=intercepts,
        owners=owners.astype(np.int32),
        orders=vectorizer.orders,
        headlines=vectorizer.headlines,
    )
