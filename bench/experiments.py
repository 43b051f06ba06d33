"""What was tried and left out: other weights of n-grams, and training without doubtful labels.

    python bench/experiments.py vntc-train.parquet

Every row is a cross-validation in the folds that `chuyenmuc train` uses; the first is its default.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.metrics import accuracy_score, f1_score
from sklearn.preprocessing import normalize

from data.duplicates import DuplicateFinder
from data.readers import Columns
from model.selection import best_features
from model.svc import OneVsRestSVC
from model.weighting import SectionTfidf
from training.config import TrainConfig
from training.corpus import CorpusReader
from training.counting import read_and_hash
from training.progress import Silence
from training.splits import split_corpus

Labels = NDArray[np.intp]
Scores = NDArray[np.float64]
Fit = Callable[[csr_matrix, Labels, csr_matrix], Scores]
CONFIG = TrainConfig.model_validate({"features": {"excerpts": 0}})
"""Whole articles alone: what is tried here is tried on them."""


def log_count_ratios(rows: csr_matrix, labels: Labels) -> NDArray[np.float32]:
    """Return the largest log-count ratio of each n-gram over all sections (Wang, Manning 2012)."""
    present = (rows > 0).astype(np.float32)
    ratios = []
    for label in np.unique(labels):
        own = 1 + np.asarray(present[labels == label].sum(axis=0)).ravel()
        rest = 1 + np.asarray(present[labels != label].sum(axis=0)).ravel()
        ratios.append(np.abs(np.log((own / own.sum()) / (rest / rest.sum()))))
    return np.max(ratios, axis=0)


def plain(power: float = 0.0) -> Fit:
    """Fit as `train` does, its weights times a power of the log-count ratio."""

    def fit(learnt: csr_matrix, labels: Labels, unseen: csr_matrix) -> Scores:
        kept = best_features(learnt, labels, CONFIG.features.max_features)
        tfidf = SectionTfidf(CONFIG.features.relevance).fit(learnt[:, kept], labels)
        rows, others = tfidf.transform(learnt[:, kept]), tfidf.transform(unseen[:, kept])
        if power:
            weights = diags(log_count_ratios(rows, labels) ** power)
            rows, others = normalize(rows @ weights), normalize(others @ weights)
        svc = OneVsRestSVC(CONFIG.classifier.C, balanced=True).fit(csr_matrix(rows), labels)
        return svc.decision_function(csr_matrix(others))

    return fit


def without_doubtful(gap: float) -> Fit:
    """Leave out what three inner folds put elsewhere, with so much higher a score."""
    base = plain()

    def fit(learnt: csr_matrix, labels: Labels, unseen: csr_matrix) -> Scores:
        folds = np.random.default_rng(0).integers(3, size=len(labels))
        scores = np.zeros((len(labels), labels.max() + 1))
        for fold in range(3):
            rest, own = folds != fold, folds == fold
            scores[own] = base(learnt[rest], labels[rest], learnt[own])
        given = scores[np.arange(len(labels)), labels]
        kept = scores.max(axis=1) - given <= gap
        return base(learnt[kept], labels[kept], unseen)

    return fit


def experiments() -> Iterator[tuple[str, Fit]]:
    """Yield what is tried, by name."""
    yield "the default", plain()
    for power in (0.25, 0.5, 1.0):
        yield f"log-count ratios to the power of {power}", plain(power)
    for gap in (0.5, 1.0, 1.5):
        yield f"without labels doubted by more than {gap}", without_doubtful(gap)


def main() -> None:
    """Cross-validate each experiment and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    finder = DuplicateFinder()
    reader = CorpusReader(parser.parse_args().corpus, Columns(), finder=finder)
    read = read_and_hash(reader, CONFIG, jobs=1, progress=Silence())
    split = split_corpus(read.corpus.group_similar(finder), CONFIG.evaluation)
    labels, (_, articles) = read.corpus.labels, read.count()
    counts = articles.counts
    for name, fit in experiments():
        answers = np.empty_like(labels)
        for fold in range(split.number):
            learnt, unseen = split.learnt(fold), np.flatnonzero(split.folds == fold)
            scores = fit(counts[learnt], labels[learnt], counts[unseen])
            answers[unseen] = scores.argmax(axis=1)
        macro_f1 = f1_score(labels, answers, average="macro")
        print(f"{name:<45} accuracy {accuracy_score(labels, answers):.4f} macro F1 {macro_f1:.4f}")


if __name__ == "__main__":
    main()
