"""Trainings that cannot go on."""

from pathlib import Path
from typing import Final

from data.errors.base import ChuyenmucError

_GIGABYTE: Final = 1e9


class TrainingError(ChuyenmucError):
    """A training cannot go on."""

    code = "training"
    title = "The training cannot go on"


class TrainingBusy(TrainingError):
    """Another training is at work on the same model at this moment."""

    code = "training-busy"

    def __init__(self, out: Path) -> None:
        self.out = out
        super().__init__(f"{out}: another training is at work there; wait, or name another --out")


class DiskTooSmall(TrainingError):
    """What a training lays down on disk does not fit; sizes in bytes."""

    code = "disk-too-small"

    def __init__(self, folder: Path, needed: int | None = None, free: int | None = None) -> None:
        self.folder, self.needed, self.free = folder, needed, free
        reason = "the disk is full"
        if needed is not None and free is not None:
            lacking, left = needed / _GIGABYTE, free / _GIGABYTE
            reason = f"the training needs {lacking:.1f} GB of disk there, and {left:.1f} are free"
        super().__init__(f"{folder}: {reason}; make room, or name another --out")
