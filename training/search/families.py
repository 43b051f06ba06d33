"""Counts of n-grams that candidates share: a corpus is counted once for each n-gram length."""

from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from sklearn.base import clone

from data.errors import NothingToCount
from model.vocabulary import Vocabulary
from training.config import FeaturesConfig
from training.counting import Read
from training.examples import Examples

_KEPT: Final = 2
"""Selections of columns that are kept. Good candidates are alike, and a selection takes memory."""


class _Family(NamedTuple):
    """Which n-grams a candidate counts, however many of them it keeps in the end."""

    ngram_range: tuple[int, int]
    min_df: int
    headlines: bool


class Families:
    """The counts of a corpus, for each way of counting it.

    A narrower way counts some of the columns of a wider one, in the same order: only the wide ones
    are counted, and just those of them that somebody asks for.

    Parameters
    ----------
    read : Read
    min_df : int
        The lowest that anybody will ask for.
    """

    def __init__(self, read: Read, min_df: int) -> None:
        self._read = read
        self._min_df = min_df
        self._wide: dict[int, tuple[Vocabulary, Examples]] = {}
        self._select = lru_cache(_KEPT)(self._selected)

    def of(self, features: FeaturesConfig) -> Examples:
        """Return the articles as `Read.count` counts them under a configuration, not to be changed.

        Raises
        ------
        NothingToCount
        """
        family = _Family(features.ngram_range, features.min_df, features.headlines)
        return self._select(family)._replace(weight=features.excerpts)

    def _selected(self, family: _Family) -> Examples:
        vocabulary, examples = self._widest(family.ngram_range[1])
        kept = self._columns(vocabulary, family)
        if kept.all():
            return examples
        if not kept.any():
            raise NothingToCount(family.min_df)
        columns = np.flatnonzero(kept)
        return examples._replace(
            counts=examples.counts[:, columns], orders=examples.orders[columns]
        )

    def _columns(self, vocabulary: Vocabulary, family: _Family) -> np.ndarray:
        """Tell which columns belong to a family."""
        kept = vocabulary.document_frequency >= family.min_df
        if not family.headlines:
            kept = kept & ~vocabulary.in_headline
        if self._read.vectorizer.lexicon is None:
            orders = (vocabulary.syllables != 0).sum(axis=1)
            kept = kept & (orders >= family.ngram_range[0]) & (orders <= family.ngram_range[1])
        return kept

    def _widest(self, longest: int) -> tuple[Vocabulary, Examples]:
        """Count all that may be asked for with n-grams of some length; single syllables with pairs.

        Of words there is one length, whatever the range says.
        """
        longest = max(longest, 2)
        if longest not in self._wide:
            every = clone(self._read.vectorizer).set_params(
                ngram_range=(1, longest), min_df=self._min_df, headlines=True
            )
            vectorizer, examples = replace(self._read, vectorizer=every).count()
            self._wide[longest] = vectorizer.vocabulary_, examples
        return self._wide[longest]
