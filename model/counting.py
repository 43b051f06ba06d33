"""Counting for training: which n-grams a corpus has, and how often each article has them."""

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.ngrams import MAX_ORDER, extend, scan_text, spell

_PARTITIONS: Final = 2
"""How many threads share the count of a vocabulary; each keeps the keys of its own half."""

_TOP_BIT: Final = np.uint64(63)
_FIRST_CAPACITY: Final = 1 << 16

_PAGE: Final = 1 << 23
"""Hashes are gathered in pages of this many. Large arrays go back to the system when they are let
go, and the part of a page that is never touched takes no memory."""

Keys = NDArray[np.uint64]
Counts = NDArray[np.int32]
Offsets = NDArray[np.int64]


class HashedCorpus(NamedTuple):
    """The syllables of many texts, hashed and laid side by side.

    Attributes
    ----------
    hashes : ndarray of uint64, shape (n_syllables,)
    bounds : ndarray of int64, shape (n_texts + 1,)
        The syllables of text `i` are `hashes[bounds[i]:bounds[i + 1]]`.
    spellings : dict of int to str
        How each hashed syllable is spelt.
    """

    hashes: Keys
    bounds: Offsets
    spellings: dict[int, str]

    @property
    def n_texts(self) -> int:
        """The number of texts."""
        return len(self.bounds) - 1


class Vocabulary(NamedTuple):
    """N-grams and the number of texts each stands in, the most widespread first.

    Attributes
    ----------
    keys : ndarray of uint64, shape (n_features,)
    document_frequency : ndarray of int32, shape (n_features,)
    syllables : ndarray of uint64, shape (n_features, longest order)
        The hashes of each n-gram's syllables, 0 past its end.
    """

    keys: Keys
    document_frequency: Counts
    syllables: Keys

    def take(self, features: NDArray[np.intp]) -> "Vocabulary":
        """Return the vocabulary of some features, in the order given."""
        return Vocabulary(*(column[features] for column in self))


@compiled
def _note_new(hashes: Keys, seen: Keys, new: Offsets) -> int:
    """Enter hashes into a set; note the places of those that were not in it, return how many."""
    mask = np.uint64(len(seen) - 1)
    count = 0
    for place in range(len(hashes)):
        slot = hashes[place] & mask
        while seen[slot] != 0 and seen[slot] != hashes[place]:
            slot = (slot + np.uint64(1)) & mask
        if seen[slot] == 0:
            seen[slot] = hashes[place]
            new[count] = place
            count += 1
    return count


def hash_corpus(texts: Iterable[str]) -> HashedCorpus:
    """Hash the syllables of every text, once for all the passes that follow.

    No text is kept: of each only its hashes, and the spelling of syllables not met before.
    """
    pages = [np.empty(_PAGE, dtype=np.uint64)]
    filled = [0]
    lengths: list[int] = []
    spellings: dict[int, str] = {}
    seen = np.zeros(_FIRST_CAPACITY, dtype=np.uint64)
    for text in texts:
        composed, hashes, spans = scan_text(text)
        if 2 * (len(spellings) + len(hashes)) > len(seen):
            seen = _set_of(spellings, 4 * (len(spellings) + len(hashes)))
        new = np.empty(len(hashes), dtype=np.int64)
        for place in new[: _note_new(hashes, seen, new)]:
            start, end = spans[place]
            spellings[int(hashes[place])] = spell(composed[start:end])
        if filled[-1] + len(hashes) > len(pages[-1]):
            pages.append(np.empty(max(_PAGE, len(hashes)), dtype=np.uint64))
            filled.append(0)
        pages[-1][filled[-1] : filled[-1] + len(hashes)] = hashes
        filled[-1] += len(hashes)
        lengths.append(len(hashes))
    bounds = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    used = [page[:end] for page, end in zip(pages, filled, strict=True)]
    return HashedCorpus(np.concatenate(used), bounds, spellings)


def _set_of(hashes: Collection[int], room: int) -> Keys:
    """Return a table of `_note_new` with more than `room` slots that holds some hashes."""
    table_of_hashes = np.zeros(1 << room.bit_length(), dtype=np.uint64)
    known = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))
    _note_new(known, table_of_hashes, np.empty(len(known), dtype=np.int64))
    return table_of_hashes


@compiled
def _count_from(
    first: int,
    hashes: Keys,
    bounds: Offsets,
    orders: tuple[int, int],
    partition: int,
    keys: Keys,
    frequency: Counts,
    last_text: Counts,
    example: Offsets,
    used: int,
) -> tuple[int, int]:
    """Count the document frequency of one partition's n-grams, until the table is half full.

    `example` notes where an n-gram was first met, and its order: position * MAX_ORDER + order - 1.

    Returns the first text not yet counted, and the number of keys in the table.
    """
    mask = np.uint64(len(keys) - 1)
    for text in range(first, len(bounds) - 1):
        stop = bounds[text + 1]
        if 2 * (used + (stop - bounds[text]) * orders[1]) > len(keys):
            return text, used
        for position in range(bounds[text], stop):
            key = hashes[position]
            for order in range(1, min(orders[1], stop - position) + 1):
                if order > 1:
                    key = extend(key, hashes[position + order - 1])
                if order < orders[0] or key >> _TOP_BIT != partition:
                    continue
                slot = key & mask
                while keys[slot] != 0 and keys[slot] != key:
                    slot = (slot + np.uint64(1)) & mask
                if keys[slot] == 0:
                    keys[slot] = key
                    example[slot] = position * MAX_ORDER + order - 1
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
        kinds = (np.uint64, np.int32, np.int32, np.int64)
        return cls(*(np.zeros(capacity, dtype=kind) for kind in kinds))

    def doubled(self) -> "_Rows":
        larger = _Rows.empty(2 * len(self.keys))
        places = _places(self.keys, len(larger.keys))
        used = places >= 0
        for column, wider in zip(self, larger, strict=True):
            wider[places[used]] = column[used]
        return larger


def _count_partition(
    corpus: HashedCorpus, orders: tuple[int, int], min_df: int, partition: int
) -> Vocabulary:
    """Count the keys of one partition, in no order."""
    rows = _Rows.empty(_FIRST_CAPACITY)
    text = used = 0
    while True:
        text, used = _count_from(
            text, corpus.hashes, corpus.bounds, orders, np.uint64(partition), *rows, used
        )
        if text == corpus.n_texts:
            break
        rows = rows.doubled()
    kept = rows.frequency >= max(1, min_df)
    syllables = _spell(corpus.hashes, rows.example[kept], orders[1])
    return Vocabulary(rows.keys[kept], rows.frequency[kept], syllables)


def _spell(hashes: Keys, examples: Offsets, longest: int) -> Keys:
    """Return the syllables of n-grams from the places where they were met."""
    position, order = np.divmod(examples, MAX_ORDER)
    inside = np.arange(longest) <= order[:, None]
    places = np.minimum(position[:, None] + np.arange(longest), len(hashes) - 1)
    return np.where(inside, hashes[places], np.uint64(0))


def count_vocabulary(
    corpus: HashedCorpus, orders: tuple[int, int], min_df: int = 1
) -> Vocabulary:
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
        whole = Vocabulary(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return whole.take(np.lexsort((whole.keys, -whole.document_frequency)))


@compiled
def _emit(
    first: int,
    stop: int,
    hashes: Keys,
    bounds: Offsets,
    orders: tuple[int, int],
    slots: table.Slots,
    n_features: int,
) -> tuple[Counts, NDArray[np.float32], Offsets]:
    """Count the known n-grams of some texts: column numbers, counts and row lengths of a CSR."""
    most = (bounds[stop] - bounds[first]) * (orders[1] - orders[0] + 1)
    columns = np.empty(most, dtype=np.int32)
    counts = np.empty(most, dtype=np.float32)
    lengths = np.zeros(stop - first, dtype=np.int64)
    tally = np.zeros(n_features, dtype=np.int32)
    filled = 0
    for text in range(first, stop):
        row = filled
        for position in range(bounds[text], bounds[text + 1]):
            key = hashes[position]
            for order in range(1, min(orders[1], bounds[text + 1] - position) + 1):
                if order > 1:
                    key = extend(key, hashes[position + order - 1])
                if order < orders[0]:
                    continue
                feature = table.find(slots, key)
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
        return _emit(first, stop, corpus.hashes, corpus.bounds, orders, slots, len(keys))

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
