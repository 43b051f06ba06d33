"""What a classifier said of labelled articles: what every figure is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.sections import Section


@dataclass(frozen=True)
class Answers:
    """A classifier's probabilities for some articles, and the truth.

    Attributes
    ----------
    sections : sequence of Section
        The classifier's, in column order, then any that only the corpus has.
    gold : ndarray of intp, shape (n_articles,)
        Places in `sections`.
    probabilities : ndarray of float64, shape (n_articles, n_classifier_sections)
    groups : ndarray of intp, shape (n_articles,)
        Near-duplicates share a group; numbered from 0.
    ids : sequence of str
        Of the articles.
    places : ndarray of intp, shape (n_articles,), optional
        Where each article stood in the order of reading, from 0.
    threshold : float, optional
        The confidence from which the classifier accepts an answer.
    trusted : ndarray of bool, shape (n_articles,), optional
        Which answers no warning forbids to accept; by default all.
    """

    sections: Sequence[Section]
    gold: NDArray[np.intp]
    probabilities: NDArray[np.float64]
    groups: NDArray[np.intp]
    ids: Sequence[str]
    places: NDArray[np.intp] | None = None
    threshold: float | None = None
    trusted: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        return len(self.gold)

    @property
    def known(self) -> int:
        """How many sections the classifier knows."""
        return int(self.probabilities.shape[1])

    @cached_property
    def predicted(self) -> NDArray[np.intp]:
        """The section each article is put into, as a place in `sections`."""
        return np.asarray(self.probabilities.argmax(axis=1))

    @cached_property
    def certainty(self) -> NDArray[np.float64]:
        """The confidence, or 0 where a warning forbids to accept the answer."""
        return self.confidence if self.trusted is None else self.confidence * self.trusted

    @cached_property
    def confidence(self) -> NDArray[np.float64]:
        """The probability of that section."""
        return np.asarray(self.probabilities.max(axis=1))

    @cached_property
    def correct(self) -> NDArray[np.bool_]:
        """Whether it is the right one."""
        return np.asarray(self.predicted == self.gold)

    @cached_property
    def of_gold(self) -> NDArray[np.float64]:
        """The probability of the right section; 0 if the classifier does not know it."""
        known = np.flatnonzero(self.gold < self.known)
        found = np.zeros(len(self))
        found[known] = self.probabilities[known, self.gold[known]]
        return found

    def place(self, row: int) -> int | None:
        """Return where an article stood in the order of reading, if that is told."""
        return None if self.places is None else int(self.places[row])
