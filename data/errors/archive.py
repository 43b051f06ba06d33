"""Archives that cannot be read, or whose answers cannot be written."""

from collections.abc import Sequence
from pathlib import Path

from data.errors.base import ChuyenmucError, listed


class ArchiveError(ChuyenmucError):
    """An archive cannot be classified."""

    code = "archive"
    title = "The archive cannot be classified"


class MissingInput(ArchiveError):
    """Nothing lies at an address, or a pattern matches nothing."""

    code = "missing-input"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"{address}: nothing there; name files or folders of .parquet, .jsonl, .csv or .tsv, "
            "the last three also as .gz or .zst"
        )


class UnknownInput(ArchiveError):
    """A file is of a form that is not read."""

    code = "unknown-input"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"{address}: its form is not known; a file of an archive ends in .parquet, .jsonl, "
            ".csv or .tsv, the last three perhaps in .gz or .zst after that"
        )


class MissingFileSystem(ArchiveError):
    """The package that reads such addresses is not installed, or there is none."""

    code = "missing-file-system"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"{address}: such an address cannot be opened: {reason}")


class UnreachableInput(ArchiveError):
    """A file cannot be read now, and perhaps can be later."""

    code = "unreachable-input"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"{address}: cannot be read: {reason}")


class DamagedInput(ArchiveError):
    """A file is not whole, or is not what its name says."""

    code = "damaged-input"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(f"{address}: {reason}")


class UnlikeColumns(ArchiveError):
    """Files have columns of one name and different types, and one table is to hold them."""

    code = "unlike-columns"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(
            f"{address}: its columns do not go with those of the files before it ({reason}); "
            "classify it by itself, or choose --out-format jsonl"
        )


class ClashingColumns(ArchiveError):
    """A column that would be added is there already."""

    code = "clashing-columns"

    def __init__(self, names: Sequence[str], prefix: str) -> None:
        self.names, self.prefix = list(names), prefix
        super().__init__(
            f"the archive has columns called {listed([repr(name) for name in names])} already, "
            f"and the prefix {prefix!r} would add them again; name another with --prefix"
        )


class OutputExists(ArchiveError):
    """An earlier run has written there."""

    code = "output-exists"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path}: an earlier run has written there; go on with --resume, or name another"
        )


class ForeignOutput(ArchiveError):
    """Something else lies where the answers are to go."""

    code = "foreign-output"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: holds something else; name a new file or folder")


class OutputBusy(ArchiveError):
    """Another run writes there at this moment."""

    code = "output-busy"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: another run is writing it; wait for it, or name another")


class ChangedRun(ArchiveError):
    """What is to be resumed was begun with something else."""

    code = "changed-run"

    def __init__(self, path: Path, differences: Sequence[str]) -> None:
        self.path, self.differences = path, list(differences)
        super().__init__(
            f"{path}: cannot be resumed: {listed(differences, limit=4)}; "
            "start anew and name another"
        )
