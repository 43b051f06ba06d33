"""Out-of-fold scores of a corpus on disk."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.vectorizer import NgramVectorizer
from training.crossvalidation import UNKNOWN, HeldOut
from training.examples import PARTS, Examples, count_examples
from training.fitting import decision_scores
from training.outofcore.blocks import Blocks
from training.outofcore.fitting import Fit
from training.splits import NEVER, Split

MOST_SCORED: Final = 100_000
"""Articles that are held out at most. More would hardly tell more, and the intervals take a
kilobyte of each."""


def sample(split: Split, seed: int, most: int = MOST_SCORED) -> Split:
    """Hold out fewer articles, whole groups drawn by chance; the others are learnt from always.

    Parameters
    ----------
    split : Split
    seed : int
        Of what is drawn.
    most : int
        Articles to hold out; a group more perhaps. A split with no more stays as it is.
    """
    if len(split.scored) <= most:
        return split
    sizes = np.bincount(split.groups[split.scored])
    drawn = np.random.default_rng(seed).permutation(len(sizes))
    before = np.cumsum(sizes[drawn]) - sizes[drawn]
    kept = np.isin(split.groups, drawn[before < most]) & (split.folds != NEVER)
    folds = np.full_like(split.folds, NEVER)
    folds[kept] = np.unique(split.folds[kept], return_inverse=True)[1]
    return Split(folds, split.groups)


class Scores:
    """What is found of held-out articles, fold by fold.

    Parameters
    ----------
    split : Split
    vectorizer : NgramVectorizer
        Knows whether excerpts are looked at too.
    n_sections : int
    """

    def __init__(self, split: Split, vectorizer: NgramVectorizer, n_sections: int) -> None:
        self._split = split
        self._scored = split.scored
        shape = (len(PARTS) if vectorizer.excerpts else 1, len(self._scored))
        self._scores = np.full((*shape, n_sections), UNKNOWN, dtype=np.float32)
        self._known = np.zeros((*shape, 2), dtype=np.float32)
        self._lengths = np.zeros(shape, dtype=np.int64)

    def judge(self, fold: int, fit: Fit, blocks: Blocks, weight: float) -> None:
        """Score the articles of a fold by a fit that has not seen them.

        Parameters
        ----------
        fold : int
        fit : Fit
        blocks : Blocks
        weight : float
            What an excerpt counts beside its article.
        """
        for number in range(len(blocks)):
            articles = blocks.articles(number)
            unseen = np.flatnonzero(self._split.folds[articles] == fold)
            if not len(unseen):
                continue
            texts = blocks.load(number).take(unseen)
            counts = fit.vectorizer.count(texts)
            examples = count_examples(fit.vectorizer, texts, counts, weight)
            rows = np.searchsorted(self._scored, unseen + articles.start)
            parted = (examples.n_parts, len(unseen), -1)
            self._known[:, rows] = _known(examples).reshape(parted)
            self._lengths[:, rows] = examples.lengths
            found = _scores(fit, examples).reshape(parted)
            self._scores[:, rows[:, None], fit.sections] = found

    def held_out(self) -> HeldOut:
        """Return what was found."""
        return HeldOut(self._scores, self._known, self._lengths)


def _scores(fit: Fit, examples: Examples) -> NDArray[np.float32]:
    if fit.classifier is None:
        return np.full((examples.counts.shape[0], 1), -UNKNOWN, dtype=np.float32)
    return decision_scores(fit.classifier, fit.tfidf.transform(examples.counts))


def _known(examples: Examples) -> NDArray[np.float32]:
    told = np.stack([examples.orders == 1, examples.orders == 2], axis=1).astype(np.float32)
    return np.asarray(examples.counts @ told)
