"""What a classifier says of the articles of a corpus without having seen them."""

from collections.abc import Iterable
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from training.config import EvaluationConfig, TrainConfig
from training.crossvalidation import cross_validate
from training.examples import articles_alone
from training.probes.inputs import Labelled
from training.progress import Progress
from training.splits import Split, grouped_split

FEWEST: Final = 10
"""Different texts a section must have to take part."""

CANDIDATES: Final = 100_000
"""N-grams to choose from, the most widespread."""

TOO_FEW: Final = f"fewer than two sections have {FEWEST} different texts or more"
"""Why there is no judgement."""

_CONFIG: Final = TrainConfig.model_validate(
    {"evaluation": {"folds": 3}, "features": {"max_features": 30_000}}
)
"""Enough for doubts, in a fraction of the time that a training takes."""

_REPEATS: Final = 3
"""How often folds are drawn: of what a single classifier doubts, a part is chance."""


class Judged(NamedTuple):
    """Articles, and what a classifier that has not seen them says of each.

    Attributes
    ----------
    articles : Labelled
        Those that are judged, with the sections that take part.
    places : ndarray of intp, shape (n_judged,)
        Where they stand in the corpus, rising.
    splits : tuple of Split
    scores : ndarray of float32, shape (n_splits, n_judged, n_sections)
        Out of fold.
    """

    articles: Labelled
    places: NDArray[np.intp]
    splits: tuple[Split, ...]
    scores: NDArray[np.float32]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which articles it tells the section of in the first split: shape (n_judged,)."""
        return np.asarray(self.scores[0].argmax(axis=1) == self.articles.labels)

    @property
    def accuracy(self) -> float:
        """The share of these."""
        return float(self.right.mean())

    def again(self, counts: csr_matrix, *, jobs: int, progress: Progress) -> Self:
        """Judge the same articles in the folds of the first split by another version of their text.

        Parameters
        ----------
        counts : csr_matrix, shape (n_articles, n_ngrams)
            Of all articles of the corpus, the most widespread n-grams first.
        jobs : int
            Threads to use.
        progress : Progress
        """
        splits = self.splits[:1]
        scores = _scores(counts[self.places], self.articles, splits, jobs, progress)
        return self._replace(splits=splits, scores=scores)


def judge(
    counts: csr_matrix,
    articles: Labelled,
    groups: NDArray[np.intp],
    *,
    jobs: int,
    progress: Progress,
) -> Judged | None:
    """Let a classifier judge each article without having seen it or a near-duplicate of it.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_ngrams)
        The most widespread n-grams first.
    articles : Labelled
    groups : ndarray of intp, shape (n_articles,)
        Near-duplicates share a number.
    jobs : int
        Threads to use.
    progress : Progress

    Returns
    -------
    Judged or None
        None where there are too few texts for folds, `TOO_FEW`.
    """
    kept = np.flatnonzero(counts.getnnz(axis=1))
    kept = kept[_have_enough_texts(articles.labels[kept], groups[kept])]
    own, labels = np.unique(articles.labels[kept], return_inverse=True)
    if len(own) < 2:
        return None
    judged = Labelled(
        [articles.sections[section] for section in own], labels, articles.take(kept).ids
    )
    splits = tuple(grouped_split(labels, groups[kept], _seeded(seed)) for seed in range(_REPEATS))
    return Judged(judged, kept, splits, _scores(counts[kept], judged, splits, jobs, progress))


def _seeded(seed: int) -> EvaluationConfig:
    return _CONFIG.evaluation.model_copy(update={"seed": seed})


def _scores(
    counts: csr_matrix,
    articles: Labelled,
    splits: Iterable[Split],
    jobs: int,
    progress: Progress,
) -> NDArray[np.float32]:
    examples = articles_alone(counts[:, :CANDIDATES])
    held_out = [
        cross_validate(
            examples,
            articles.labels,
            split,
            _CONFIG,
            max_features=_CONFIG.features.max_features,
            jobs=jobs,
            progress=progress,
        )
        for split in splits
    ]
    return np.stack([each.scores[0] for each in held_out])


def _have_enough_texts(labels: NDArray[np.intp], groups: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which articles are of a section with enough different texts to be judged."""
    pairs = np.unique(np.stack([labels, groups]), axis=1)
    number = np.bincount(pairs[0], minlength=labels.max(initial=0) + 1)
    return np.asarray(number[labels] >= FEWEST)
