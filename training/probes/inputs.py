"""What several probes are given."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.sections import Section
from model.vectorizer import NgramVectorizer


class Labelled(NamedTuple):
    """The articles of a corpus, in the order of reading.

    Attributes
    ----------
    sections : sequence of Section
        By slug.
    labels : ndarray of intp, shape (n_articles,)
        Places in `sections`.
    ids : sequence of str
    """

    sections: Sequence[Section]
    labels: NDArray[np.intp]
    ids: Sequence[str]

    def take(self, places: NDArray[np.intp]) -> Self:
        """Return some of the articles, in the order given."""
        return self._replace(labels=self.labels[places], ids=[self.ids[k] for k in places])


class Ngrams(NamedTuple):
    """The n-grams of a corpus.

    Attributes
    ----------
    counts : csr_matrix, shape (n_articles, n_ngrams)
    vectorizer : NgramVectorizer
        What the columns are.
    """

    counts: csr_matrix
    vectorizer: NgramVectorizer

    def take(self, places: NDArray[np.intp]) -> Self:
        """Return the n-grams of some of the articles, in the order given."""
        return self._replace(counts=self.counts[places])
