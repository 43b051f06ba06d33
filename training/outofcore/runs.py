"""The n-grams of each block, counted and laid down in the order of their keys."""

from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import clone

from model.hashing import HashedCorpus
from model.selection import membership
from model.vectorizer import EmptyVocabulary, NgramVectorizer
from model.vocabulary import Vocabulary
from training.examples import count_examples
from training.outofcore.workspace import append, load

PREFIXES: Final = 1 << 10
"""The first bits of a key cut all runs alike."""

_SHIFT: Final = np.uint64(64 - 10)


class Stretch(NamedTuple):
    """What runs say of the n-grams in a range of keys.

    Attributes
    ----------
    keys : ndarray of uint64, shape (n_features,)
    frequency : ndarray of int32, shape (n_features,)
        In how many articles each stands.
    lengths : ndarray of int32, shape (n_features,)
        How many entries each has.
    cells, sums : ndarray of int32, shape (n_entries,)
        How often a feature stands in the articles, and their excerpts, of one cell of the plan.
    """

    keys: NDArray[np.uint64]
    frequency: NDArray[np.int32]
    lengths: NDArray[np.int32]
    cells: NDArray[np.int32]
    sums: NDArray[np.int32]


class Run(NamedTuple):
    """The n-grams of one block, on disk.

    Attributes
    ----------
    folder : Path
    starts : ndarray of int64, shape (PREFIXES + 1,)
        Where the features of each prefix begin.
    entries : ndarray of int64, shape (PREFIXES + 1,)
        Where their entries begin.
    """

    folder: Path
    starts: NDArray[np.int64]
    entries: NDArray[np.int64]

    @classmethod
    def write(cls, folder: Path, vocabulary: Vocabulary, sums: csr_matrix) -> Self:
        """Lay down the n-grams of a block.

        Parameters
        ----------
        folder : Path
            Is made.
        vocabulary : Vocabulary
        sums : csr_matrix, shape (n_features, n_cells)
        """
        folder.mkdir()
        order = np.argsort(vocabulary.keys)
        ordered, sums = vocabulary.take(order), sums[order]
        starts = np.searchsorted(ordered.keys >> _SHIFT, np.arange(PREFIXES + 1, dtype=np.uint64))
        run = cls(folder, starts, sums.indptr[starts].astype(np.int64))
        stretch = Stretch(
            ordered.keys,
            ordered.document_frequency,
            np.diff(sums.indptr).astype(np.int32),
            sums.indices.astype(np.int32),
            sums.data.astype(np.int32),
        )
        for name, array in stretch._asdict().items():
            append(folder / name, array)
        append(folder / "syllables", ordered.syllables)
        append(folder / "in_headline", ordered.in_headline)
        return run

    def stretch(self, first: int, stop: int) -> Stretch:
        """Read the n-grams from a first prefix on and before another."""
        features = int(self.starts[first]), int(self.starts[stop] - self.starts[first])
        entries = int(self.entries[first]), int(self.entries[stop] - self.entries[first])
        return Stretch(
            load(self.folder / "keys", np.uint64, *features),
            load(self.folder / "frequency", np.int32, *features),
            load(self.folder / "lengths", np.int32, *features),
            load(self.folder / "cells", np.int32, *entries),
            load(self.folder / "sums", np.int32, *entries),
        )

    def find(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], Vocabulary]:
        """Return which of some keys the block has, and what is known of them."""
        own = load(self.folder / "keys", np.uint64)
        rows = np.minimum(np.searchsorted(own, keys), len(own) - 1)
        known = np.flatnonzero(own[rows] == keys)
        rows = rows[known]
        syllables = load(self.folder / "syllables", np.uint64).reshape(len(own), -1)
        in_headline = load(self.folder / "in_headline", np.bool_)
        frequency = load(self.folder / "frequency", np.int32)
        return known, Vocabulary(own, frequency, syllables, in_headline).take(rows)


def write_run(
    folder: Path,
    block: HashedCorpus,
    vectorizer: NgramVectorizer,
    weight: float,
    *,
    cells: NDArray[np.intp],
    n_cells: int,
) -> Run | None:
    """Count the n-grams of a block, and lay them down.

    Parameters
    ----------
    folder : Path
        Is made.
    block : HashedCorpus
    vectorizer : NgramVectorizer
        Set up, not fitted.
    weight : float
        What an excerpt counts beside its article.
    cells : ndarray of intp, shape (n_texts,)
        The cell of the plan that each article lies in.
    n_cells : int

    Returns
    -------
    Run or None
        None if there is no n-gram.
    """
    counter = clone(vectorizer).set_params(min_df=1, max_features=None)
    try:
        counts = counter.fit_hashed(block)
    except EmptyVocabulary:
        return None
    examples = count_examples(counter, block, counts, weight)
    every = np.tile(cells, examples.n_parts)
    sums = csr_matrix((membership(every, n_cells, np.float32).T @ examples.counts).T)
    sums.sort_indices()
    return Run.write(folder, counter.vocabulary_, sums)
