"""What a classifier is fitted on: articles, and excerpts of them such as a feed or a teaser shows.

A classifier that learnt from whole articles alone puts seven headlines of ten into their section;
one that learnt a little from headlines and openings too puts eight there, and whole articles no
worse.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from model.hashing import HashedCorpus
from model.vectorizer import NgramVectorizer

PARTS: Final = ("article", "opening", "headline")
"""What there may be of each article, in the order in which examples hold it."""


class Examples(NamedTuple):
    """The counts of articles, and below them those of their excerpts, part by part.

    Attributes
    ----------
    counts : csr_matrix of float32, shape (n_parts * n_articles, n_features)
    orders : ndarray of intp, shape (n_features,)
        How many syllables or words each feature has; 0 for those of the headline.
    lengths : ndarray of int64, shape (n_parts, n_articles)
        In syllables.
    weight : float
        What an excerpt counts beside its article.
    """

    counts: csr_matrix
    orders: NDArray[np.intp]
    lengths: NDArray[np.int64]
    weight: float = 1.0

    @property
    def n_parts(self) -> int:
        """1, or as many as there are `PARTS`."""
        return len(self.lengths)

    @property
    def n_articles(self) -> int:
        """The number of articles."""
        return int(self.lengths.shape[1])

    def rows(self, articles: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the rows of all parts of some articles, part by part."""
        return (articles + self.n_articles * np.arange(self.n_parts)[:, None]).ravel()

    def weights(self, n_articles: int) -> NDArray[np.float64]:
        """Return what each row of so many articles counts in a fit."""
        return np.repeat([1.0] + [self.weight] * (self.n_parts - 1), n_articles)


def count_examples(
    vectorizer: NgramVectorizer, corpus: HashedCorpus, counts: csr_matrix, weight: float
) -> Examples:
    """Count the n-grams of articles, and of their excerpts if the vectorizer looks at them.

    Parameters
    ----------
    vectorizer : NgramVectorizer
        Fitted.
    corpus : HashedCorpus
    counts : csr_matrix, shape (n_articles, n_features)
        Of the articles themselves.
    weight : float
        What an excerpt counts beside its article.
    """
    parts = (corpus, *corpus.excerpts()) if vectorizer.excerpts else (corpus,)
    below = [vectorizer.count(part) for part in parts[1:]]
    vocabulary = vectorizer.vocabulary_
    orders = (vocabulary.syllables != 0).sum(axis=1)
    return Examples(
        csr_matrix(vstack([counts, *below])) if below else counts,
        np.where(vocabulary.in_headline, 0, orders),
        np.stack([np.diff(part.bounds) for part in parts]),
        weight,
    )


def articles_alone(counts: csr_matrix) -> Examples:
    """Return articles of which nothing but counts is known as examples."""
    n_articles, n_features = counts.shape
    return Examples(
        counts, np.zeros(n_features, dtype=np.intp), np.zeros((1, n_articles), dtype=np.int64)
    )
