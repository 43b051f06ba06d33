"""Where a split of VNTC lies: on the web, in an archive, or in a folder of topics."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from data.errors import IncompleteSource, MissingSource
from data.vntc.corpus import topics_folder
from data.vntc.official import UPSTREAM, Split


class Upstream(NamedTuple):
    """A split is to be downloaded."""

    address: str


class Archive(NamedTuple):
    """A split lies packed on this disk."""

    path: Path


class Topics(NamedTuple):
    """A split lies unpacked on this disk; `path` holds its topics."""

    path: Path


Source = Upstream | Archive | Topics


def find_sources(source: str | None, splits: Iterable[Split]) -> list[tuple[Split, Source]]:
    """Say where each split is to come from.

    Parameters
    ----------
    source : str or None
        An address that the archives lie under; a folder that holds the archives or their folders,
        at any depth; one archive or its folder; or None: where VNTC is published. One archive or
        its folder stands for its own split alone.
    splits : iterable of Split
        The splits that are wanted.

    Raises
    ------
    MissingSource, IncompleteSource
    """
    if source is None or source.lower().startswith(("http://", "https://")):
        base = (source or UPSTREAM).rstrip("/")
        return [(split, Upstream(f"{base}/{split.archive}")) for split in splits]
    path = Path(source)
    if not path.exists():
        raise MissingSource(source)
    splits = list(splits)
    if own := [split for split in splits if _is_named_after(path, split)]:
        splits = own
    found = [(split, _find(path, split)) for split in splits]
    if missing := [split.folder for split, place in found if place is None]:
        raise IncompleteSource(path, missing)
    return [(split, place) for split, place in found if place is not None]


def _is_named_after(path: Path, split: Split) -> bool:
    """Tell whether a name is that of the split, whatever follows: Train_Full.rar.damaged too."""
    return path.name.lower().partition(".")[0] == split.folder.lower()


def _find(source: Path, split: Split) -> Source | None:
    """Find the folder of a split, or else its archive."""
    if source.is_file():
        return Archive(source) if _is_named_after(source, split) else None
    archive = None
    for path in _walk(source):
        name = path.name.lower()
        if name == split.folder.lower() and (topics := topics_folder(path, split.counts)):
            return Topics(topics)
        if name == split.archive.lower() and archive is None and path.is_file():
            archive = Archive(path)
    return archive


def _walk(folder: Path) -> Iterator[Path]:
    """Yield a folder and all below it, the higher before the lower."""
    yield folder
    for path, folders, files in os.walk(folder):
        folders.sort()
        for name in (*folders, *sorted(files)):
            yield Path(path, name)
