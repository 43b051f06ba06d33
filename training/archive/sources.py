"""Which files make up an archive: paths, folders, patterns and addresses -> files, in order."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import fsspec
from fsspec.implementations.local import LocalFileSystem

from data.errors import MissingFileSystem, MissingInput, UnknownInput, UnreachableInput
from training.archive.forms import Form, form_of

_REMOTE: Final = "://"
_PATTERN: Final = frozenset("*?[")
# Folders and files that engines keep for themselves, ours among them.
_PRIVATE: Final = ("_", ".", "~$")
# What file systems say of a file's state, the surest first.
_MARKS: Final = ("ETag", "etag", "md5Hash", "mtime", "LastModified", "last_modified", "created")


class Source(NamedTuple):
    """A file of the archive.

    Attributes
    ----------
    address : str
        An absolute path, or what fsspec opens.
    form : Form
    size : int
        In bytes, as stored.
    mark : str
        Changes when the file does: the time it was written, or its tag.
    """

    address: str
    form: Form
    size: int
    mark: str


def file_system(address: str) -> tuple[Any, str]:
    """Return the fsspec file system of an address, and the path in it.

    Raises
    ------
    MissingFileSystem
        If the package for such addresses is not installed.
    """
    if _REMOTE not in address:
        return LocalFileSystem(), os.path.abspath(address)  # noqa: PTH100  (links stay links)
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise MissingFileSystem(address, str(error)) from error
    return system, path


def find_sources(inputs: Sequence[str], out: Path) -> list[Source]:
    """List the files to classify: inputs in the order given, a folder's files by name, none twice.

    Parameters
    ----------
    inputs : sequence of str
        Files, folders, patterns with ``*``, and addresses with ``://``.
    out : Path
        What lies below it is no input.

    Raises
    ------
    MissingInput, UnknownInput, MissingFileSystem, UnreachableInput
    """
    found: dict[str, Source] = {}
    below_out = os.path.join(os.path.abspath(out), "")  # noqa: PTH100, PTH118
    for given in inputs:
        system, path = file_system(given)
        try:
            files = [_source(system, *file) for file in _files(system, path, given)]
        except OSError as error:
            raise UnreachableInput(given, error.strerror or str(error)) from error
        mine = {
            source.address: source
            for source in files
            if source and not source.address.startswith(below_out)
        }
        if not mine:
            raise MissingInput(given)
        found |= mine
    return list(found.values())


def _files(system: Any, path: str, given: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what one input stands for: itself, the files below it, or what it matches."""
    if system.isdir(path):
        yield from _below(system, path)
    elif system.exists(path):
        if form_of(path) is None:
            raise UnknownInput(given)
        yield path, system.info(path)
    elif _PATTERN & set(path):
        for match, info in sorted(system.glob(path, detail=True).items()):
            if info["type"] == "directory":
                yield from _below(system, match)
            else:
                yield match, info


def _below(system: Any, folder: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, info in sorted(system.find(folder, detail=True).items()):
        inside = path.removeprefix(folder).strip("/").split("/")
        if not any(name.startswith(_PRIVATE) for name in inside):
            yield path, info


def _source(system: Any, path: str, info: Mapping[str, Any]) -> Source | None:
    form = form_of(path)
    if form is None:
        return None
    local = isinstance(system, LocalFileSystem)
    address = path if local else system.unstrip_protocol(path)
    mark = next((str(info[key]) for key in _MARKS if key in info), "")
    return Source(address, form, int(info["size"] or 0), mark)
