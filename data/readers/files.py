"""Which files make up a corpus."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from data.errors import AmbiguousCorpus, EmptyCorpus, MissingCorpus, UnreadableCorpus

TEXT = ".txt"
TABLES = (".jsonl", ".csv", ".tsv", ".parquet")
_FORMS = "a .jsonl, .csv, .tsv or .parquet file, or a folder"
_NOT_OURS = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


class CorpusFile(NamedTuple):
    """A file of the corpus."""

    path: Path
    name: str  # its path inside the corpus, in NFC with slashes, whatever the file system
    form: str  # ".txt" or one of TABLES


def find_files(corpus: Path, *, labelled: bool) -> list[CorpusFile]:
    """List the files to read, in an order that no file system changes.

    Raises
    ------
    MissingCorpus, EmptyCorpus, AmbiguousCorpus, UnreadableCorpus
    """
    if not corpus.exists():
        raise MissingCorpus(corpus)
    if not corpus.is_dir():
        return [_single_file(corpus, labelled=labelled)]
    files = sorted(_files_of_folder(corpus), key=lambda file: file.name)
    tables = [file for file in files if file.form != TEXT]
    texts = [file for file in files if file.form == TEXT]
    in_folders = [file for file in texts if "/" in file.name]
    if tables and in_folders:
        raise AmbiguousCorpus(corpus, tables[0].name, in_folders[0].name)
    if tables:
        return tables
    if labelled and texts and not in_folders:
        raise UnreadableCorpus(
            corpus, "its .txt files lie in no section; put each section's in a folder of its name"
        )
    if not texts:
        raise EmptyCorpus(corpus)
    return in_folders if labelled else texts


def _form(path: Path) -> str | None:
    name = path.name.lower()
    if name.endswith((".jsonl.gz", ".csv.gz", ".tsv.gz")):
        name = name.removesuffix(".gz")
    return next((form for form in (*TABLES, TEXT) if name.endswith(form)), None)


def _single_file(path: Path, *, labelled: bool) -> CorpusFile:
    form = _form(path)
    if form is None:
        raise UnreadableCorpus(path, f"its form is not known; a corpus is {_FORMS}")
    if form == TEXT and labelled:
        raise UnreadableCorpus(path, f"one .txt file has no section; a corpus is {_FORMS}")
    return CorpusFile(path, unicodedata.normalize("NFC", path.name), form)


def _files_of_folder(corpus: Path) -> Iterator[CorpusFile]:
    for path in _walk(corpus, frozenset()):
        if form := _form(path):
            name = unicodedata.normalize("NFC", path.relative_to(corpus).as_posix())
            yield CorpusFile(path, name, form)


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Yield the files below a folder, following links but never back to a folder above."""
    here = above | {folder.resolve()}
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise UnreadableCorpus(folder, f"cannot be read: {error.strerror}") from error
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name.lower() in _NOT_OURS:
            continue
        if entry.is_dir():
            if entry.resolve() not in here:
                yield from _walk(entry, here)
        elif entry.is_file():
            yield entry
