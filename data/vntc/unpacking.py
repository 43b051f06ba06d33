"""Unpack an archive with a program that is installed: no library of Python unpacks .rar itself."""

import errno
import os
import shutil
import subprocess
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import rarfile

from data.errors import DamagedSource, NoUnpacker

_UNPACKERS: Final[Mapping[str, tuple[str, ...]]] = {
    "bsdtar": ("-x", "-f", "{archive}", "-C", "{folder}"),
    "7z": ("x", "-y", "-o{folder}", "{archive}"),
    "unrar": ("x", "-y", "{archive}", "{folder}/"),
    "unar": (
        "-quiet",
        "-force-overwrite",
        "-no-directory",
        "-output-directory",
        "{folder}",
        "{archive}",
    ),
}

_SAID: Final = 200
"""Characters of a program's last words that an error repeats."""

_LEAST_ROOM: Final = 1_000_000
"""Bytes on a disk that count as none: what failed to be written may have left a few."""


def find_unpackers() -> dict[str, str]:
    """Return the path of each program that is installed, by its name, best first.

    Raises
    ------
    NoUnpacker
        If there is none.
    """
    paths = {name: shutil.which(name) for name in _UNPACKERS}
    if found := {name: path for name, path in paths.items() if path}:
        return found
    raise NoUnpacker(list(_UNPACKERS))


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive into a folder, which is made anew.

    Not every build of these programs reads every archive, and not every one looks at checksums:
    the first whose files have those that a .rar names is taken.

    Raises
    ------
    NoUnpacker
        If none of them is installed.
    DamagedSource
        If none of them can read the archive, with what each says.
    OSError
        If there is no room for what is in it.
    """
    _refuse_web_page(archive)
    failures = []
    installed = find_unpackers()
    for name, path in installed.items():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        places = {"archive": archive.resolve(), "folder": folder.resolve()}
        arguments = (argument.format_map(places) for argument in _UNPACKERS[name])
        failure = _failure([path, *arguments]) or _difference(archive, folder)
        if not failure:
            return
        _refuse_full_disk(folder)
        failures.append(f"{name}: {failure}")
    reason = f"cannot be unpacked ({'; '.join(failures)})"
    if others := [name for name in _UNPACKERS if name not in installed]:
        reason += f", and {', '.join(others)} might do it but are not installed"
    raise DamagedSource(archive, reason)


def _refuse_web_page(archive: Path) -> None:
    with archive.open("rb") as file:
        head = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        raise DamagedSource(archive, "is a web page, not an archive")


def _refuse_full_disk(folder: Path) -> None:
    """Tell a full disk from a damaged archive: to these programs both are a failure."""
    if shutil.disk_usage(folder).free < _LEAST_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _failure(command: Sequence[str]) -> str | None:
    """Run a program; return the end of what it says if it fails."""
    finished = subprocess.run(  # noqa: S603
        command, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if finished.returncode == 0:
        return None
    said = (finished.stderr.strip() or finished.stdout).decode(errors="replace")
    return " ".join(said.split())[-_SAID:] or f"exit code {finished.returncode}"


def _difference(archive: Path, folder: Path) -> str | None:
    """Name an unpacked file that has not the checksum it was packed with."""
    if not rarfile.is_rarfile(archive):
        return None
    try:
        with rarfile.RarFile(archive) as packed:
            checksums = {
                entry.filename: entry.CRC for entry in packed.infolist() if entry.is_file()
            }
    except rarfile.Error as error:
        return " ".join(str(error).split())
    for name, checksum in checksums.items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        # Archives of version 5 may hold other checksums, which all programs that read them check.
        if checksum is not None and zlib.crc32(path.read_bytes()) != checksum:
            return f"{name} has not the checksum it was packed with"
    return None
