"""Out-of-fold scores of a corpus on disk."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.vectorizer import NgramVectorizer
from training.crossvalidation import UNKNOWN, HeldOut, count_known, score
from training.examples import PARTS, count_examples
from training.outofcore.blocks import Blocks
from training.outofcore.fitting import Fit
from training.splits import NEVER, Split

MOST_SCORED: Final = 100_000
"""Articles that are scored at most. More would hardly tell more, and the intervals take a kilobyte
of each."""


@dataclass(frozen=True)
class Sample(Split):
    """A split of whose held-out articles only some are scored.

    Nothing is learnt from the others either: one from the same day or publisher would tell what an
    article is to be scored without.

    Attributes
    ----------
    whole : Split
    own : ndarray of intp, shape (n_folds,)
        Which fold of the whole split each one is a part of.
    """

    whole: Split
    own: NDArray[np.intp]

    def learnt(self, fold: int) -> NDArray[np.intp]:
        """Return what is learnt from while a fold of the whole split is held out.

        Raises
        ------
        Inseparable
            If there is nothing.
        """
        return self.whole.learnt(int(self.own[fold]))


def sample(split: Split, seed: int, most: int = MOST_SCORED) -> Split:
    """Score fewer articles, whole groups drawn by chance, and learn from the same ones as before.

    Parameters
    ----------
    split : Split
    seed : int
        Of what is drawn.
    most : int
        Articles to score; a group more perhaps. A split with no more stays as it is.
    """
    if len(split.scored) <= most:
        return split
    sizes = np.bincount(split.groups[split.scored])
    drawn = np.random.default_rng(seed).permutation(len(sizes))
    before = np.cumsum(sizes[drawn]) - sizes[drawn]
    kept = np.isin(split.groups, drawn[before < most]) & (split.folds != NEVER)
    folds = np.full_like(split.folds, NEVER)
    own, folds[kept] = np.unique(split.folds[kept], return_inverse=True)
    return Sample(folds, split.groups, split, own)


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
            known = count_known(examples.counts, examples.orders)
            self._known[:, rows] = known.reshape(parted)
            self._lengths[:, rows] = examples.lengths
            found = score(examples.counts, fit.steps).reshape(parted)
            self._scores[:, rows[:, None], fit.sections] = found

    def held_out(self) -> HeldOut:
        """Return what was found."""
        return HeldOut(self._scores, self._known, self._lengths)
