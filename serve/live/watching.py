"""Notice that the models on the disk have changed."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

Fingerprint = frozenset[tuple[str, int, int]]


class Watcher:
    """Tells when the files of directories have changed and then kept still.

    Between two looks that find a change but not the same one, somebody is still writing.

    Parameters
    ----------
    directories
        Models and folders of models.
    """

    def __init__(self, directories: Iterable[Path]) -> None:
        self._directories = tuple(directories)
        self._known = self._last = self._look()

    def has_changed(self) -> bool:
        """Look; say once of each change that it is there and complete."""
        now = self._look()
        settled = now == self._last
        self._last = now
        if not settled or now == self._known:
            return False
        self._known = now
        return True

    def _look(self) -> Fingerprint:
        return frozenset(file for folder in self._directories for file in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path, _, names in os.walk(folder):
        for name in names:
            file = Path(path, name)
            try:
                state = file.stat()
            except OSError:  # gone since the folder was listed
                continue
            yield str(file), state.st_size, state.st_mtime_ns
