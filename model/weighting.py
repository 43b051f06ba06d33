"""TF-IDF that looks at the labels: n-grams that tell sections apart weigh more."""

from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from model.selection import sum_by_label

_PRIOR_ARTICLES: Final = 2
"""What an n-gram is thought to have been seen in before: an n-gram in one article tells little."""

_LEAST: Final = 0.1
"""In nats, on top of every divergence: what stands in all sections alike counts, but less."""


class SectionTfidf(TfidfTransformer):
    """Sublinear term frequency, times smooth idf, times what an n-gram tells; rows of length 1.

    Supervised term weighting (Debole and Sebastiani, 2003). What an n-gram tells is how far the
    sections of the articles it stands in are from those of all articles, see `divergence`; its
    idf is multiplied by a power of that. With a power of 0 this is scikit-learn's
    ``TfidfTransformer(sublinear_tf=True)``.

    Parameters
    ----------
    relevance : float, default=0.25
        The power.

    Attributes
    ----------
    idf_ : ndarray of float32, shape (n_features,)
        The weight of each n-gram.

    Examples
    --------
    >>> counts = csr_matrix([[2, 0, 1], [0, 1, 1]], dtype=np.float32)
    >>> SectionTfidf().fit(counts, [0, 1]).transform(counts).toarray().astype(float).round(2)
    array([[0.94, 0.  , 0.35],
           [0.  , 0.84, 0.54]])
    """

    def __init__(self, relevance: float = 0.25) -> None:
        super().__init__(sublinear_tf=True)
        self.relevance = relevance

    def fit(self, X: csr_matrix, y: ArrayLike) -> Self:
        """Learn the weights.

        Parameters
        ----------
        X : csr_matrix, or what makes one, shape (n_articles, n_features)
            Counts, none of them stored as 0.
        y : array-like, shape (n_articles,)
        """
        X = csr_matrix(X)
        ones = np.ones(X.nnz, dtype=np.float32)
        present = csr_matrix((ones, X.indices, X.indptr), shape=X.shape)
        return self.fit_frequencies(*sum_by_label(present, y))

    def fit_frequencies(self, frequency: NDArray[np.number], sizes: NDArray[np.integer]) -> Self:
        """Learn the weights from how many articles of each section have each n-gram.

        Parameters
        ----------
        frequency : ndarray, shape (n_features, n_sections)
        sizes : ndarray of int, shape (n_sections,)
            The articles of each section, at least one.
        """
        self.n_features_in_ = len(frequency)
        rarity = np.log((1 + sizes.sum()) / (1 + frequency.sum(axis=1, dtype=np.float64))) + 1
        told = (divergence(frequency, sizes) + _LEAST) ** self.relevance
        self.idf_ = (rarity * told).astype(np.float32)
        return self


def divergence(frequency: NDArray[np.number], sizes: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return how much it tells of an article's section that it has an n-gram.

    The Kullback-Leibler divergence of the sections of the articles with the n-gram from the
    sections of all articles.

    Parameters
    ----------
    frequency : ndarray, shape (n_features, n_sections)
        How many articles of each section have each n-gram.
    sizes : ndarray of int, shape (n_sections,)
        The articles of each section, at least one.

    Returns
    -------
    ndarray of float64, shape (n_features,)
        In nats, 0 or more.
    """
    shares = sizes / sizes.sum()
    totals = frequency.sum(axis=1, dtype=np.float64)
    found = np.zeros(len(frequency))
    for section, share in enumerate(shares):
        own = (frequency[:, section] + _PRIOR_ARTICLES * share) / (totals + _PRIOR_ARTICLES)
        found += own * np.log(own / share)
    return np.maximum(found, 0)
