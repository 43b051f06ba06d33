"""Hashing a corpus: its syllables, read once and laid side by side for all passes that follow."""

from collections.abc import Callable, Collection, Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.ngrams import scan_text
from model.skimming import hash_text

OPENING: Final = 64
"""In syllables: about 300 characters, what a teaser or a feed shows of an article."""

_FIRST_CAPACITY: Final = 1 << 16

_PAGE: Final = 1 << 23
"""Hashes are gathered in pages of this many. Large arrays go back to the system when they are let
go, and the part of a page that is never touched takes no memory."""

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]


class HashedCorpus(NamedTuple):
    """The syllables of many texts, hashed and laid side by side.

    Attributes
    ----------
    hashes : ndarray of uint64, shape (n_syllables,)
    bounds : ndarray of int64, shape (n_texts + 1,)
        The syllables of text `i` are `hashes[bounds[i]:bounds[i + 1]]`.
    headlines : ndarray of int32, shape (n_texts,)
        How many syllables of each text belong to its headline.
    written : dict of int to str
        How each hashed syllable is written where it was first met; `spell` gives its spelling.
    """

    hashes: Hashes
    bounds: Offsets
    headlines: NDArray[np.int32]
    written: dict[int, str]

    @property
    def n_texts(self) -> int:
        """The number of texts."""
        return len(self.bounds) - 1

    def take(self, places: NDArray[np.intp]) -> "HashedCorpus":
        """Return some texts, in the order given."""
        lengths = np.diff(self.bounds)[places]
        bounds = np.zeros(len(places) + 1, dtype=np.int64)
        np.cumsum(lengths, out=bounds[1:])
        return HashedCorpus(
            self._gather(places, bounds), bounds, self.headlines[places], self.written
        )

    def without_headlines(self) -> "HashedCorpus":
        """Return the same texts as if none had a headline."""
        return self._replace(headlines=np.zeros_like(self.headlines))

    def beginnings(self, lengths: NDArray[np.integer]) -> "HashedCorpus":
        """Return the first syllables of each text, as many as there are and `lengths` allows."""
        bounds = np.zeros_like(self.bounds)
        np.cumsum(np.minimum(lengths, np.diff(self.bounds)), out=bounds[1:])
        hashes = self._gather(np.arange(self.n_texts), bounds)
        headlines = np.minimum(self.headlines, np.diff(bounds)).astype(np.int32)
        return HashedCorpus(hashes, bounds, headlines, self.written)

    def excerpts(self) -> "tuple[HashedCorpus, HashedCorpus]":
        """Return the openings of all texts, and their headlines: what a reader may be given."""
        openings = np.full(self.n_texts, OPENING, dtype=np.int64)
        return self.beginnings(openings), self.beginnings(self.headlines)

    def respelt(self, spelling: Callable[[str], str]) -> "HashedCorpus":
        """Return the corpus with each syllable replaced by what is made of it.

        Parameters
        ----------
        spelling : callable
            Makes one syllable of one; two may become the same.
        """
        known = np.array(sorted(self.written), dtype=np.uint64)
        spelt = [spelling(self.written[hashed]) for hashed in known.tolist()]
        room = np.empty(max(map(len, spelt), default=0) // 2 + 2, dtype=np.uint64)
        new = np.empty_like(known)
        written: dict[int, str] = {}
        for place, syllable in enumerate(spelt):
            new[place] = hash_text(syllable, room)[0][0]
            written.setdefault(int(new[place]), syllable)
        hashes = np.empty_like(self.hashes)
        _exchange(self.hashes, table.build(known), new, hashes)
        return self._replace(hashes=hashes, written=written)

    def _gather(self, places: NDArray[np.intp], into: Offsets) -> Hashes:
        gathered = np.empty(into[-1], dtype=np.uint64)
        _gather(self.hashes, self.bounds, places, into, gathered)
        return gathered


@compiled
def _gather(
    hashes: Hashes, bounds: Offsets, places: NDArray[np.intp], into: Offsets, gathered: Hashes
) -> None:
    """Lay the syllables of some texts side by side, in another order."""
    for text in range(len(places)):
        first = bounds[places[text]]
        for place in range(into[text], into[text + 1]):
            gathered[place] = hashes[first + place - into[text]]


@compiled
def _exchange(hashes: Hashes, slots: table.Slots, new: Hashes, exchanged: Hashes) -> None:
    """Put in place of each known hash the new one at its place."""
    for place in range(len(hashes)):
        exchanged[place] = new[table.find(slots, hashes[place])]


@compiled
def _note_new(hashes: Hashes, seen: Hashes, new: Offsets) -> int:
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


@compiled
def _has_new(hashes: Hashes, seen: Hashes) -> bool:
    """Tell whether any of some hashes is not in a set."""
    mask = np.uint64(len(seen) - 1)
    for place in range(len(hashes)):
        slot = hashes[place] & mask
        while seen[slot] != hashes[place]:
            if seen[slot] == 0:
                return True
            slot = (slot + np.uint64(1)) & mask
    return False


def hash_corpus(texts: Iterable[str]) -> HashedCorpus:
    """Hash the syllables of every text, once for all the passes that follow.

    No text is kept: of each only its hashes, and how syllables not met before are written.

    Parameters
    ----------
    texts : iterable of str
    """
    pages = [np.empty(_PAGE, dtype=np.uint64)]
    filled = [0]
    lengths: list[int] = []
    headline_lengths: list[int] = []
    written: dict[int, str] = {}
    seen = np.zeros(_FIRST_CAPACITY, dtype=np.uint64)
    for text in texts:
        room = len(text) // 2 + 2
        if filled[-1] + room > len(pages[-1]):
            pages.append(np.empty(max(_PAGE, room), dtype=np.uint64))
            filled.append(0)
        hashes, headline = hash_text(text, pages[-1][filled[-1] :])
        if 2 * (len(written) + len(hashes)) > len(seen):
            seen = _set_of(written, 4 * (len(written) + len(hashes)))
        if _has_new(hashes, seen):
            written |= _note_written(text, seen)
        filled[-1] += len(hashes)
        lengths.append(len(hashes))
        headline_lengths.append(headline)
    bounds = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]).astype(np.int64)
    used = [page[:end] for page, end in zip(pages, filled, strict=True)]
    lines = np.array(headline_lengths, dtype=np.int32)
    return HashedCorpus(np.concatenate(used), bounds, lines, written)


def _note_written(text: str, seen: Hashes) -> dict[int, str]:
    """Note how syllables that are not in a set yet are written, and enter them."""
    composed, hashes, spans, _ = scan_text(text)
    new = np.empty(len(hashes), dtype=np.int64)
    places = new[: _note_new(hashes, seen, new)]
    ends = spans[places].tolist()
    spelt = (composed[start:end] for start, end in ends)
    return dict(zip(hashes[places].tolist(), spelt, strict=True))


def _set_of(hashes: Collection[int], room: int) -> Hashes:
    """Return a table of `_note_new` with more than `room` slots that holds some hashes."""
    table_of_hashes = np.zeros(1 << room.bit_length(), dtype=np.uint64)
    known = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))
    _note_new(known, table_of_hashes, np.empty(len(known), dtype=np.int64))
    return table_of_hashes
