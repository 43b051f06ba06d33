"""Near-duplicates of a large corpus: shingles and bands on disk, the groups those of the finder."""

import hashlib
import unicodedata
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from data.duplicates import SIMILAR, Sketch
from data.duplicates.candidates import Pairs, agreeing, band_keys, choose_bands
from data.duplicates.found import numbered
from data.duplicates.shingles import Shingler, ShingleSet
from data.duplicates.similarity import components, jaccard
from data.text import words_of
from training.outofcore.workspace import append, load

_BATCH: Final = 1 << 20
"""Shingles that are gathered before they go to disk."""

_COMPARED: Final = 1 << 21
"""Shingles of the pairs that are compared at a time."""

_DIGEST: Final = 16

MOST_SKETCHED: Final = 1_000_000
"""Texts of which a model holds a sketch: 128 MB."""


class StoredShingles:
    """Finds the groups that `DuplicateFinder` finds, and holds 24 bytes of an article meanwhile.

    Parameters
    ----------
    folder : Path
        Is made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._shingles_file = folder / "shingles"
        self._band_files = [folder / f"band-{band}" for band in range(choose_bands(SIMILAR)[0])]
        self._shingler = Shingler()
        self.clear()

    def clear(self) -> None:
        """Forget all articles."""
        for file in (self._shingles_file, *self._band_files):
            file.write_bytes(b"")
        self._digests = bytearray()
        self._sizes = array("i")
        self._waiting: list[ShingleSet] = []
        self._room = _BATCH

    def add(self, text: str) -> None:
        """Take the text of the next article."""
        words = words_of(unicodedata.normalize("NFC", text))
        shingles = self._shingler.shingles(words)
        # What has no syllable is like nothing but its copies.
        content = shingles.tobytes() or " ".join(words).encode("utf-8", "surrogatepass")
        self._digests += hashlib.blake2b(content, digest_size=_DIGEST).digest()
        self._sizes.append(len(shingles))
        self._waiting.append(shingles)
        self._room -= len(shingles)
        if self._room <= 0:
            self._flush()

    def _flush(self) -> None:
        """Write what waits: its shingles, and a file for each band of the signatures."""
        filled = [shingles for shingles in self._waiting if len(shingles)]
        if filled:
            append(self._shingles_file, np.concatenate(filled))
            for file, keys in zip(self._band_files, band_keys(filled, SIMILAR).T, strict=True):
                append(file, keys)
        self._waiting, self._room = [], _BATCH

    def groups(self) -> NDArray[np.intp]:
        """Group the articles as `DuplicateFinder.find` does: shape (n_articles,)."""
        self._flush()
        sizes = np.array(self._sizes, dtype=np.int64)
        first, set_of = self._sets()
        filled = np.flatnonzero(sizes[first])
        sets = _Sets(self._shingles_file, sizes, first[filled])
        row = (np.cumsum(sizes > 0) - 1)[first[filled]]  # in the files of the bands
        linked = _link(sets, [(file, row) for file in self._band_files])
        return numbered(components(filled[linked], len(first))[set_of])

    def sketch(self) -> Sketch | None:
        """Sketch the articles, unless there are too many different ones."""
        self._flush()
        sizes = np.array(self._sizes, dtype=np.int64)
        first, _ = self._sets()
        filled = first[sizes[first] > 0]
        if len(filled) > MOST_SKETCHED:
            return None
        sets = _Sets(self._shingles_file, sizes, filled)
        parts = [
            Sketch.of_sets([sets[place] for place in range(start, min(start + 1024, len(sets)))])
            for start in range(0, len(sets), 1024)
        ]
        return Sketch(np.unique(np.concatenate([part.signatures for part in parts]), axis=0))

    def _sets(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the first article of each set of shingles, by its digest, and each one's set."""
        halves = np.frombuffer(bytes(self._digests), dtype=">u8").reshape(-1, 2)
        high, low = halves.T.astype(np.uint64)
        order = np.lexsort((low, high))
        new = np.append(True, (np.diff(high[order]) != 0) | (np.diff(low[order]) != 0))
        set_of = np.empty(len(order), dtype=np.intp)
        set_of[order] = np.cumsum(new) - 1
        return order[new], set_of


class _Sets(Sequence[ShingleSet]):
    """Sets of shingles that lie on disk."""

    def __init__(self, path: Path, sizes: NDArray[np.int64], articles: NDArray[np.intp]) -> None:
        self._path = path
        self.sizes = sizes[articles]
        self._starts = (np.cumsum(sizes) - sizes)[articles]

    def __len__(self) -> int:
        return len(self.sizes)

    @overload
    def __getitem__(self, place: int) -> ShingleSet: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[ShingleSet]: ...
    def __getitem__(self, place: int | slice) -> ShingleSet | Sequence[ShingleSet]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return load(self._path, np.uint64, int(self._starts[place]), int(self.sizes[place]))


def _link(sets: _Sets, bands: Sequence[tuple[Path, NDArray[np.intp]]]) -> Pairs:
    """Return pairs of similar sets, as many as link all that belong together."""
    links = [np.empty((0, 2), dtype=np.intp)]
    groups = np.arange(len(sets))
    for band, (file, row) in enumerate(bands):
        before, _ = bands[band - 1]
        keys = np.stack([load(each, np.uint64)[row] for each in (before, file)], axis=1)
        candidates = _apart(agreeing(keys, 1), groups)
        while len(candidates):
            # Neighbours come first: once they are linked, few of the others are apart.
            number = max(len(candidates) // 4, 1 << 16)
            links.append(_similar(sets, candidates[:number]))
            groups = components(np.concatenate(links), len(sets))
            candidates = _apart(candidates[number:], groups)
    return np.concatenate(links)


def _apart(pairs: Pairs, groups: NDArray[np.intp]) -> Pairs:
    """Leave out pairs that are linked already."""
    first, second = groups[pairs].T
    apart: Pairs = pairs[first != second]
    return apart


def _similar(sets: _Sets, pairs: Pairs) -> Pairs:
    """Return the pairs that are similar, comparing a few at a time."""
    run = np.cumsum(sets.sizes[pairs].sum(axis=1)) // _COMPARED
    cuts = np.flatnonzero(np.diff(run)) + 1
    found = [chunk[jaccard(sets, chunk) >= SIMILAR] for chunk in np.split(pairs, cuts)]
    return np.concatenate(found)
