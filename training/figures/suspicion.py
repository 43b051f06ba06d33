"""Labels that a classifier contradicts with confidence: its mistakes, or those of the corpus."""

from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from training.figures.answers import Answers

_MOST: Final = 100
"""Articles named."""

LEAST_ACCURACY: Final = 0.5
"""A classifier that is wrong more often is no witness."""

_DOUBTED: Final = 0.02
"""Probability below which the section an article is labelled with is doubted."""


class Suspect(NamedTuple):
    """An article that seems to belong to another section than it is labelled with.

    Attributes
    ----------
    id : str
    place : int or None
        In the order of reading.
    gold, rather : int
        Places of the section it is labelled with, and of the one it seems to belong to.
    gold_probability, rather_probability : float
        Of both.
    """

    id: str
    place: int | None
    gold: int
    rather: int
    gold_probability: float
    rather_probability: float


class Suspicion(NamedTuple):
    """Suspicious labels.

    Attributes
    ----------
    n : int
        How many there are.
    articles : tuple of Suspect
        The most doubtful first, 100 at most.
    weak : bool
        Whether the classifier is wrong too often for its doubts to count; then there are none.
    """

    n: int
    articles: tuple[Suspect, ...]
    weak: bool = False

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Find the labels that are contradicted, among sections that the classifier knows."""
        if answers.correct.mean() < LEAST_ACCURACY:
            return cls(0, (), weak=True)
        judged = np.flatnonzero(answers.gold < answers.known)
        chance, labels = answers.probabilities[judged], answers.gold[judged]
        suspects, instead = suspicious_labels(chance, labels)
        rows, of_gold = judged[suspects], chance[suspects, labels[suspects]]
        found = sorted(
            Suspect(answers.ids[row], answers.place(row), gold, rather, given, better)
            for row, gold, rather, given, better in zip(
                rows.tolist(),
                labels[suspects].tolist(),
                instead.tolist(),
                of_gold.tolist(),
                chance[suspects, instead].tolist(),
                strict=True,
            )
        )
        found.sort(key=lambda suspect: suspect.gold_probability)
        return cls(len(found), tuple(found[:_MOST]))

    def to_dict(self, slugs: list[str]) -> dict[str, Any]:
        """Return what was found as plain values, sections by their slugs."""
        reason = "the model is wrong too often for its doubts to count"
        return {
            "n": self.n,
            "most": _MOST,
            "reason": reason if self.weak else None,
            "reason_code": "weak-model" if self.weak else None,
            "articles": [
                suspect._asdict() | {"gold": slugs[suspect.gold], "rather": slugs[suspect.rather]}
                for suspect in self.articles
            ],
        }


def suspicious_labels(
    probability: NDArray[np.float64], labels: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the articles whose label is doubted and for which another section is as sure as usual.

    As sure as usual is a section that an article gets at least the mean probability of which
    the articles labelled with that section get it; one that no article is labelled with never is.

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
    number = np.bincount(labels, minlength=probability.shape[1])
    sums = np.bincount(labels, probability[rows, labels], minlength=len(number))
    usual = np.divide(sums, number, out=np.full(len(number), np.inf), where=number > 0)
    others = np.where(probability >= usual, probability, 0.0)
    others[rows, labels] = 0.0
    doubted = (probability[rows, labels] < _DOUBTED) & (others.max(axis=1) > 0)
    suspects = np.flatnonzero(doubted)
    return suspects, others[suspects].argmax(axis=1)
