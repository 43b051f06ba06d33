"""A corpus of any form -> articles."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from data.article import Article
from data.errors import EmptyCorpus, UnlabelledRow, UnreadableCorpus
from data.readers.cells import text_of_cell
from data.readers.columns import ColumnFinder, Columns
from data.readers.files import TEXT, CorpusFile, find_files
from data.readers.streams import whole_text
from data.readers.tables import Row, csv_rows, jsonl_rows, parquet_rows

_ROWS = {".csv": csv_rows, ".tsv": csv_rows, ".jsonl": jsonl_rows, ".parquet": parquet_rows}
_NOTHING_NAMED = Columns()


def read_corpus(
    path: Path | str, columns: Columns = _NOTHING_NAMED, *, labelled: bool = True
) -> Iterator[Article]:
    """Read a corpus article by article, in an order that depends on nothing but its content.

    Parameters
    ----------
    path : Path or str
        A .jsonl, .csv, .tsv (each may be gzipped) or .parquet file; a folder of such files, where
        other files are ignored; or a folder with one folder of .txt files per section. Text is
        UTF-8, UTF-16 or, found out file by file, TCVN3, VNI-Windows, VISCII or windows-1258.
    columns : Columns
        Columns of a table that bear unusual names.
    labelled : bool
        Whether every article must have a section; an archive to classify has none.

    Raises
    ------
    MissingCorpus, EmptyCorpus, AmbiguousCorpus, UnreadableCorpus, WrongColumns, UnlabelledRow
        What concerns the folder at once, what concerns a file when the reading gets there.
    """
    files = find_files(Path(path), labelled=labelled)
    return _articles(Path(path), files, columns, labelled=labelled)


def _articles(
    corpus: Path, files: list[CorpusFile], columns: Columns, *, labelled: bool
) -> Iterator[Article]:
    empty = True
    for file in files:
        if file.form == TEXT:
            articles = iter([_text_article(file)])
        else:
            articles = _table_articles(file, columns, labelled=labelled)
        for article in articles:
            empty = False
            yield article
    if empty:
        raise EmptyCorpus(corpus)


def _text_article(file: CorpusFile) -> Article:
    folder, _, inside = file.name.partition("/")
    text, encoding = whole_text(file.path)
    section = folder if inside else None
    return Article(body=text, section=section, id=file.name, encoding=encoding)


def _table_articles(file: CorpusFile, columns: Columns, *, labelled: bool) -> Iterator[Article]:
    finder = ColumnFinder(file.path, columns, labelled)
    for row in _ROWS[file.form](file.path, finder):
        yield _article(file, row, labelled=labelled)


def _article(file: CorpusFile, row: Row, *, labelled: bool) -> Article:
    text = {
        field: _text(file.path, row.place, field, value)
        for field, value in row.values.items()
        if field != "published"
    }
    section = text.get("section", "")
    if labelled and not section.strip():
        raise UnlabelledRow(file.path, row.place)
    return Article(
        title=text.get("title", ""),
        lead=text.get("lead", ""),
        body=text.get("body", ""),
        section=section if section.strip() else None,
        publisher=text.get("publisher", "").strip() or None,
        published=_date(row.values.get("published")),
        id=text.get("id", "").strip() or f"{file.name}:{row.place.rpartition(' ')[2]}",
        split=text.get("split", "").strip() or None,
        encoding=row.encoding,
    )


def _text(path: Path, place: str, field: str, value: object) -> str:
    try:
        return text_of_cell(value)
    except ValueError as error:
        raise UnreadableCorpus(path, f"{place}: the {field} {error}") from error


_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _date(value: object) -> dt.date | None:
    """Read a date, the day before the month unless it is ISO; what is no date is left out."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    if found := _DAY_FIRST.search(text):
        day, month, year = found.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
