"""What a classifier is fitted on, weighted and laid down block by block."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from model.vectorizer import NgramVectorizer
from model.weighting import SectionTfidf
from training.examples import Examples, count_examples
from training.outofcore.blocks import Blocks
from training.outofcore.plan import Plan
from training.outofcore.workspace import append, load_ranges, ranges_of, write_ranges

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
    targets : ndarray of intp, shape (n_examples, 1 or 2)
        As in `model.subclasses`.
    weight : ndarray of float64, shape (n_examples,)
        What each counts in a fit.
    """

    rows: csr_matrix
    targets: NDArray[np.intp]
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
    targets : ndarray of intp, shape (n_articles, 1 or 2)
        Of the articles it learns from.
    vectorizer : NgramVectorizer
        Fitted.
    relevance : float
        Of the weighting.
    excerpt_weight : float
        What an excerpt counts beside its article.

    Attributes
    ----------
    n_features : int
    n_parts : int
        How many examples each article gives.
    n_blocks : int
        In so many parts the rows fit the memory; no more than there are packs.
    bounds : ndarray of int64, shape (n_packs + 1,)
        The rows of each pack.
    tfidf : SectionTfidf
        Fitted to the articles.
    """

    def __init__(
        self,
        folder: Path,
        blocks: Blocks,
        plan: Plan,
        fit: int,
        *,
        targets: NDArray[np.intp],
        vectorizer: NgramVectorizer,
        relevance: float,
        excerpt_weight: float,
    ) -> None:
        folder.mkdir()
        self._folder = folder
        self._targets = targets
        self.n_features = len(vectorizer.vocabulary_.keys)
        sizes = plan.counts(fit)
        frequency = np.zeros((len(sizes), self.n_features), dtype=np.int64)
        packs, lengths = [], []
        for labels, examples in _examples(blocks, plan, fit, vectorizer, excerpt_weight):
            self._part_weights = examples.weights(1)
            frequency += _frequency(examples.counts, labels, frequency.shape)
            packs.append(_pack_sizes(len(labels)))
            lengths.append(self._append(examples))
        self._cut(np.concatenate(packs), np.concatenate(lengths))
        self.n_blocks = min(len(blocks), len(self.bounds) - 1)
        told = sizes > 0
        self.tfidf = SectionTfidf(relevance).fit_frequencies(frequency[told].T, sizes[told])
        self._weigh()

    def _append(self, examples: Examples) -> NDArray[np.integer]:
        """Lay down the counts of a block, pack by pack; return how many each row has."""
        packed = examples.counts[_by_pack(examples.n_articles, examples.n_parts)]
        append(self._folder / _VALUES, packed.data)
        append(self._folder / _COLUMNS, packed.indices)
        return np.asarray(np.diff(packed.indptr))

    def _cut(self, packs: NDArray[np.intp], lengths: NDArray[np.integer]) -> None:
        """Note where packs of so many articles begin, in rows of so many counts."""
        self.n_parts = len(self._part_weights)
        self._articles = np.concatenate([[0], np.cumsum(packs)])
        self.bounds = self._articles * self.n_parts
        self._lengths = lengths
        self._entries = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])[self.bounds]

    def _weigh(self) -> None:
        """Write weights in place of the counts."""
        for packs in np.array_split(np.arange(len(self.bounds) - 1), self.n_blocks):
            weighted = self.tfidf.transform(self._matrix(packs), copy=False)
            write_ranges(self._folder / _VALUES, weighted.data, ranges_of(self._entries, packs))

    def load(self, packs: NDArray[np.intp]) -> Packs:
        """Read the examples of some packs."""
        targets, weights = [], []
        for first, stop in ranges_of(self._articles, packs).tolist():
            targets.append(np.tile(self._targets[first:stop], (self.n_parts, 1)))
            weights.append(np.repeat(self._part_weights, stop - first))
        return Packs(self._matrix(packs), np.concatenate(targets), np.concatenate(weights))

    def _matrix(self, packs: NDArray[np.intp]) -> csr_matrix:
        entries = ranges_of(self._entries, packs)
        rows = [self._lengths[slice(*inside)] for inside in ranges_of(self.bounds, packs).tolist()]
        data = load_ranges(self._folder / _VALUES, np.float32, entries)
        indices = load_ranges(self._folder / _COLUMNS, np.int32, entries)
        indptr = np.concatenate([[0], np.cumsum(np.concatenate(rows))]).astype(np.int32)
        return csr_matrix((data, indices, indptr), shape=(len(indptr) - 1, self.n_features))


def _examples(
    blocks: Blocks, plan: Plan, fit: int, vectorizer: NgramVectorizer, weight: float
) -> Iterator[tuple[NDArray[np.intp], Examples]]:
    """Count what a fit learns from, block by block; yield the labels of the articles with it."""
    for number in range(len(blocks)):
        articles = blocks.articles(number)
        learnt = plan.learnt(fit, articles)
        block = blocks.load(number).take(learnt)
        yield (
            plan.labels[articles][learnt],
            count_examples(vectorizer, block, vectorizer.count(block), weight),
        )


def _pack_sizes(n_articles: int) -> NDArray[np.intp]:
    """Return how many articles each pack of a block has."""
    return np.diff(np.append(np.arange(0, n_articles, _PACK), n_articles))


def _by_pack(n_articles: int, n_parts: int) -> NDArray[np.intp]:
    """Return the rows of all parts of some articles, pack by pack, and in each part by part."""
    article = np.tile(np.arange(n_articles), n_parts)
    return np.argsort(article // _PACK, kind="stable")


def _frequency(
    counts: csr_matrix, labels: NDArray[np.intp], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Count the articles, the first rows, of each section that have each feature."""
    rows = counts.indptr[: len(labels) + 1]
    cells = np.repeat(labels, np.diff(rows)) * shape[1] + counts.indices[: rows[-1]]
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
