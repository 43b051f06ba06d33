"""The look-up from an n-gram's key to its feature: buckets that are searched at one stroke.

A slot holds the upper half of a key and the feature's number plus one; the lower half of the key
names the bucket. A foreign key is taken for a known one about once in a thousand million look-ups.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled
from model.intrinsics import LANES, find_in_bucket, prefetch

_LOW: Final = np.uint64(0xFFFFFFFF)
_HIGH: Final = np.uint64(0xFFFFFFFF00000000)
_HALF: Final = np.uint64(32)
_EMPTY: Final = np.uint64(0)
_LINE: Final = 64

Slots = NDArray[np.uint64]


@compiled
def _bucket_of(slots: Slots, key: np.uint64) -> int:
    """Return the first place of the bucket where a key belongs."""
    return int(key & np.uint64(len(slots) // LANES - 1)) * LANES


def build(keys: NDArray[np.uint64]) -> Slots:
    """Return the table of distinct keys; feature `i` is `keys[i]`.

    A key given twice stands for its first feature.

    Returns
    -------
    ndarray of uint64, shape (capacity,)
        `capacity` is a power of two, more than twice the number of keys: a search always ends.
        Each bucket lies within one line of the cache.
    """
    # In NumPy, for the first call of compiled code loads all of numba: not while a model is loaded.
    capacity = 1 << max(4, (2 * len(keys)).bit_length())
    room = np.zeros(capacity + LANES, dtype=np.uint64)
    first = -room.ctypes.data % _LINE // room.itemsize
    slots = room[first : first + capacity]
    features = _first_places(keys)
    buckets = keys[features] & np.uint64(capacity // LANES - 1)
    # Numbers are sorted many times faster than places by numbers: bucket and feature make one.
    ordered = np.sort(buckets << _HALF | features)
    buckets, features = (ordered >> _HALF).astype(np.int64), ordered & _LOW
    entries = (keys[features] & _HIGH) | (features + np.uint64(1))
    begins = np.flatnonzero(np.diff(buckets, prepend=-1))
    ranks = np.arange(len(buckets)) - np.repeat(begins, np.diff(begins, append=len(buckets)))
    fits = ranks < LANES
    slots[buckets[fits] * LANES + ranks[fits]] = entries[fits]
    for bucket, entry in zip(buckets[~fits].tolist(), entries[~fits], strict=True):
        place = bucket * LANES
        while slots[place] != _EMPTY:
            place = (place + 1) % capacity
        slots[place] = entry
    return slots


def _first_places(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return where each key stands first, rising."""
    ordered = np.sort(keys)
    if (ordered[1:] != ordered[:-1]).all():
        return np.arange(len(keys), dtype=np.uint64)
    return np.sort(np.unique(keys, return_index=True)[1]).astype(np.uint64)


@compiled
def _search(slots: Slots, key: np.uint64) -> int:
    """Search on from the bucket of a key, slot by slot, to the first empty one."""
    place = _bucket_of(slots, key)
    while slots[place] != _EMPTY:
        if slots[place] & _HIGH == key & _HIGH:
            return int(slots[place] & _LOW) - 1
        place = (place + 1) % len(slots)
    return -1


@compiled
def announce(slots: Slots, key: np.uint64) -> None:
    """Have the bucket of a key at hand when it is looked for, some way on."""
    prefetch(slots, _bucket_of(slots, key))


@compiled
def find(slots: Slots, key: np.uint64) -> int:
    """Return the feature a key stands for, or -1."""
    place = _bucket_of(slots, key)
    found = int(find_in_bucket(slots, place, key))
    # A full bucket, about one in a hundred, may have sent a key on to the next one.
    if slots[place + LANES - 1] != _EMPTY:  # noqa: SIM102 - can be foreseen, the next cannot
        if found == 0:
            return _search(slots, key)
    return found - 1
