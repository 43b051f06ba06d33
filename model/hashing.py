"""Hashing a corpus: its syllables, read once and laid side by side for all passes that follow."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.gathering import Gathering
from model.reading import TextReader
from model.skimming import hash_text

OPENING: Final = 64
"""In syllables: about 300 characters, what a teaser or a feed shows of an article."""

_BATCH: Final = 1 << 20
"""Code points that are hashed at a time."""

_MOST_WAITING: Final = 2
"""Batches of texts that wait to be hashed."""

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


def hash_corpus(texts: Iterable[str], reader: TextReader | None = None) -> HashedCorpus:
    """Hash the syllables of every text, once for all the passes that follow.

    No text is kept: of each only its hashes, and how syllables not met before are written. While
    one thread takes the texts, another hashes those that were taken before.

    Parameters
    ----------
    texts : iterable of str
    reader : TextReader, optional
        Cleans the texts first.
    """
    gathering = Gathering(reader)
    with ThreadPoolExecutor(1) as hasher:
        waiting: deque[Future[None]] = deque()
        batch: list[str] = []
        for coming in _batches(texts):
            if batch:
                waiting.append(hasher.submit(gathering.add, batch))
            batch = coming
            if len(waiting) > _MOST_WAITING:
                waiting.popleft().result()
        for added in waiting:
            added.result()
    gathering.add(batch)  # of a small corpus the only one, for which no thread is started
    return HashedCorpus(*gathering.gathered())


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts by the handful; a long one by itself."""
    batch: list[str] = []
    room = _BATCH
    for text in texts:
        if batch and len(text) > room:
            yield batch
            batch, room = [], _BATCH
        batch.append(text)
        room -= len(text)
    if batch:
        yield batch
