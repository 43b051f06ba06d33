"""What was segmented before, on disk.

An SQLite database in WAL mode: a process killed at any moment leaves all that was committed, and
several processes may share it. It holds hashes and gaps, not a word of any article.

A cache can be made again, so a damaged one is no error: it is renamed to `….damaged`, without a
word, and a new one begun; a single value that cannot be read counts as missing. A cache that
cannot be opened or written for reasons outside it (rights, a full disk) is a `UsageError`.
"""

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from data.errors import UsageError

_Result = TypeVar("_Result")

_SECONDS_FOR_OTHERS: Final = 60
_OUTSIDE_REASONS: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}


class JoinCache:
    """A mapping of keys to joins on disk; values are committed together with their batch.

    Parameters
    ----------
    path : Path
        The database. It and its folder are made when missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Open the cache, so that a place that cannot be used is known at once."""
        self._settled(lambda _: None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the cache; what was not committed is gone."""
        self._close()

    def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the joins of those keys that are known."""
        wanted = list(keys)
        marks = ",".join("?" * len(wanted))
        query = f"SELECT key, joins FROM segmented WHERE key IN ({marks})"  # noqa: S608 - only marks
        found: dict[bytes, bytes] = {}
        for key, packed in self._settled(lambda open_: open_.execute(query, wanted).fetchall()):
            # zlib checks its own sum: a changed byte is found here.
            with suppress(zlib.error):
                found[key] = zlib.decompress(packed)
        return found

    def put(self, joins: Mapping[bytes, bytes]) -> None:
        """Store and commit."""
        rows = [(key, zlib.compress(value)) for key, value in joins.items()]

        def insert(open_: sqlite3.Connection) -> None:
            with open_:
                open_.executemany("INSERT OR REPLACE INTO segmented VALUES (?, ?)", rows)

        self._settled(insert)

    def _settled(self, work: Callable[[sqlite3.Connection], _Result]) -> _Result:
        """Do work on the open database, on a new one where the old is damaged."""
        try:
            try:
                return work(self._open())
            except sqlite3.DatabaseError as error:
                if _lies_outside(error):
                    raise
                self._set_aside()
                return work(self._open())
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"{self._path}: the segmentation cache cannot be used ({error}); "
                "make room or rights there, or name another place"
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=_SECONDS_FOR_OTHERS)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS segmented"
                " (key BLOB PRIMARY KEY, joins BLOB NOT NULL) WITHOUT ROWID"
            )
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _set_aside(self) -> None:
        self._close()
        for companion in ("-wal", "-shm"):
            Path(f"{self._path}{companion}").unlink(missing_ok=True)
        self._path.replace(f"{self._path}.damaged")


def _lies_outside(error: sqlite3.Error) -> bool:
    """Tell whether the fault is with the disk or another process rather than in the file."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _OUTSIDE_REASONS
