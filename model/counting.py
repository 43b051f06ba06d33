"""Counting for training: which n-grams a corpus has, and how often each article has them."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.hashing import HashedCorpus, Hashes, Offsets
from model.ngrams import MAX_ORDER, extend, in_headline, scan_text

_PARTITIONS: Final = 2
"""How many threads share the count of a vocabulary; each keeps the keys of its own half."""

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


@compiled
def _count_from(
    first: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    partition: np.uint64,
    keys: Keys,
    frequency: Counts,
    last_text: Counts,
    example: Offsets,
    used: int,
) -> tuple[int, int]:
    """Count the document frequency of one partition's features, until the table is half full.

    `example` notes where a feature was first met, its order, and whether it is of the headline:
    2 * (position * MAX_ORDER + order - 1) + in_headline.

    Returns the first text not yet counted, and the number of keys in the table.
    """
    mask = np.uint64(len(keys) - 1)
    for text in range(first, len(bounds) - 1):
        stop = bounds[text + 1]
        headline_stop = bounds[text] + headlines[text]
        if 2 * (used + (stop - bounds[text] + headlines[text]) * orders[1]) > len(keys):
            return text, used
        for position in range(bounds[text], stop):
            key = hashes[position]
            for order in range(1, min(orders[1], stop - position) + 1):
                if order > 1:
                    key = extend(key, hashes[position + order - 1])
                if order < orders[0]:
                    continue
                for headline in range(2 if position + order <= headline_stop else 1):
                    feature = in_headline(key) if headline else key
                    if feature >> _TOP_BIT != partition:
                        continue
                    slot = feature & mask
                    while keys[slot] != 0 and keys[slot] != feature:
                        slot = (slot + np.uint64(1)) & mask
                    if keys[slot] == 0:
                        keys[slot] = feature
                        example[slot] = 2 * (position * MAX_ORDER + order - 1) + headline
                        used += 1
                    if last_text[slot] != text + 1:
                        last_text[slot] = text + 1
                        frequency[slot] += 1
    return len(bounds) - 1, used


@compiled
def _places(keys: Keys, capacity: int) -> Offsets:
    """Return the slot each used row of a counting table takes in a larger one, -1 for the rest."""
    taken = np.zeros(capacity, dtype=np.bool_)
    places = np.full(len(keys), -1, dtype=np.int64)
    mask = np.uint64(capacity - 1)
    for row in range(len(keys)):
        if keys[row] != 0:
            slot = keys[row] & mask
            while taken[slot]:
                slot = (slot + np.uint64(1)) & mask
            taken[slot] = True
            places[row] = slot
    return places


class _Rows(NamedTuple):
    """A counting table: open addressing, key 0 for an unused row."""

    keys: Keys
    frequency: Counts
    last_text: Counts
    example: Offsets

    @classmethod
    def empty(cls, capacity: int) -> "_Rows":
        return cls(
            np.zeros(capacity, dtype=np.uint64),
            np.zeros(capacity, dtype=np.int32),
            np.zeros(capacity, dtype=np.int32),
            np.zeros(capacity, dtype=np.int64),
        )

    def doubled(self) -> "_Rows":
        larger = _Rows.empty(2 * len(self.keys))
        places = _places(self.keys, len(larger.keys))
        used = places >= 0
        slots = places[used]
        larger.keys[slots] = self.keys[used]
        larger.frequency[slots] = self.frequency[used]
        larger.last_text[slots] = self.last_text[used]
        larger.example[slots] = self.example[used]
        return larger


def _count_partition(
    corpus: HashedCorpus, orders: tuple[int, int], min_df: int, partition: int
) -> Vocabulary:
    """Count the keys of one partition, in no order."""
    rows = _Rows.empty(_FIRST_CAPACITY)
    text = used = 0
    while True:
        text, used = _count_from(
            text,
            corpus.hashes,
            corpus.bounds,
            corpus.headlines,
            orders,
            np.uint64(partition),
            *rows,
            used,
        )
        if text == corpus.n_texts:
            break
        rows = rows.doubled()
    kept = rows.frequency >= max(1, min_df)
    places, headline = np.divmod(rows.example[kept], 2)
    syllables = _spell(corpus.hashes, places, orders[1])
    return Vocabulary(rows.keys[kept], rows.frequency[kept], syllables, headline == 1)


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
    return whole.take(np.lexsort((whole.keys, -whole.document_frequency)))


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


@compiled
def _emit(
    first: int,
    stop: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    slots: table.Slots,
    n_features: int,
) -> tuple[Counts, NDArray[np.float32], Offsets]:
    """Count the known n-grams of some texts: column numbers, counts and row lengths of a CSR."""
    most = bounds[stop] - bounds[first] + headlines[first:stop].sum()
    most *= orders[1] - orders[0] + 1
    columns = np.empty(most, dtype=np.int32)
    counts = np.empty(most, dtype=np.float32)
    lengths = np.zeros(stop - first, dtype=np.int64)
    tally = np.zeros(n_features, dtype=np.int32)
    filled = 0
    for text in range(first, stop):
        row = filled
        headline_stop = bounds[text] + headlines[text]
        for position in range(bounds[text], bounds[text + 1]):
            key = hashes[position]
            for order in range(1, min(orders[1], bounds[text + 1] - position) + 1):
                if order > 1:
                    key = extend(key, hashes[position + order - 1])
                if order < orders[0]:
                    continue
                for headline in range(2 if position + order <= headline_stop else 1):
                    feature = table.find(slots, in_headline(key) if headline else key)
                    if feature >= 0:
                        if tally[feature] == 0:
                            columns[filled] = feature
                            filled += 1
                        tally[feature] += 1
        columns[row:filled].sort()
        for entry in range(row, filled):
            counts[entry] = tally[columns[entry]]
            tally[columns[entry]] = 0
        lengths[text - first] = filled - row
    return columns[:filled].copy(), counts[:filled].copy(), lengths


def count_matrix(
    corpus: HashedCorpus, orders: tuple[int, int], keys: Keys
) -> tuple[NDArray[np.float32], Counts, Offsets]:
    """Count the n-grams of a vocabulary in every text.

    Returns
    -------
    counts : ndarray of float32, shape (n_entries,)
    columns : ndarray of int32, shape (n_entries,)
        Rising within each row.
    row_bounds : ndarray of int64, shape (n_texts + 1,)
        The three arrays of a compressed sparse row matrix.
    """
    slots = table.build(keys)
    # Few and large parts: the system takes large arrays back as soon as they are let go.
    cuts = np.linspace(0, corpus.n_texts, 2 * _PARTITIONS + 1).astype(int).tolist()

    def emit(part: int) -> tuple[Counts, NDArray[np.float32], Offsets]:
        first, stop = cuts[part], cuts[part + 1]
        arrays = (corpus.hashes, corpus.bounds, corpus.headlines)
        return _emit(first, stop, *arrays, orders, slots, len(keys))

    with ThreadPoolExecutor(_PARTITIONS) as pool:
        parts = list(pool.map(emit, range(len(cuts) - 1)))
    row_bounds = np.zeros(corpus.n_texts + 1, dtype=np.int64)
    np.cumsum(np.concatenate([lengths for _, _, lengths in parts]), out=row_bounds[1:])
    columns = np.empty(row_bounds[-1], dtype=np.int32)
    counts = np.empty(row_bounds[-1], dtype=np.float32)
    for first, stop in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        entries = slice(row_bounds[first], row_bounds[stop])
        columns[entries], counts[entries], _ = parts.pop()
    return counts, columns, row_bounds
