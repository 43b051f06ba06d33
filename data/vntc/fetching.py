"""Fetch VNTC: what is there already is left alone, what broke off is gone on with."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from data.errors import DamagedDownload, DamagedSource, FolderBusy
from data.vntc.corpus import is_whole, topics_folder, write_table
from data.vntc.download import PATIENCE, Patience, download
from data.vntc.official import OFFICIAL, Split
from data.vntc.sources import Archive, Source, Topics, find_sources
from data.vntc.stages import Stage, silent
from data.vntc.unpacking import find_unpackers, unpack


class Fetched(NamedTuple):
    """A table of the corpus, whole and checked."""

    path: Path
    articles: int
    new: bool
    """False if it was there before."""


def fetch_vntc(
    out: Path,
    source: str | None = None,
    *,
    splits: Sequence[Split] = OFFICIAL,
    stage: Stage = silent,
    patience: Patience = PATIENCE,
) -> list[Fetched]:
    """Bring VNTC into a folder, a Parquet file for each split with the columns id, label and text.

    A split whose table is there with every article is not fetched again. Downloaded archives lie in
    the folder until their table is written; a killed run is gone on with by the next.

    Parameters
    ----------
    out : Path
        The folder, made if need be.
    source : str or None
        An address that the archives lie under, an archive, or a folder with the archives or what is
        in them; by default where VNTC is published. One archive stands for its own split alone.
    splits : sequence of Split
        What is to be fetched, with the articles every topic must hold.
    stage : callable
        Shows progress, as `training.progress.Progress.stage` does.
    patience : Patience
        Time-outs and tries of downloads.

    Returns
    -------
    list of Fetched
        In the order of the splits.

    Raises
    ------
    FetchError
        Whatever is wrong with the source; then no table of it is written.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone_in(out):
        fetched = []
        for split, place in find_sources(source, splits):
            table = out / split.table
            new = not is_whole(table, split)
            if new:
                _Fetch(split, table, stage, patience).run(place)
            fetched.append(Fetched(table, split.articles, new))
    return fetched


@dataclass(frozen=True)
class _Fetch:
    """One split on its way to its table."""

    split: Split
    table: Path
    stage: Stage
    patience: Patience

    def run(self, place: Source) -> None:
        if isinstance(place, Topics):
            write_table(place.path, self.split, self.table, place.path, self.stage)
        elif isinstance(place, Archive):
            self._unpack(place.path)
        else:
            self._download(place.address)

    def _download(self, address: str) -> None:
        find_unpackers()  # or say so before a long download
        archive = self.table.with_name(self.split.archive)
        if not archive.exists():
            download(address, archive, self.stage, self.patience)
        try:
            self._unpack(archive)
        except DamagedSource as error:
            aside = archive.with_name(f"{archive.name}.damaged")
            archive.replace(aside)
            raise DamagedDownload(address, error.reason, aside) from error
        archive.unlink()

    def _unpack(self, archive: Path) -> None:
        with _scratch_beside(self.table) as scratch:
            with self.stage(f"Unpacking {archive.name}", None):
                unpack(archive, scratch)
            topics = topics_folder(scratch, self.split.counts) or scratch
            write_table(topics, self.split, self.table, archive, self.stage)


@contextmanager
def _scratch_beside(table: Path) -> Iterator[Path]:
    """Give a folder to unpack to; what a killed run left in it is swept."""
    # A hidden folder: reading its parent as a corpus passes it over.
    scratch = table.with_name(f".{table.stem}-unpacked")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    """Keep out a second fetch: two would write to one file."""
    lock = FileLock(out / ".fetch.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise FolderBusy(out) from error
    try:
        yield
    finally:
        lock.release()
