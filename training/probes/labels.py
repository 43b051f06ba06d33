"""Labels that the rest of the corpus contradicts, by confident learning."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.checks.catalogue import SUSPICIOUS_LABELS
from data.checks.outcome import Example, Outcome
from training.calibration import fit_temperature, probabilities
from training.config import TrainConfig
from training.crossvalidation import out_of_fold_scores
from training.probes.inputs import Labelled
from training.progress import Progress
from training.splits import grouped_split

_FEWEST: Final = 10
"""Different texts a section must have to take part."""

_LEAST_ACCURACY: Final = 0.5
"""A classifier that is wrong more often is no witness."""

_DOUBTED: Final = 0.02
"""Probability below which the section an article is labelled with is doubted."""

_CANDIDATES: Final = 100_000
_CONFIG: Final = TrainConfig.model_validate(
    {"evaluation": {"folds": 3}, "features": {"max_features": 30_000}}
)
"""Enough for doubts, in a fraction of the time that a training takes."""


def check_labels(
    counts: csr_matrix,
    articles: Labelled,
    groups: NDArray[np.intp],
    *,
    jobs: int,
    progress: Progress,
) -> Outcome:
    """Let a classifier judge each article without having seen it, and list those it contradicts.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_ngrams)
    articles : Labelled
    groups : ndarray of intp, shape (n_articles,)
        Near-duplicates share a number.
    jobs : int
        Processes to use.
    progress : Progress
    """
    kept = _with_enough_texts(articles.labels, groups)
    kept = kept[counts.getnnz(axis=1)[kept] > 0]
    own, labels = np.unique(articles.labels[kept], return_inverse=True)
    if len(own) < 2:
        return SUSPICIOUS_LABELS.undecided(
            f"fewer than two sections have {_FEWEST} different texts or more"
        )
    sections = [articles.sections[section] for section in own]
    split = grouped_split(labels, groups[kept], _CONFIG.evaluation)
    # The columns begin with the most widespread n-grams.
    scores = out_of_fold_scores(
        counts[kept][:, :_CANDIDATES], labels, split, _CONFIG, jobs=jobs, progress=progress
    )
    accuracy = float((scores.argmax(axis=1) == labels).mean())
    if accuracy < _LEAST_ACCURACY:
        return SUSPICIOUS_LABELS.undecided(
            f"a classifier tells {accuracy:.0%} of the sections only: its doubts say little"
        )
    chance = probabilities(scores, fit_temperature(scores, labels))
    suspects, instead = suspicious_labels(chance, labels)
    if not len(suspects):
        return SUSPICIOUS_LABELS.passed()
    given = scores[suspects, labels[suspects]]
    order = np.argsort(given, kind="stable")
    examples = [
        Example(
            (articles.ids[kept[place]],),
            f"labelled {sections[labels[place]].name}, rather {sections[better].name}",
        )
        for place, better in zip(suspects[order], instead[order], strict=True)
    ]
    message = f"{len(suspects):,} articles are labelled otherwise than their text suggests"
    return SUSPICIOUS_LABELS.found(len(suspects), message, examples)


def suspicious_labels(
    probability: NDArray[np.float64], labels: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the articles whose label is doubted and for which another section is as sure as usual.

    As sure as usual is a section that an article gets at least the mean probability of which
    the articles labelled with that section get it.

    Parameters
    ----------
    probability : ndarray, shape (n_articles, n_sections)
        Out of fold.
    labels : ndarray of intp, shape (n_articles,)

    Returns
    -------
    suspects : ndarray of intp, shape (n_suspects,)
    instead : ndarray of intp, shape (n_suspects,)
        The section each seems to belong to.

    References
    ----------
    Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels",
    Journal of Artificial Intelligence Research 70, 2021, section 3.1.

    Examples
    --------
    >>> probability = np.array([[0.9, 0.1], [0.99, 0.01], [0.01, 0.99], [0.2, 0.8]])
    >>> suspicious_labels(probability, np.array([0, 1, 1, 1]))
    (array([1]), array([0]))
    """
    rows = np.arange(len(labels))
    usual = [probability[labels == k, k].mean() for k in range(probability.shape[1])]
    others = np.where(probability >= usual, probability, 0.0)
    others[rows, labels] = 0.0
    doubted = (probability[rows, labels] < _DOUBTED) & (others.max(axis=1) > 0)
    suspects = np.flatnonzero(doubted)
    return suspects, others[suspects].argmax(axis=1)


def _with_enough_texts(labels: NDArray[np.intp], groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places of the articles whose section has enough different texts to be judged."""
    pairs = np.unique(np.stack([labels, groups]), axis=1)
    number = np.bincount(pairs[0], minlength=labels.max(initial=0) + 1)
    return np.flatnonzero(number[labels] >= _FEWEST)
