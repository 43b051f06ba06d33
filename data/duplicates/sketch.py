"""A sketch of a corpus: enough of its signatures to tell later what is nearly the same."""

import io
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.duplicates.candidates import CROWD, choose_bands, signatures
from data.duplicates.finder import SIMILAR, DuplicateFinder
from data.duplicates.shingles import ShingleSet

_REACHED: Final = 0.72
"""Share of a signature that must agree. Of pairs of similarity 0.8, 98 in 100 reach it; of pairs of
0.7 three in ten do too, of 0.6 one in 400."""

_SPREAD: Final = np.uint32(0x9E3779B1)
_SHIFT: Final = np.uint32(24)

Signatures = NDArray[np.uint8]
"""Eight bits of each number of a signature: shape (n_texts, `SIGNATURE`)."""


class Sketch(NamedTuple):
    """The signatures of different texts, in rising order: 128 bytes a text, and none of its words.

    Examples
    --------
    >>> learnt, new = DuplicateFinder(), DuplicateFinder()
    >>> learnt.add("Giá vàng tăng phiên thứ ba")
    >>> for text in ("Mưa lớn ở Huế sáng nay", "GIÁ VÀNG tăng phiên thứ ba!"):
    ...     new.add(text)
    >>> Sketch.of(learnt).near(new)
    array([False,  True])
    """

    signatures: Signatures

    @classmethod
    def of(cls, finder: DuplicateFinder) -> Self:
        """Sketch the texts that a finder holds."""
        return cls.of_sets(_filled(finder)[1])

    @classmethod
    def of_sets(cls, sets: list[ShingleSet]) -> Self:
        """Sketch texts that are given as their sets of shingles, none empty."""
        return cls(np.unique(_signatures(sets), axis=0))

    @classmethod
    def read(cls, content: bytes) -> Self | None:
        """Read a sketch that `to_bytes` wrote.

        Returns
        -------
        Sketch or None
            None if it was written by a version that computes other signatures.
        """
        found = np.load(io.BytesIO(content), allow_pickle=False)
        probe = _probe()
        if found.shape[1:] != probe.shape[1:] or not (found[:1] == probe).all():
            return None
        return cls(found[1:])

    def to_bytes(self) -> bytes:
        """Write the sketch in NumPy's format, under the signature of a known set."""
        file = io.BytesIO()
        np.save(file, np.concatenate([_probe(), self.signatures]), allow_pickle=False)
        return file.getvalue()

    def near(self, finder: DuplicateFinder) -> NDArray[np.bool_]:
        """Tell which articles of a finder have a near-duplicate here: shape (n_articles,).

        An estimate: no text is kept to compare with.
        """
        digests, sets = _filled(finder)
        ours = _signatures(sets)
        best = np.zeros(len(sets))
        for theirs, mine in zip(_bands(self.signatures), _bands(ours), strict=True):
            order = np.argsort(theirs, kind="stable")
            begin, end = (
                np.searchsorted(theirs[order], mine, side=side) for side in ("left", "right")
            )
            for step in range(CROWD):
                paired = np.flatnonzero(begin + step < end)
                other = order[begin[paired] + step]
                agree = (ours[paired] == self.signatures[other]).mean(axis=1)
                best[paired] = np.maximum(best[paired], agree)
        near = np.zeros(len(finder.kept.shingles), dtype=np.bool_)
        every = sorted(finder.kept.shingles)
        near[np.searchsorted(every, digests)] = best >= _REACHED
        return near[finder.kept.sets(every)][finder.kept.articles()]


def _filled(finder: DuplicateFinder) -> tuple[list[bytes], list[ShingleSet]]:
    """Return the sets that have a shingle, in the order of their digests."""
    kept = sorted(
        (key, shingles) for key, shingles in finder.kept.shingles.items() if len(shingles)
    )
    return [key for key, _ in kept], [shingles for _, shingles in kept]


def _signatures(sets: list[ShingleSet]) -> Signatures:
    return ((signatures(sets) * _SPREAD) >> _SHIFT).astype(np.uint8)


def _probe() -> Signatures:
    """Return the signature of a set that everybody knows."""
    return _signatures([np.arange(1, 1001, dtype=np.uint64)])


def _bands(found: Signatures) -> list[NDArray[np.uint64]]:
    """Cut signatures into bands, each written as one number."""
    bands, rows = choose_bands(SIMILAR)
    digits = np.uint64(256) ** np.arange(rows, dtype=np.uint64)
    cut = found[:, : bands * rows].reshape(len(found), bands, rows).astype(np.uint64)
    return list((cut @ digits).T)
