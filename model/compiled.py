"""How the kernel's functions are compiled: nopython, without the GIL, cached where that works."""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
from numba.core.caching import NullCache

Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS: Final = {"nopython": True, "nogil": True, "fastmath": False, "boundscheck": False}


def compiled(function: Function) -> Function:
    """Compile a function on its first call, with its machine code kept on disk for the next start.

    Where no place for the cache can be written (a read-only file system without
    `NUMBA_CACHE_DIR`), the function is compiled anew at each start instead of failing.
    """
    dispatcher = numba.jit(**_OPTIONS)(function)
    try:
        dispatcher.enable_caching()
    except RuntimeError:
        dispatcher._cache = NullCache()  # noqa: SLF001 - numba has no public way back
    return cast(Function, dispatcher)
