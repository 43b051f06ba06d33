"""How the kernel's functions are compiled: nopython, without the GIL, cached where that works."""

import hashlib
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
from numba.core import caching

Function = TypeVar("Function", bound=Callable[..., Any])

KERNEL: Final = (
    "above",
    "alphabet",
    "below",
    "codes",
    "compiled",
    "counting",
    "cutting",
    "descent",
    "finding",
    "glance",
    "hashing",
    "intrinsics",
    "matching",
    "ngrams",
    "scoring",
    "skimming",
    "table",
    "vocabulary",
)
"""The modules whose functions and tables end up in machine code."""

TABLES: Final = ("*.toml", "sections.py", "text.py", "cleaning/*.py", "page/pieces/*.py")
"""The files of data/ that make tables for them."""

# numba's own caching comes without types.
_FunctionCache: Any = caching.FunctionCache
_IndexFile: Any = caching.IndexDataCacheFile


def fingerprint(rooms: Path) -> str:
    """Sum up all that the machine code is made of, but the processor and numba, which numba minds.

    A function takes constants and the code of others in. numba itself looks at nothing but the
    file of the function, and there at its age and length: not enough after an upgrade.

    Parameters
    ----------
    rooms : Path
        The folder with data/ and model/.
    """
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    kernel = [rooms / "model" / f"{module}.py" for module in KERNEL]
    tables = [path for pattern in TABLES for path in sorted((rooms / "data").glob(pattern))]
    for source in (*kernel, *tables):
        digest.update(source.read_bytes() if source.is_file() else b"")
    return digest.hexdigest()


_FINGERPRINT: Final = fingerprint(Path(__file__).parents[1])


class _Cache(_FunctionCache):
    """Machine code kept on disk. A cache that fails costs time, never an answer."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file = _IndexFile(self._cache_path, self._impl.filename_base, _FINGERPRINT)

    def load_overload(self, sig: object, target_context: object) -> object:
        """Return the machine code for a signature, or None where it is not or cannot be had."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # noqa: BLE001 - unpickling cut-off bytes may raise anything
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, sig: object, data: object) -> None:
        """Keep the machine code for a signature, unless the disk is full or may not be written."""
        with suppress(OSError):
            super().save_overload(sig, data)


def compiled(function: Function) -> Function:
    """Compile a function on its first call, with its machine code kept on disk for the next start.

    It is kept beside the sources, else in the user's cache folder; `NUMBA_CACHE_DIR` names another
    place. Where none can be written, the function is compiled anew at each start.
    """
    # Without numba's runtime no array is reference-counted: in a tight loop that costs more than
    # the work. Compiled functions therefore allocate nothing; their callers give them the room.
    jit: Any = numba.jit  # without types for an option that numba itself does not document
    dispatcher = jit(nopython=True, nogil=True, boundscheck=False, _nrt=False)(function)
    try:
        dispatcher._cache = _Cache(function)  # noqa: SLF001 - numba has no public way
    except RuntimeError:
        dispatcher._cache = caching.NullCache()  # noqa: SLF001
    return cast(Function, dispatcher)
