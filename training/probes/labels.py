"""Labels that the rest of the corpus contradicts, by confident learning."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.checks.catalogue import SUSPICIOUS_LABELS
from data.checks.outcome import Example, Outcome
from training.calibration import fit_temperature, probabilities
from training.probes.judging import TOO_FEW, Judged

_LEAST_ACCURACY: Final = 0.5
"""A classifier that is wrong more often is no witness."""

_DOUBTED: Final = 0.02
"""Probability below which the section an article is labelled with is doubted."""


def check_labels(judged: Judged | None) -> Outcome:
    """List the articles whose label a classifier contradicts that has not seen them.

    Parameters
    ----------
    judged : Judged or None
        None where there are too few texts.
    """
    if judged is None:
        return SUSPICIOUS_LABELS.undecided(TOO_FEW)
    if judged.accuracy < _LEAST_ACCURACY:
        return SUSPICIOUS_LABELS.undecided(
            f"a classifier tells {judged.accuracy:.0%} of the sections only: its doubts say little"
        )
    (sections, labels, ids), scores = judged.articles, judged.scores
    chance = probabilities(scores, fit_temperature(scores, labels))
    suspects, instead = suspicious_labels(chance, labels)
    if not len(suspects):
        return SUSPICIOUS_LABELS.passed()
    given = scores[suspects, labels[suspects]]
    order = np.argsort(given, kind="stable")
    examples = [
        Example(
            (ids[place],),
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
