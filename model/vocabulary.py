"""The vocabulary of a corpus: which n-grams it has, and in how many texts each stands."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
from model.hashing import HashedCorpus, Hashes, Offsets
from model.intrinsics import prefetch
from model.ngrams import MAX_ORDER, extend, in_headline, scan_text

_PARTITIONS: Final = 2
"""How many threads share the count; each keeps the keys of its own half."""

_AHEAD: Final = 16
"""In features: a row is asked for so long before it is needed."""

_TOP_BIT: Final = np.uint64(63)
_FIRST_CAPACITY: Final = 1 << 16

Keys = NDArray[np.uint64]
Counts = NDArray[np.int32]


class Vocabulary(NamedTuple):
    """Features and the number of texts each stands in, the most widespread first.

    A feature is an n-gram anywhere in a text, or an n-gram in its headline.

    Attributes
    ----------
    keys : ndarray of uint64, shape (n_features,)
    document_frequency : ndarray of int32, shape (n_features,)
    syllables : ndarray of uint64, shape (n_features, longest order)
        The hashes of each n-gram's syllables, 0 past its end.
    in_headline : ndarray of bool, shape (n_features,)
        Whether only its places in headlines count.
    """

    keys: Keys
    document_frequency: Counts
    syllables: Hashes
    in_headline: NDArray[np.bool_]

    def take(self, features: NDArray[np.intp]) -> "Vocabulary":
        """Return the vocabulary of some features, in the order given."""
        return Vocabulary(
            self.keys[features],
            self.document_frequency[features],
            self.syllables[features],
            self.in_headline[features],
        )


_KEY, _EXAMPLE, _TEXT, _FREQUENCY = range(4)
"""The columns of a counting table, side by side: one miss of the cache gets all four.

The key, 0 for an unused row; where the feature was first met; the last text it was met in, plus
one; and in how many.
"""


@compiled
def _note(rows: Hashes, key: np.uint64, text: int, example: int) -> int:
    """Note that a feature stands in a text; return 1 if it was not met before."""
    mask = np.uint64(len(rows) - 1)
    row = key & mask
    while rows[row, _KEY] != 0 and rows[row, _KEY] != key:
        row = (row + np.uint64(1)) & mask
    new = rows[row, _KEY] == 0
    if new:
        rows[row, _KEY] = key
        rows[row, _EXAMPLE] = example
    if rows[row, _TEXT] != np.uint64(text + 1):
        rows[row, _TEXT] = text + 1
        rows[row, _FREQUENCY] += np.uint64(1)
    return int(new)


@compiled
def _list_features(
    text: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    partition: np.uint64,
    features: Hashes,
    examples: Offsets,
) -> int:
    """List one partition's features in a text, repetitions included, and where each stands.

    An example is 2 * (position * MAX_ORDER + order - 1), plus 1 if it is of the headline. Returns
    how many there are.
    """
    listed = 0
    stop = bounds[text + 1]
    headline_stop = bounds[text] + headlines[text]
    for position in range(bounds[text], stop):
        key = hashes[position]
        last = min(orders[1], stop - position)
        order = 1
        while True:
            if order >= orders[0]:
                # Whose a feature is cannot be foreseen: it is written, and then perhaps over.
                example = 2 * (position * MAX_ORDER + order - 1)
                features[listed], examples[listed] = key, example
                listed += key >> _TOP_BIT == partition
                if position + order <= headline_stop:
                    other = in_headline(key)
                    features[listed], examples[listed] = other, example + 1
                    listed += other >> _TOP_BIT == partition
            if order == last:
                break
            key = extend(key, hashes[position + order])
            order += 1
    return listed


@compiled
def _count_from(
    first: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    partition: np.uint64,
    features: Hashes,
    examples: Offsets,
    rows: Hashes,
    used: int,
) -> tuple[int, int]:
    """Count the document frequency of one partition's features, until the table is half full.

    Returns the first text not yet counted, and the number of keys in the table.
    """
    width = rows.shape[1]
    mask = np.uint64(len(rows) - 1)
    for text in range(first, len(bounds) - 1):
        listed = _list_features(
            text, hashes, bounds, headlines, orders, partition, features, examples
        )
        if 2 * (used + listed) > len(rows):
            return text, used
        for place in range(listed):
            if place + _AHEAD < listed:
                prefetch(rows, int(features[place + _AHEAD] & mask) * width)
            used += _note(rows, features[place], text, examples[place])
    return len(bounds) - 1, used


@compiled
def _move(rows: Hashes, larger: Hashes) -> None:
    """Move the rows of a counting table to a larger one."""
    mask = np.uint64(len(larger) - 1)
    for old in range(len(rows)):
        if rows[old, _KEY] != 0:
            new = rows[old, _KEY] & mask
            while larger[new, _KEY] != 0:
                new = (new + np.uint64(1)) & mask
            for column in range(rows.shape[1]):
                larger[new, column] = rows[old, column]


def _count_partition(
    corpus: HashedCorpus, orders: tuple[int, int], min_df: int, partition: int
) -> Vocabulary:
    """Count the keys of one partition, in the order of the keys."""
    rows = np.zeros((_FIRST_CAPACITY, 4), dtype=np.uint64)
    arrays = (corpus.hashes, corpus.bounds, corpus.headlines)
    most = (np.diff(corpus.bounds) + corpus.headlines).max(initial=0) * orders[1] + 1
    room = np.empty(most, dtype=np.uint64), np.empty(most, dtype=np.int64)
    text = used = 0
    while True:
        text, used = _count_from(text, *arrays, orders, np.uint64(partition), *room, rows, used)
        if text == corpus.n_texts:
            break
        larger = np.zeros((2 * len(rows), 4), dtype=np.uint64)
        _move(rows, larger)
        rows = larger
    rows = rows[rows[:, _FREQUENCY] >= max(1, min_df)]
    rows = rows[np.argsort(rows[:, _KEY])]
    places, headline = np.divmod(rows[:, _EXAMPLE].astype(np.int64), 2)
    frequency = rows[:, _FREQUENCY].astype(np.int32)
    syllables = _spell(corpus.hashes, places, orders[1])
    return Vocabulary(rows[:, _KEY].copy(), frequency, syllables, headline == 1)


def _spell(hashes: Hashes, examples: Offsets, longest: int) -> Hashes:
    """Return the syllables of n-grams from the places where they were met."""
    position, order = np.divmod(examples, MAX_ORDER)
    inside = np.arange(longest) <= order[:, None]
    places = np.minimum(position[:, None] + np.arange(longest), len(hashes) - 1)
    return np.where(inside, hashes[places], np.uint64(0))


def count_vocabulary(corpus: HashedCorpus, orders: tuple[int, int], min_df: int = 1) -> Vocabulary:
    """Count in how many texts each n-gram stands.

    Parameters
    ----------
    corpus : HashedCorpus
    orders : tuple of int
        The shortest and the longest n-gram, in syllables; at most `MAX_ORDER`.
    min_df : int
        N-grams in fewer texts are left out.

    Returns
    -------
    Vocabulary
        In an order that depends on nothing but the texts: by falling frequency, then by key.
    """
    with ThreadPoolExecutor(_PARTITIONS) as pool:
        parts = pool.map(
            lambda partition: _count_partition(corpus, orders, min_df, partition),
            range(_PARTITIONS),
        )
        keys, frequency, syllables, headline = zip(*parts, strict=True)
    whole = Vocabulary(*map(np.concatenate, (keys, frequency, syllables, headline)))
    # Of two partitions the first has the lower keys: the whole is in the order of its keys.
    return whole.take(np.argsort(-whole.document_frequency, kind="stable"))


def lexicon_vocabulary(words: Iterable[str], *, headlines: bool) -> Vocabulary:
    """Return the features that some words are: anywhere, and in the headline if it counts.

    Parameters
    ----------
    words : iterable of str
        Distinct words of at most `MAX_ORDER` syllables, separated by spaces.
    headlines : bool

    Returns
    -------
    Vocabulary
        With a document frequency of 0 throughout, for the words alone do not tell it.
    """
    spelt = [scan_text(word).hashes for word in words]
    syllables = np.zeros((len(spelt), MAX_ORDER), dtype=np.uint64)
    keys = np.zeros(len(spelt), dtype=np.uint64)
    for row, hashes in enumerate(spelt):
        syllables[row, : len(hashes)] = hashes
        keys[row] = hashes[0]
        for syllable in hashes[1:]:
            keys[row] = extend(keys[row], syllable)
    anywhere = Vocabulary(
        keys, np.zeros(len(keys), dtype=np.int32), syllables, np.zeros(len(keys), dtype=np.bool_)
    )
    if not headlines:
        return anywhere
    in_headlines = np.array([in_headline(key) for key in keys], dtype=np.uint64)
    return Vocabulary(
        np.concatenate([keys, in_headlines]),
        np.tile(anywhere.document_frequency, 2),
        np.tile(syllables, (2, 1)),
        np.repeat([False, True], len(keys)),
    )
