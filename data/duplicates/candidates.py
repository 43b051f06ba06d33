"""Which texts to compare: MinHash signatures, and the bands of them that agree."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from data.duplicates.shingles import ShingleSet

SIGNATURE: Final = 128
"""Numbers in a signature. Two sets agree in each with a probability of their similarity."""

_LOWEST_THRESHOLD: Final = 0.1

_MISSED: Final = 1e-4
"""Highest share of pairs at the threshold that no band may find."""

_SEED: Final = 42
_BATCH: Final = 1024

CROWD: Final = 16
"""With how many of those that agree in a band each is compared. Thousands that are all alike would
make millions of pairs; so many neighbours, others in each band, link them just as well."""

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)

Pairs = NDArray[np.intp]
"""Places of the first and of the second, the lower one first: shape (n_pairs, 2)."""


def choose_bands(threshold: float) -> tuple[int, int]:
    """Choose how a signature is cut: as long bands as find nearly all pairs at a threshold.

    Of the pairs of a similarity s, b bands of r numbers miss (1 - s**r)**b.

    Parameters
    ----------
    threshold : float
        From 0.1 to 1.

    Returns
    -------
    bands, rows : int
        With `bands * rows` not above `SIGNATURE`.

    Raises
    ------
    ValueError

    References
    ----------
    Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4.2.

    Examples
    --------
    >>> choose_bands(0.8)
    (25, 5)
    >>> missed = (1 - 0.8**5) ** 25
    >>> f"{missed:.6f}"
    '0.000049'
    """
    if not _LOWEST_THRESHOLD <= threshold <= 1:
        raise ValueError(f"a threshold of {threshold} is not between {_LOWEST_THRESHOLD} and 1")
    rows = 1
    while _missed(threshold, rows + 1) <= _MISSED:
        rows += 1
    return SIGNATURE // rows, rows


def _missed(similarity: float, rows: int) -> float:
    return math.pow(1 - similarity**rows, SIGNATURE // rows) if rows <= SIGNATURE else 1.0


def signatures(sets: Sequence[ShingleSet]) -> NDArray[np.uint32]:
    """Return the MinHash signatures of sets of shingles, shape (n_sets, `SIGNATURE`)."""
    found = np.empty((len(sets), SIGNATURE), dtype=np.uint32)
    for start in range(0, len(sets), _BATCH):
        batch = sets[start : start + _BATCH]
        bounds = np.cumsum([0, *map(len, batch)], dtype=np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(
            np.concatenate(batch), bounds, SIGNATURE, _SEED
        )
        found[start : start + len(batch)] = matrix.to_rows()
    return found


def band_keys(sets: Sequence[ShingleSet], threshold: float) -> NDArray[np.uint64]:
    """Hash each band of each set's signature to one number: shape (n_sets, n_bands).

    Sets of at least a similarity agree in some band, nearly all of them. Two bands that meet by
    chance cost one comparison.
    """
    bands, rows = choose_bands(threshold)
    cut = signatures(sets)[:, : bands * rows].reshape(len(sets), bands, rows)
    keys = np.zeros((len(sets), bands), dtype=np.uint64)
    for row in range(rows):
        keys = (keys ^ cut[:, :, row]) * _ODD
        keys ^= keys >> np.uint64(32)
    return keys


def agreeing(keys: NDArray[np.uint64], band: int) -> Pairs:
    """Return the pairs of sets to compare as they agree in a band, each once."""
    # Those that agree are laid side by side, in another order for each band.
    order = np.lexsort((keys[:, band - 1], keys[:, band]))
    ranked = keys[order, band]
    found = [np.empty((0, 2), dtype=np.intp)]
    for step in range(1, min(CROWD + 1, len(order))):
        agree = np.flatnonzero(ranked[step:] == ranked[:-step])
        if not len(agree):
            break
        found.append(np.stack([order[agree], order[agree + step]], axis=1))
    return np.sort(np.concatenate(found), axis=1)


def facing(keys: NDArray[np.uint64], band: int, sides: NDArray[np.bool_]) -> Pairs:
    """Return the pairs of a set and one of the other side that agree in a band.

    Each of the first side (False) is paired with up to `CROWD` of the second, so that none goes
    without one however many are alike.
    """
    first, second = np.flatnonzero(~sides), np.flatnonzero(sides)
    second = second[np.argsort(keys[second, band], kind="stable")]
    ranked = keys[second, band]
    begin = np.searchsorted(ranked, keys[first, band], side="left")
    number = np.searchsorted(ranked, keys[first, band], side="right") - begin
    found = [np.empty((0, 2), dtype=np.intp)]
    for step in range(CROWD):
        paired = np.flatnonzero(number > step)
        # Each begins at another one: between them, a crowd meets all of a crowd.
        other = begin[paired] + (paired + step) % number[paired]
        found.append(np.stack([first[paired], second[other]], axis=1))
    return np.sort(np.concatenate(found), axis=1)
