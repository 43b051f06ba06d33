"""Folders of topics, as VNTC's archives hold them -> one Parquet file, every article counted."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import parquet

from data.errors import DamagedSource, WrongCounts
from data.sections import slugify
from data.text import decode
from data.vntc.official import Split
from data.vntc.stages import Stage, silent

_SCHEMA: Final = pa.schema([("id", pa.string()), ("label", pa.string()), ("text", pa.string())])
_ROWS: Final = 5000
"""Articles in memory at a time: some 20 MB of text."""


def topics_folder(folder: Path, topics: Mapping[str, int]) -> Path | None:
    """Find the folder at or below `folder` whose own folders are topics.

    Archives are unpacked with and without a folder around all, by hand often with two.
    """
    slugs = {slugify(topic) for topic in topics}
    for path, folders, _ in os.walk(folder):
        if any(slugify(name) in slugs for name in folders):
            return Path(path)
        folders.sort()
    return None


def write_table(
    folder: Path, split: Split, table: Path, origin: Path, stage: Stage = silent
) -> None:
    """Write a split's articles to a Parquet file with the columns id, label and text.

    Articles come in the order of the topics, then of their file names, which are the ids; texts
    are kept to the letter. The file is there whole or not at all.

    Parameters
    ----------
    folder : Path
        Holds a folder of .txt files, UTF-16 or UTF-8, for each topic; all else is left out.
    split : Split
        The topics, with the articles each must hold.
    table : Path
        The file to write.
    origin : Path
        What the user gave, for errors: the folder or the archive.
    stage : callable
        Shows progress, in articles.

    Raises
    ------
    WrongCounts
        If a topic holds more or fewer articles than it was published with.
    DamagedSource
        If an article is not text.
    """
    files = _articles(folder, split.counts)
    found = {topic: len(paths) for topic, paths in files.items()}
    if found != split.counts:
        raise WrongCounts(origin, split.counts, found)
    with (
        stage(f"Writing {table.name}", split.articles) as advance,
        _whole_or_not(table) as partial,
        parquet.ParquetWriter(
            partial, _SCHEMA, compression="zstd", compression_level=6, write_page_checksum=True
        ) as writer,
    ):
        for topic, paths in files.items():
            for chunk in _chunks(paths):
                texts = [_text(path, origin) for path in chunk]
                names = [path.name for path in chunk]
                writer.write_table(pa.table([names, [topic] * len(chunk), texts], schema=_SCHEMA))
                advance(len(chunk))


def is_whole(table: Path, split: Split) -> bool:
    """Tell whether a file is this split's table, undamaged and with every article."""
    counts: Counter[str] = Counter()
    try:
        file = parquet.ParquetFile(table, page_checksum_verification=True)
        if not file.schema_arrow.equals(_SCHEMA):
            return False
        # Reading all columns checks their checksums too.
        for batch in file.iter_batches():
            counts.update(batch["label"].to_pylist())
    except (OSError, pa.ArrowException):
        return False
    return counts == split.counts


def _articles(folder: Path, topics: Mapping[str, int]) -> dict[str, list[Path]]:
    """List the articles of each topic, in order."""
    folders = {slugify(path.name): path for path in folder.iterdir() if path.is_dir()}
    return {
        topic: sorted(_texts_below(folders[slug]), key=lambda path: path.name)
        for topic in topics
        if (slug := slugify(topic)) in folders
    }


def _texts_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        # macOS leaves a hidden ._name beside files on foreign disks.
        if path.suffix.lower() == ".txt" and not path.name.startswith(".") and path.is_file():
            yield path


def _chunks(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for begin in range(0, len(paths), _ROWS):
        yield paths[begin : begin + _ROWS]


def _text(path: Path, origin: Path) -> str:
    try:
        return decode(path.read_bytes())
    except UnicodeDecodeError as error:
        place = f"{path.parent.name}/{path.name}"
        reason = f"{place}: byte {error.start} is not {error.encoding.upper()} text"
        raise DamagedSource(origin, reason) from error


@contextmanager
def _whole_or_not(path: Path) -> Iterator[Path]:
    """Give a file to write to that takes its name only once all is written, and on the disk."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        yield partial
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
