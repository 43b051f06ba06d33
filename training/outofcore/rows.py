"""What a classifier is fitted on, weighted and laid down block by block."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from model.vectorizer import NgramVectorizer
from training.examples import count_examples
from training.outofcore.blocks import Blocks
from training.outofcore.plan import Plan
from training.outofcore.workspace import append, load_ranges, write_ranges

_PACK: Final = 32
"""In articles. Each pass puts other packs together, as if it shuffled all articles."""

_VALUES: Final = "values"
_COLUMNS: Final = "columns"


class Packs(NamedTuple):
    """The examples of some packs.

    Attributes
    ----------
    rows : csr_matrix of float32, shape (n_examples, n_features)
        Of each pack the articles, and below them their excerpts, part by part.
    labels : ndarray of intp, shape (n_examples,)
    weight : ndarray of float64, shape (n_examples,)
        What each counts in a fit.
    """

    rows: csr_matrix
    labels: NDArray[np.intp]
    weight: NDArray[np.float64]


class Rows:
    """The examples that a fit learns from, on disk, a few articles to a pack.

    Parameters
    ----------
    folder : Path
        Is made.
    blocks : Blocks
    plan : Plan
    fit : int
        Which fit of the plan.
    vectorizer : NgramVectorizer
        Fitted.
    excerpt_weight : float
        What an excerpt counts beside its article.

    Attributes
    ----------
    n_features : int
    n_parts : int
        How many examples each article gives.
    n_blocks : int
        In so many parts the rows fit the memory.
    bounds : ndarray of int64, shape (n_packs + 1,)
        The rows of each pack.
    tfidf : TfidfTransformer
        Fitted to the articles.
    """

    def __init__(
        self,
        folder: Path,
        blocks: Blocks,
        plan: Plan,
        fit: int,
        *,
        vectorizer: NgramVectorizer,
        excerpt_weight: float,
    ) -> None:
        folder.mkdir()
        self._folder = folder
        self._labels = plan.labels[plan.learnt(fit)]
        self._excerpt_weight = excerpt_weight
        self.n_features = len(vectorizer.vocabulary_.keys)
        self.n_parts, self.n_blocks = 1, len(blocks)
        frequency = np.zeros(self.n_features, dtype=np.int64)
        packs, lengths = [], []
        for number in range(len(blocks)):
            learnt = plan.learnt(fit, blocks.articles(number))
            block = blocks.load(number).take(learnt)
            examples = count_examples(vectorizer, block, vectorizer.count(block), excerpt_weight)
            counts, self.n_parts = examples.counts, examples.n_parts
            inside = counts.indices[: counts.indptr[len(learnt)]]
            frequency += np.bincount(inside, minlength=self.n_features)
            packed = counts[_by_pack(len(learnt), self.n_parts)]
            append(folder / _VALUES, packed.data)
            append(folder / _COLUMNS, packed.indices)
            packs.append(np.diff(np.append(np.arange(0, len(learnt), _PACK), len(learnt))))
            lengths.append(np.diff(packed.indptr))
        articles = np.concatenate(packs)
        self._articles = np.concatenate([[0], np.cumsum(articles)])
        self.bounds = self._articles * self.n_parts
        self._lengths = np.concatenate(lengths)
        self._entries = np.concatenate([[0], np.cumsum(self._lengths, dtype=np.int64)])[self.bounds]
        self.tfidf = _weighting(frequency, len(self._labels))
        for some in np.array_split(np.arange(len(articles)), self.n_blocks):
            weighted = self.tfidf.transform(self._matrix(some), copy=False)
            write_ranges(folder / _VALUES, weighted.data, _ranges(self._entries, some))

    def load(self, packs: NDArray[np.intp]) -> Packs:
        """Read the examples of some packs."""
        parts = [1.0] + [self._excerpt_weight] * (self.n_parts - 1)
        labels, weights = [], []
        for first, stop in _ranges(self._articles, packs).tolist():
            labels.append(np.tile(self._labels[first:stop], self.n_parts))
            weights.append(np.repeat(parts, stop - first))
        return Packs(self._matrix(packs), np.concatenate(labels), np.concatenate(weights))

    def _matrix(self, packs: NDArray[np.intp]) -> csr_matrix:
        entries = _ranges(self._entries, packs)
        rows = [self._lengths[first:stop] for first, stop in _ranges(self.bounds, packs).tolist()]
        data = load_ranges(self._folder / _VALUES, np.float32, entries)
        indices = load_ranges(self._folder / _COLUMNS, np.int32, entries)
        indptr = np.concatenate([[0], np.cumsum(np.concatenate(rows))]).astype(np.int32)
        return csr_matrix((data, indices, indptr), shape=(len(indptr) - 1, self.n_features))


def _by_pack(n_articles: int, n_parts: int) -> NDArray[np.intp]:
    """Return the rows of all parts of some articles, pack by pack, and in each part by part."""
    article = np.tile(np.arange(n_articles), n_parts)
    return np.argsort(article // _PACK, kind="stable")


def _ranges(bounds: NDArray[np.integer], packs: NDArray[np.intp]) -> NDArray[np.integer]:
    return np.stack([bounds[packs], bounds[packs + 1]], axis=1)


def _weighting(frequency: NDArray[np.int64], n_articles: int) -> TfidfTransformer:
    """Return the weighting that `fit_steps` fits, from how many articles have each feature."""
    tfidf = TfidfTransformer(sublinear_tf=True)
    tfidf.fit(csr_matrix((1, len(frequency)), dtype=np.float32))
    # In single precision, step by step, as scikit-learn finds it.
    idf = np.full(len(frequency), n_articles + 1, dtype=np.float32)
    idf /= frequency.astype(np.float32) + np.float32(1)
    tfidf.idf_ = np.log(idf) + np.float32(1)
    return tfidf
