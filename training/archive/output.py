"""Where the answers go: a folder of pieces, or one file that is put together at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from data.errors import ChangedRun, ForeignOutput, OutputBusy, OutputExists
from training.archive.forms import Form, form_of
from training.archive.journal import RUN, Beginning, differences, read_beginning

_LOCK: Final = "_lock"
_OWN: Final = "_"
"""What is not a piece begins with this, and readers of tables pass it by."""


class Output:
    """The place for the answers of a run.

    Attributes
    ----------
    path : Path
        As the user names it.
    form : Form or None
        Of the one file; None for a folder.
    folder : Path
        Of the pieces: the output itself, or one beside it that goes when the file is whole.
    run_file : Path
        What stays of the run's own record.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.form: Form | None = None if path.is_dir() else form_of(path.name)
        self.folder = path.with_name(f"{path.name}.parts") if self.form else path
        self.run_file = self._beside("run.json") if self.form else path / RUN

    @property
    def rejects_file(self) -> Path:
        """Where the rejects of one file go."""
        return self._beside("rejects.jsonl")

    def _beside(self, end: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{end}")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs away; the folder is made if it is missing.

        Raises
        ------
        OutputBusy
            If another run is at work there.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / _LOCK, timeout=0):
                yield
        except Timeout as error:
            raise OutputBusy(self.path) from error

    def begun(self) -> Beginning | None:
        """Return what the run that has written here was begun with, if one has."""
        begun = read_beginning(self.folder / RUN)
        return read_beginning(self.run_file) if begun is None and self.path.exists() else begun

    def check(self, *, resume: bool) -> None:
        """Refuse to write over what is here.

        Raises
        ------
        OutputExists
            If a run has written here, and it is not to be resumed.
        ForeignOutput
            If something else lies here.
        """
        if self.begun():
            if not resume:
                raise OutputExists(self.path)
        elif self.form and self.path.exists():
            raise ForeignOutput(self.path)
        elif self.folder.is_dir():
            if any(not entry.name.startswith(_OWN) for entry in self.folder.iterdir()):
                raise ForeignOutput(self.folder)
        elif self.folder.exists():
            raise ForeignOutput(self.folder)

    def finished(self, now: Beginning) -> dict[str, Any] | None:
        """Return what came of the run that is to be resumed, if it has come to its end.

        Raises
        ------
        ChangedRun
            If it was begun with something else than now.
        """
        begun = self.begun()
        if begun is None:
            return None
        if found := differences(begun, now):
            raise ChangedRun(self.path, found)
        return begun.get("summary")
