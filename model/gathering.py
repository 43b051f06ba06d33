"""Texts as they come -> their syllables, hashed and laid side by side, batch by batch."""

from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.text import compose
from model.codes import Codes
from model.finding import Hashes, Places, enter_all, find_many, note_new
from model.ngrams import NEEDS_CLEANING, NEEDS_COMPOSING, code_points
from model.reading import GLANCES, TextReader
from model.skimming import room_for

_FIRST_CAPACITY: Final = 1 << 16

_PAGE: Final = 1 << 23
"""Hashes are gathered in pages of this many. Large arrays go back to the system when they are let
go, and the part of a page that is never touched takes no memory."""


class _Found(NamedTuple):
    """The syllables of some texts.

    Attributes
    ----------
    hashes : ndarray of uint64, shape (n_syllables,)
    counts : ndarray of int64, shape (n_texts,)
        How many syllables each text has; they lie side by side.
    headlines : ndarray of int32, shape (n_texts,)
    """

    hashes: Hashes
    counts: Places
    headlines: NDArray[np.int32]

    def with_others(self, others: Self, texts: NDArray[np.intp]) -> Self:
        """Put in what was found of some of the texts later."""
        counts, headlines = self.counts.copy(), self.headlines.copy()
        counts[texts], headlines[texts] = others.counts, others.headlines
        later = np.zeros(len(counts), dtype=np.bool_)
        later[texts] = True
        of_later = np.repeat(later, counts)
        hashes = np.empty(len(of_later), dtype=np.uint64)
        hashes[of_later], hashes[~of_later] = others.hashes, self.hashes
        return type(self)(hashes, counts, headlines)


class Gathering:
    """Hashes texts, and keeps of each nothing but its hashes and the spelling of new syllables.

    Parameters
    ----------
    reader : TextReader, optional
        Cleans the texts first.
    """

    def __init__(self, reader: TextReader | None = None) -> None:
        self._clean = reader if reader and reader.cleans_only else None
        self._cuts = reader is not None and reader.cuts
        self._pages = [np.empty(_PAGE, dtype=np.uint64)]
        self._filled = [0]
        self._counts: list[Places] = []
        self._headlines: list[NDArray[np.int32]] = []
        self._written: dict[int, str] = {}
        self._seen = np.zeros(_FIRST_CAPACITY, dtype=np.uint64)

    def add(self, texts: list[str]) -> None:
        """Hash some more texts.

        Raises
        ------
        TextTooLong
        """
        found = self._find(texts, cleaned=self._clean is None, composed=False)
        self._counts.append(found.counts)
        self._headlines.append(found.headlines)
        room = len(found.hashes)
        if self._filled[-1] + room > len(self._pages[-1]):
            self._pages.append(np.empty(max(_PAGE, room), dtype=np.uint64))
            self._filled.append(0)
        self._pages[-1][self._filled[-1] : self._filled[-1] + room] = found.hashes
        self._filled[-1] += room

    def gathered(self) -> tuple[Hashes, Places, NDArray[np.int32], dict[int, str]]:
        """Return what a `HashedCorpus` is made of."""
        used = [page[:end] for page, end in zip(self._pages, self._filled, strict=True)]
        bounds = np.concatenate([[0], np.cumsum(np.concatenate(self._counts))])
        headlines = np.concatenate(self._headlines)
        return np.concatenate(used), bounds.astype(np.int64), headlines, self._written

    def _find(self, texts: list[str], *, cleaned: bool, composed: bool) -> _Found:
        """Find the syllables of some texts, cleaning and composing those that need it."""
        codes = code_points("".join(texts))
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        kinds = np.empty(room_for(int(lengths.max(initial=0))), dtype=np.uint8)
        hashes = np.empty(len(codes) // 2 + 2 * len(texts) + 2, dtype=np.uint64)
        left = np.empty((len(texts), 2), dtype=np.int64)
        counts = np.empty(len(texts), dtype=np.int64)
        headlines = np.empty(len(texts), dtype=np.int32)
        nowhere = np.empty((0, 2), dtype=np.int32)
        work = (kinds, hashes, nowhere, left, counts, headlines)
        filled = find_many(codes, bounds, composed, cleaned, self._cuts, *work)
        self._note_new(codes, hashes, left, counts, composed=composed)
        found = _Found(hashes[:filled], np.maximum(counts, 0), headlines)
        dirty = np.flatnonzero(counts <= NEEDS_CLEANING)
        raw = np.flatnonzero(counts == NEEDS_COMPOSING)
        if len(dirty) and self._clean:
            seen = zip(dirty.tolist(), (NEEDS_CLEANING - counts[dirty]).tolist(), strict=True)
            others = [self._clean(texts[place], GLANCES[what]) for place, what in seen]
            again = self._find(others, cleaned=True, composed=composed)
            found = found.with_others(again, dirty)
        if len(raw):
            others = [compose(texts[place]) for place in raw.tolist()]
            again = self._find(others, cleaned=True, composed=True)
            found = found.with_others(again, raw)
        return found

    def _note_new(
        self, codes: Codes, hashes: Hashes, left: Places, counts: Places, *, composed: bool
    ) -> None:
        """Note how syllables that were not met before are written."""
        longest = int(counts.max(initial=0)) + 2
        room = np.empty(longest, dtype=np.uint64), np.empty((longest, 2), dtype=np.int32)
        text = done = 0
        while text < len(counts):
            half = len(self._seen) // 2
            new, places = np.empty(half, dtype=np.uint64), np.empty((half, 2), dtype=np.int64)
            told = (codes, composed, hashes[done:], left, counts, *room, self._seen)
            first = text
            text, found = note_new(first, *told, len(self._written), new, places)
            done += int(np.maximum(counts[first:text], 0).sum())
            for hashed, (start, end) in zip(
                new[:found].tolist(), places[:found].tolist(), strict=True
            ):
                self._written[hashed] = _spelt(codes[start:end])
            if text < len(counts):
                self._grow(int(counts[text]))

    def _grow(self, more: int) -> None:
        """Make room for more syllables."""
        room = 4 * (len(self._written) + more)
        self._seen = np.zeros(1 << room.bit_length(), dtype=np.uint64)
        known = np.fromiter(self._written, dtype=np.uint64, count=len(self._written))
        enter_all(known, self._seen)


def _spelt(codes: Codes) -> str:
    """Return the text of some code points, lone surrogates included."""
    return codes.tobytes().decode("utf-32", "surrogatepass")
