"""Memory for what is looked up all over the place."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LARGE_PAGE: Final = 1 << 21
_ASKED_FOR: Final = 1 << 22
"""From this many bytes on, NumPy asks the system for large pages, where it has them."""

_CACHE_LINE: Final = 64


def together(*arrays: NDArray[Any]) -> list[NDArray[Any]]:
    """Copy arrays into one piece of memory, on large pages if there are any.

    Where a table lies on a few pages, the processor need not look up at each look-up in which.

    Returns
    -------
    list of ndarray
        Each with the shape and type of the array it was copied from, at the begin of a cache line.

    Examples
    --------
    >>> together(np.arange(3), np.eye(2))
    [array([0, 1, 2]), array([[1., 0.],
           [0., 1.]])]
    """
    sizes = [-(-array.nbytes // _CACHE_LINE) * _CACHE_LINE for array in arrays]
    memory = np.empty(max(sum(sizes) + _LARGE_PAGE, _ASKED_FOR), dtype=np.uint8)
    place = -memory.ctypes.data % _LARGE_PAGE
    copies = []
    for array, size in zip(arrays, sizes, strict=True):
        copy = memory[place : place + array.nbytes].view(array.dtype).reshape(array.shape)
        copy[...] = array
        copies.append(copy)
        place += size
    return copies
