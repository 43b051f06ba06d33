"""Model directories that cannot be loaded or written."""

from collections.abc import Sequence
from pathlib import Path

from data.errors.base import ChuyenmucError, listed


class ArtifactError(ChuyenmucError):
    """A model directory that cannot be loaded or written."""

    code = "artifact"
    status = 503
    title = "The model cannot be used"


class NotAnArtifact(ArtifactError):
    """A directory holds no manifest."""

    code = "not-an-artifact"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: not a model directory (no manifest.json); "
            "give a directory written by `chuyenmuc train --out`"
        )


class DamagedArtifact(ArtifactError):
    """A file of the model is missing, cut short or changed."""

    code = "damaged-artifact"

    def __init__(self, path: Path | str, file: str, reason: str) -> None:
        self.path, self.file, self.reason = Path(path), file, reason
        super().__init__(f"{path}: {file} is damaged: {reason}; copy the model again or retrain it")


class ForeignFormat(ArtifactError):
    """The manifest has a format number this version does not read."""

    code = "foreign-format"

    def __init__(self, path: Path | str, found: object, supported: Sequence[int]) -> None:
        self.path, self.found, self.supported = Path(path), found, list(supported)
        known = listed([str(number) for number in supported])
        super().__init__(
            f"{path}: model format {found!r} is not one this version reads ({known}); "
            "retrain the model, or install the chuyenmuc that wrote it"
        )


class ForeignDirectory(ArtifactError):
    """A directory to write to holds something that is no model."""

    code = "foreign-directory"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: holds files but no model, and is left alone; "
            "give --out an empty or a new directory"
        )
