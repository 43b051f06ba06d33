"""The folder where a training keeps what does not fit the memory."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Any, Final

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from data.errors import DiskTooSmall, TrainingBusy

_LOCK: Final = "lock"


@contextmanager
def workspace(out: Path) -> Iterator[Path]:
    """Give an empty folder beside a model, and remove it.

    What a killed training has left in it goes first.

    Parameters
    ----------
    out : Path
        The model's directory.

    Raises
    ------
    TrainingBusy
        If another training to the same directory is at work.
    DiskTooSmall
        If the disk runs full.
    """
    place = Path(os.path.normpath(out.absolute()))
    folder = place.with_name(f".{place.name}.training")
    lock = _enter(folder, out)
    try:
        _empty(folder)
        yield folder
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskTooSmall(folder) from error
        raise
    finally:
        _empty(folder)
        _leave(folder, lock)


def _enter(folder: Path, out: Path) -> FileLock:
    """Make a folder and take its lock."""
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except (Timeout, FileNotFoundError, FileExistsError) as error:
        if folder.is_file():
            raise
        # The folder comes and goes only while another training ends at this very moment.
        raise TrainingBusy(out) from error
    return lock


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        elif entry.name != _LOCK:
            entry.unlink()


def _leave(folder: Path, lock: FileLock) -> None:
    """Let a lock go and remove its folder, unless another training has begun there meanwhile."""
    # Later the file could be another's. Who opened it before is not given a lock on what is gone.
    # Windows keeps a file that is open, and there letting go removes it.
    with suppress(PermissionError):
        (folder / _LOCK).unlink()
    lock.release()
    with suppress(OSError):  # not empty: another training has its lock there
        folder.rmdir()


def check_space(folder: Path, needed: int) -> None:
    """Refuse now what would not fit later.

    Parameters
    ----------
    folder : Path
    needed : int
        In bytes.

    Raises
    ------
    DiskTooSmall
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DiskTooSmall(folder, needed, free)


def append(path: Path, array: NDArray[Any]) -> None:
    """Write an array behind what a file holds; a full disk is told as such."""
    with path.open("ab") as file:
        file.write(np.ascontiguousarray(array).view(np.uint8).data)


def replace(path: Path, array: NDArray[Any]) -> None:
    """Write an array in place of what a file holds, if there is one."""
    path.write_bytes(b"")
    append(path, array)


def load(
    path: Path, dtype: type[np.generic], first: int = 0, number: int | None = None
) -> NDArray[Any]:
    """Read the array that a file holds, or so many of its values from a first one on.

    Raises
    ------
    OSError
        If the file has not so many.
    """
    offset = first * np.dtype(dtype).itemsize
    found = np.fromfile(path, dtype, count=-1 if number is None else number, offset=offset)
    if number is not None and len(found) < number:
        raise _cut_off(path)
    return found


def load_ranges(path: Path, dtype: type[np.generic], ranges: NDArray[np.integer]) -> NDArray[Any]:
    """Read some stretches of the array that a file holds, one behind the other.

    Parameters
    ----------
    path : Path
    dtype : type
    ranges : ndarray of int, shape (n_ranges, 2)
        From a first value on, and before another.

    Raises
    ------
    OSError
        If the file ends before one of them does.
    """
    found = np.empty((ranges[:, 1] - ranges[:, 0]).sum(), dtype=dtype)
    bytes_of = memoryview(found.view(np.uint8))  # type: ignore[arg-type]
    with path.open("rb", buffering=0) as file:
        place = 0
        for first, stop in (ranges * found.itemsize).tolist():
            file.seek(first)
            if not _fill(bytes_of[place : place + stop - first], file):
                raise _cut_off(path)
            place += stop - first
    return found


def _fill(room: memoryview, file: FileIO) -> bool:
    """Read until there is no more room, in as many pieces as it takes; tell whether that was so."""
    while room:
        read = file.readinto(room)
        if not read:
            return False
        room = room[read:]
    return True


def _cut_off(path: Path) -> OSError:
    return OSError(errno.EIO, "the file is shorter than what was written to it", str(path))


def ranges_of(bounds: NDArray[np.integer], places: NDArray[np.intp]) -> NDArray[np.integer]:
    """Return the stretches between some neighbours among bounds: shape (n_places, 2)."""
    return np.stack([bounds[places], bounds[places + 1]], axis=1)


def write_ranges(path: Path, array: NDArray[Any], ranges: NDArray[np.integer]) -> None:
    """Write an array to some stretches of a file, the opposite of `load_ranges`."""
    bytes_of = memoryview(np.ascontiguousarray(array).view(np.uint8).reshape(-1))  # type: ignore[arg-type]
    with path.open("r+b") as file:
        place = 0
        for first, stop in (ranges * array.itemsize).tolist():
            file.seek(first)
            file.write(bytes_of[place : place + stop - first])
            place += stop - first
