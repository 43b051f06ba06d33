"""The look-up from an n-gram's key to its feature: open addressing, one cache miss a look-up.

A slot holds the upper half of a key and the feature's number plus one; the lower half of the key
says where the search begins. A foreign key is taken for a known one about once in four thousand
million look-ups.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model.compiled import compiled

_LOW: Final = np.uint64(0xFFFFFFFF)
_HIGH: Final = np.uint64(0xFFFFFFFF00000000)
_EMPTY: Final = np.uint64(0)

Slots = NDArray[np.uint64]


@compiled
def _fill(slots: Slots, keys: NDArray[np.uint64]) -> None:
    """Enter keys in order, so that the first ones are found in the fewest steps."""
    mask = np.uint64(len(slots) - 1)
    for feature in range(len(keys)):
        position = keys[feature] & mask
        while slots[position] != _EMPTY:
            position = (position + np.uint64(1)) & mask
        slots[position] = (keys[feature] & _HIGH) | np.uint64(feature + 1)


def build(keys: NDArray[np.uint64]) -> Slots:
    """Return the table of distinct keys; feature `i` is `keys[i]`.

    A key given twice stands for its first feature.

    Returns
    -------
    ndarray of uint64, shape (capacity,)
        `capacity` is a power of two, more than twice the number of keys: a search always ends.
    """
    capacity = 1 << max(4, (2 * len(keys)).bit_length())
    slots = np.zeros(capacity, dtype=np.uint64)
    _fill(slots, keys)
    return slots


@compiled
def find(slots: Slots, key: np.uint64) -> int:
    """Return the feature a key stands for, or -1."""
    mask = np.uint64(len(slots) - 1)
    position = key & mask
    while True:
        slot = slots[position]
        if slot == _EMPTY:
            return -1
        if (slot & _HIGH) == (key & _HIGH):
            return int(slot & _LOW) - 1
        position = (position + np.uint64(1)) & mask
