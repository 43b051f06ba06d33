"""Memory for what is looked up all over the place."""

import mmap
from contextlib import suppress
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LARGE_PAGE: Final = 1 << 21

_CACHE_LINE: Final = 64

_PRIVATE: Final = (
    {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_ANONYMOUS") else {}
)

_LARGE: Final = getattr(mmap, "MADV_HUGEPAGE", None)
_COLLAPSE: Final = 25
"""MADV_COLLAPSE of Linux 6.1, which the standard library has no name for. Who only asks beforehand
gets small pages for want of a large one at hand; this puts what is there already on large ones."""


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
    sizes = [rounded(array.nbytes, _CACHE_LINE) for array in arrays]
    room = rounded(sum(sizes), _LARGE_PAGE)
    pages = mmap.mmap(-1, room + _LARGE_PAGE, **_PRIVATE)
    memory = np.frombuffer(pages, dtype=np.uint8)
    first = place = -memory.ctypes.data % _LARGE_PAGE
    _advise(pages, _LARGE, first, room)
    copies = []
    for array, size in zip(arrays, sizes, strict=True):
        copy = memory[place : place + array.nbytes].view(array.dtype).reshape(array.shape)
        copy[...] = array
        copies.append(copy)
        place += size
    _advise(pages, _LARGE and _COLLAPSE, first, room)
    return copies


def rounded(number: int, multiple: int) -> int:
    """Round up to the next multiple."""
    return -(-number // multiple) * multiple


def _advise(pages: mmap.mmap, advice: int | None, start: int, length: int) -> None:
    """Tell the system what is wanted; whether it can is its own affair."""
    if advice is not None:
        with suppress(OSError):
            pages.madvise(advice, start, length)
