"""How a corpus is parted, so that each article is scored by a model that has not learnt from it."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.duplicates import SIMILAR, SYLLABLES
from data.errors import Inseparable
from data.splitting import Folds, grouped_folds, newest, publisher_folds, random_folds, unlike
from training.config import EvaluationConfig
from training.corpus import Corpus

NEVER: Final = -1
"""Fold of an article that is not held out."""

_SIMILAR: Final = f"near-duplicates (Jaccard {SIMILAR} of {SYLLABLES}-syllable shingles)"


@dataclass(frozen=True)
class Split:
    """Which articles are held out together, and which may be learnt from meanwhile.

    Attributes
    ----------
    folds : ndarray of intp, shape (n_articles,)
        The fold in which an article is held out, from 0, or `NEVER`.
    groups : ndarray of intp, shape (n_articles,)
        Nothing is learnt from an article that shares a group with one that is held out.
    """

    folds: Folds
    groups: NDArray[np.intp]

    @property
    def number(self) -> int:
        """How many folds there are."""
        return int(self.folds.max()) + 1

    @property
    def scored(self) -> NDArray[np.intp]:
        """The articles that are held out at all, in rising order."""
        return np.flatnonzero(self.folds != NEVER)

    def learnt(self, fold: int) -> NDArray[np.intp]:
        """Return the articles to learn from while a fold is held out, in rising order.

        Raises
        ------
        Inseparable
            If there are none.
        """
        places = np.flatnonzero(unlike(self.folds == fold, self.groups))
        if not len(places):
            raise Inseparable
        return places

    def near_learnt(self, groups: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell which articles, when held out, share a group with one that is learnt from.

        Parameters
        ----------
        groups : ndarray of intp, shape (n_articles,)
            Other ones than those of the split, perhaps.
        """
        near = np.zeros(len(groups), dtype=np.bool_)
        for fold in range(self.number):
            held_out = self.folds == fold
            near[held_out] = np.isin(groups[held_out], groups[self.learnt(fold)])
        return near


def grouped_split(
    labels: NDArray[np.intp], groups: NDArray[np.intp], config: EvaluationConfig
) -> Split:
    """Part articles into folds, each with about the same share of every section.

    Parameters
    ----------
    labels : ndarray of intp, shape (n_articles,)
    groups : ndarray of intp, shape (n_articles,)
        None of them is parted.
    config : EvaluationConfig
    """
    return Split(grouped_folds(labels, groups, config.folds, seed=config.seed), groups)


def split_corpus(corpus: Corpus, config: EvaluationConfig) -> Split:
    """Part a corpus as the configuration asks.

    Raises
    ------
    MissingDates, SingleDay
        If the newest articles are to be held out and cannot be told.
    MissingPublishers, SinglePublisher
        If publishers are to be held out in turn and there are no two.
    """
    if config.split == "time":
        return Split(np.where(newest(corpus.published, config.held_out), 0, NEVER), corpus.groups)
    if config.split == "publisher":
        return Split(publisher_folds(corpus.publishers), corpus.groups)
    if config.split == "random":
        folds = random_folds(corpus.labels, config.folds, seed=config.seed)
        return Split(folds, np.arange(len(folds)))
    return grouped_split(corpus.labels, corpus.groups, config)


def describe_split(split: Split, corpus: Corpus, config: EvaluationConfig) -> dict[str, Any]:
    """Say for the manifest how a corpus was parted; the fingerprint is of the folds, in order."""
    by_time = config.split == "time"
    first = {"from": str(corpus.published[split.scored].min())} if by_time else {}
    return {
        "kind": "newest articles" if by_time else "cross-validation",
        "split": config.split,
        "folds": split.number,
        "scored": len(split.scored),
        **first,
        "grouped_by": "nothing" if config.split == "random" else _SIMILAR,
        "seed": config.seed,
        "fingerprint": hashlib.sha256(split.folds.astype("<i8").tobytes()).hexdigest(),
    }
