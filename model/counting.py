"""Counting known n-grams: article by article, and section by section."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.hashing import OPENING, HashedCorpus, Hashes, Offsets
from model.matching import match
from model.ngrams import MAX_ORDER
from model.vocabulary import Counts, Keys

_THREADS: Final = 2

Part = TypeVar("Part")


@compiled
def _match_text(
    text: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    slots: table.Slots,
    found: NDArray[np.int32],
    rows: Counts,
    tally: Counts,
) -> int:
    """Note every known feature of one text of a corpus; see `match`."""
    syllables = hashes[bounds[text] : bounds[text + 1]]
    matches = match(syllables, len(syllables), orders, False, slots, found, 0, rows, tally)
    return match(syllables, headlines[text], orders, True, slots, found, matches, rows, tally)


@compiled
def _emit(
    first: int,
    stop: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    slots: table.Slots,
    found: NDArray[np.int32],
    tally: Counts,
    columns: Counts,
    counts: NDArray[np.float32],
    lengths: Offsets,
) -> int:
    """Count the known n-grams of some texts: column numbers, counts and row lengths of a CSR.

    `tally` is all zero before and after. Returns the number of entries.
    """
    filled = 0
    rows = tally.reshape(-1, 1)
    for text in range(first, stop):
        row = filled
        matches = _match_text(text, hashes, bounds, headlines, orders, slots, found, rows, tally)
        for place in range(matches):
            feature = found[place, 0]
            columns[filled] = feature
            filled += tally[feature] == 0
            tally[feature] += 1
        for entry in range(row, filled):
            counts[entry] = tally[columns[entry]]
            tally[columns[entry]] = 0
        lengths[text - first] = filled - row
    return filled


@compiled
def _add_up(
    first: int,
    stop: int,
    hashes: Hashes,
    bounds: Offsets,
    headlines: Counts,
    orders: tuple[int, int],
    slots: table.Slots,
    found: NDArray[np.int32],
    opening: int,
    labels: NDArray[np.intp],
    sums: Counts,
) -> None:
    """Count the known n-grams of some texts, the texts of one label together.

    Those of an opening of so many syllables count once more, and those of the headline with it.
    """
    tally = headlines[:0]
    for text in range(first, stop):
        matches = _match_text(text, hashes, bounds, headlines, orders, slots, found, sums, tally)
        headline = min(headlines[text], opening)
        for place in range(matches):
            position, further = divmod(found[place, 1], MAX_ORDER)
            end = position + further + 1
            times = 1 + (end <= opening) + (end <= headline)
            sums[found[place, 0], labels[text]] += times


def _in_parts(corpus: HashedCorpus, parts: int, work: Callable[[int, int], Part]) -> list[Part]:
    """Let threads work on parts of a corpus: from a first text to one before which they stop."""
    cuts = np.linspace(0, corpus.n_texts, parts + 1).astype(int).tolist()
    with ThreadPoolExecutor(_THREADS) as pool:
        return list(pool.map(work, cuts[:-1], cuts[1:]))


def _room_for(lengths: NDArray[np.integer], orders: tuple[int, int]) -> NDArray[np.int32]:
    """Return room for the matches of the longest text, and for one that is none."""
    most = lengths.max(initial=0) * (orders[1] - orders[0] + 1) + 1
    return np.empty((most, 2), dtype=np.int32)


def count_matrix(
    corpus: HashedCorpus, orders: tuple[int, int], keys: Keys
) -> tuple[NDArray[np.float32], Counts, Offsets]:
    """Count the n-grams of a vocabulary in every text.

    Returns
    -------
    counts : ndarray of float32, shape (n_entries,)
    columns : ndarray of int32, shape (n_entries,)
        In the order in which each text shows them.
    row_bounds : ndarray of int64, shape (n_texts + 1,)
        The three arrays of a compressed sparse row matrix.
    """
    slots = table.build(keys)
    arrays = (corpus.hashes, corpus.bounds, corpus.headlines)
    seen = np.diff(corpus.bounds) + corpus.headlines

    def emit(first: int, stop: int) -> tuple[Counts, NDArray[np.float32], Offsets]:
        found = _room_for(seen[first:stop], orders)
        most = seen[first:stop].sum() * (orders[1] - orders[0] + 1) + 1
        columns, counts = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.float32)
        lengths, tally = np.empty(stop - first, dtype=np.int64), np.zeros(len(keys), dtype=np.int32)
        filled = _emit(first, stop, *arrays, orders, slots, found, tally, columns, counts, lengths)
        return columns[:filled].copy(), counts[:filled].copy(), lengths

    # Few and large parts: the system takes large arrays back as soon as they are let go.
    parts = _in_parts(corpus, 2 * _THREADS, emit)
    row_bounds = np.zeros(corpus.n_texts + 1, dtype=np.int64)
    np.cumsum(np.concatenate([lengths for _, _, lengths in parts]), out=row_bounds[1:])
    columns = np.empty(row_bounds[-1], dtype=np.int32)
    counts = np.empty(row_bounds[-1], dtype=np.float32)
    stop = len(columns)
    while parts:
        part = parts.pop()
        entries = slice(stop - len(part[0]), stop)
        columns[entries], counts[entries], _ = part
        stop = entries.start
    return counts, columns, row_bounds


def count_by_label(
    corpus: HashedCorpus,
    orders: tuple[int, int],
    keys: Keys,
    labels: NDArray[np.intp],
    n_labels: int,
    *,
    excerpts: bool = False,
) -> Counts:
    """Count the n-grams of a vocabulary in all texts of each label.

    Parameters
    ----------
    corpus : HashedCorpus
    orders : tuple of int
        The shortest and the longest n-gram, in syllables.
    keys : ndarray of uint64, shape (n_keys,)
    labels : ndarray of intp, shape (n_texts,)
    n_labels : int
    excerpts : bool
        Whether to count them in the `HashedCorpus.excerpts` of the texts besides.

    Returns
    -------
    ndarray of int32, shape (n_keys, n_labels)
    """
    slots = table.build(keys)
    arrays = (corpus.hashes, corpus.bounds, corpus.headlines)
    seen = np.diff(corpus.bounds) + corpus.headlines
    opening = OPENING if excerpts else 0

    def add_up(first: int, stop: int) -> Counts:
        found = _room_for(seen[first:stop], orders)
        sums = np.zeros((len(keys), n_labels), dtype=np.int32)
        _add_up(first, stop, *arrays, orders, slots, found, opening, labels, sums)
        return sums

    whole, *others = _in_parts(corpus, _THREADS, add_up)
    for other in others:
        whole += other
    return whole
