"""The hashed texts of a corpus on disk, block by block in the corpus's own order."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model.hashing import HashedCorpus, Hashes
from training.outofcore.workspace import append, load

BUCKET_BITS: Final = 10
"""The texts are first dealt to 1,024 files, each a stretch of the order they are to have."""


class Sizes(NamedTuple):
    """How much is held in memory at a time.

    Attributes
    ----------
    batch : int
        Characters that are hashed before the hashes go to disk.
    block : int
        Syllables of a block, about.
    merged : int
        N-grams of all blocks that are merged at a time.
    """

    batch: int = 20_000_000
    block: int = 1 << 21
    merged: int = 1 << 19


SIZES: Final = Sizes()


@dataclass(frozen=True)
class Blocks:
    """The texts of a corpus.

    Attributes
    ----------
    folder : Path
        Holds a file of hashes a block.
    cuts : ndarray of intp, shape (n_blocks + 1,)
        Block `i` holds the articles from `cuts[i]` to `cuts[i + 1]`.
    sizes : ndarray of int32, shape (n_articles,)
        Syllables.
    headlines : ndarray of int32, shape (n_articles,)
        Syllables of the headline.
    written : dict of int to str
        As in `HashedCorpus`.
    """

    folder: Path
    cuts: NDArray[np.intp]
    sizes: NDArray[np.int32]
    headlines: NDArray[np.int32]
    written: dict[int, str]

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self.cuts) - 1

    def articles(self, number: int) -> slice:
        """Return which articles a block holds."""
        return slice(int(self.cuts[number]), int(self.cuts[number + 1]))

    def load(self, number: int) -> HashedCorpus:
        """Read a block."""
        inside = self.articles(number)
        bounds = np.concatenate([[0], np.cumsum(self.sizes[inside], dtype=np.int64)])
        hashes = load(self.file(number), np.uint64, 0, int(bounds[-1]))
        return HashedCorpus(hashes, bounds, self.headlines[inside], self.written)

    def __iter__(self) -> Iterator[HashedCorpus]:
        """Yield the blocks."""
        return map(self.load, range(len(self)))

    def file(self, number: int) -> Path:
        """Return where the hashes of a block lie."""
        return self.folder / f"hashes-{number}"

    def respelt(self, spelling: Callable[[str], str], folder: Path) -> "Blocks":
        """Write the same texts, each syllable replaced by what is made of it, to another folder."""
        folder.mkdir()
        respelt = replace(self, folder=folder, written={})
        for number, block in enumerate(self):
            own = {hashed: self.written[hashed] for hashed in np.unique(block.hashes).tolist()}
            other = block._replace(written=own).respelt(spelling)
            respelt.written.update(other.written)
            append(respelt.file(number), other.hashes)
        return respelt


class Buckets:
    """Takes hashed texts in the order of reading, and lays them down in another.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sizes, self._headlines, self._bucket = array("i"), array("i"), array("h")
        self._written: dict[int, str] = {}

    @property
    def n_texts(self) -> int:
        """The number of texts taken."""
        return len(self._sizes)

    @property
    def n_bytes(self) -> int:
        """The room that the hashes take."""
        return 8 * int(np.sum(np.frombuffer(self._sizes, dtype=np.int32), dtype=np.int64))

    def add(self, batch: HashedCorpus, buckets: NDArray[np.intp]) -> None:
        """Take more texts.

        Parameters
        ----------
        batch : HashedCorpus
        buckets : ndarray of intp, shape (n_texts,)
            The bucket of each, below ``1 << BUCKET_BITS``.
        """
        self._written |= batch.written
        self._sizes.frombytes(np.diff(batch.bounds).astype(np.int32).tobytes())
        self._headlines.frombytes(batch.headlines.tobytes())
        self._bucket.frombytes(buckets.astype(np.int16).tobytes())
        order = np.argsort(buckets, kind="stable")
        dealt = batch.take(order)
        found, first = np.unique(buckets[order], return_index=True)
        stops = dealt.bounds[np.append(first[1:], len(order))].tolist()
        for bucket, start, stop in zip(
            found.tolist(), dealt.bounds[first].tolist(), stops, strict=True
        ):
            append(self._file(bucket), dealt.hashes[start:stop])

    def _file(self, bucket: int) -> Path:
        return self._folder / f"bucket-{bucket}"

    def lay_out(self, places: NDArray[np.intp], block: int) -> Blocks:
        """Write the texts in the order of a corpus, and remove the files they were dealt to.

        Parameters
        ----------
        places : ndarray of intp, shape (n_articles,)
            Where each article stood in the order of reading. Buckets must not fall in it.
        block : int
            Syllables of a block, about; a text more at most.
        """
        sizes = np.frombuffer(self._sizes, dtype=np.int32)
        headlines = np.frombuffer(self._headlines, dtype=np.int32)
        before = np.cumsum(sizes[places], dtype=np.int64) - sizes[places]
        cuts = np.append(np.flatnonzero(np.diff(before // block, prepend=-1)), len(places))
        blocks = Blocks(self._folder, cuts, sizes[places], headlines[places], self._written)
        bucket = np.frombuffer(self._bucket, dtype=np.int16)
        by_bucket = np.argsort(bucket, kind="stable")
        read = np.searchsorted(bucket[by_bucket], np.arange((1 << BUCKET_BITS) + 1))
        laid = np.searchsorted(bucket[places], np.arange((1 << BUCKET_BITS) + 1))
        for number in np.unique(bucket).tolist():
            members = by_bucket[read[number] : read[number + 1]]
            wanted = places[laid[number] : laid[number + 1]]
            bounds = np.concatenate([[0], np.cumsum(sizes[members], dtype=np.int64)])
            held = HashedCorpus(self._load(number, int(bounds[-1])), bounds, headlines[members], {})
            ordered = held.take(np.searchsorted(members, wanted))
            _write(ordered.hashes, ordered.bounds, int(laid[number]), blocks)
        return blocks

    def _load(self, bucket: int, size: int) -> Hashes:
        hashes = load(self._file(bucket), np.uint64, 0, size)
        self._file(bucket).unlink()
        return hashes


def _write(hashes: Hashes, bounds: NDArray[np.int64], first: int, blocks: Blocks) -> None:
    """Write consecutive texts to the blocks they belong to; `first` is the place of the first."""
    last = first + len(bounds) - 1
    number = int(np.searchsorted(blocks.cuts, first, side="right")) - 1
    while first < last:
        stop = min(last, int(blocks.cuts[number + 1]))
        texts = slice(bounds[-1 - (last - first)], bounds[-1 - (last - stop)])
        append(blocks.file(number), hashes[texts])
        first, number = stop, number + 1
