"""What several probes are given."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.sections import Section
from model.hashing import HashedCorpus
from model.vectorizer import EmptyVocabulary, NgramVectorizer

NOTHING_TO_COUNT: Final = "no syllable stands in two articles"
"""Why there are no n-grams."""


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


class Versions(NamedTuple):
    """The texts of a corpus: each cleaned and, where cleaning changes it, as it stands besides.

    Attributes
    ----------
    hashed : HashedCorpus
        Article by article, the cleaned text first.
    changed : ndarray of bool, shape (n_articles,)
        Which articles have two texts.
    """

    hashed: HashedCorpus
    changed: NDArray[np.bool_]

    def cleaned(self) -> Ngrams | None:
        """Count the n-grams of the texts as training sees them; None if none stands in two."""
        return self._count(self._last() - self.changed)

    def as_given(self, *, max_features: int) -> Ngrams | None:
        """Do the same for the texts as they stand, with so many of the most widespread n-grams."""
        return self._count(self._last(), max_features)

    def _last(self) -> NDArray[np.intp]:
        """Return where the last text of each article is."""
        return np.arange(len(self.changed)) + np.cumsum(self.changed)

    def _count(self, places: NDArray[np.intp], max_features: int | None = None) -> Ngrams | None:
        vectorizer = NgramVectorizer(min_df=2, max_features=max_features, headlines=False)
        try:
            return Ngrams(vectorizer.fit_hashed(self.hashed.take(places)), vectorizer)
        except EmptyVocabulary:
            return None
