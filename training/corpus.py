"""A labelled corpus: its texts streamed by, its sections and groups kept in one fixed order."""

import datetime as dt
import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from data.article import Article
from data.duplicates import DuplicateFinder
from data.duplicates.found import numbered
from data.errors import (
    EmptyCorpus,
    SingleSection,
    SingleText,
    SmallSections,
    TooFewSections,
)
from data.readers import Columns, read_corpus
from data.sections import Section, known_publisher, printed_key, resolve_sections
from data.text import words_of
from training.config import CorpusConfig


@dataclass(frozen=True)
class Corpus:
    """What a corpus says of its texts, in an order that depends on their content alone.

    Attributes
    ----------
    sections : list of Section
        By slug; `labels` are places in it.
    labels : ndarray of intp, shape (n_articles,)
    groups : ndarray of intp, shape (n_articles,)
        Articles with one text share a group, whatever its Unicode form; after `group_similar` those
        with nearly one text.
    published : ndarray of datetime64[D], shape (n_articles,)
        NaT where the corpus does not say.
    publishers : ndarray of str, shape (n_articles,)
        One spelling for each; empty where the corpus does not say.
    places : ndarray of intp, shape (n_articles,)
        Where each article stood in the order of reading.
    fingerprint : str
        Of texts and labels.
    """

    sections: list[Section]
    labels: NDArray[np.intp]
    groups: NDArray[np.intp]
    published: NDArray[np.datetime64]
    publishers: NDArray[np.str_]
    places: NDArray[np.intp]
    fingerprint: str

    def counts(self) -> dict[str, int]:
        """Return the number of articles of each section, by slug."""
        numbers = np.bincount(self.labels, minlength=len(self.sections)).tolist()
        return {section.slug: n for section, n in zip(self.sections, numbers, strict=True)}

    def group_similar(self, finder: DuplicateFinder) -> Self:
        """Return the corpus with a group for articles that are nearly the same text.

        Parameters
        ----------
        finder : DuplicateFinder
            Filled by the reader of this corpus.
        """
        groups = finder.find().groups[self.places]
        return replace(self, groups=numbered(groups))


class CorpusReader:
    """Reads a corpus once: its texts stream through, what they are labelled with stays.

    Parameters
    ----------
    path : Path
    columns : Columns
        The user's own column names.
    split : str, optional
        Read only articles that say they belong to this part, such as "train".
    finder : DuplicateFinder, optional
        To be filled with the texts.
    see : callable, optional
        Is shown every article, those without text too.
    measured : bool
        Whether to count the syllables of each text.
    """

    def __init__(
        self,
        path: Path,
        columns: Columns,
        split: str | None = None,
        finder: DuplicateFinder | None = None,
        see: Callable[[Article], None] | None = None,
        *,
        measured: bool = True,
    ) -> None:
        self._path = path
        self._columns = columns
        self._split = split
        self._finder = finder
        self._see = see
        self._measured = measured
        self._rows: list[Row] = []

    @property
    def ids(self) -> list[str]:
        """The id of every article in the order of reading; one without an id bears its place."""
        return [row.id or str(place) for place, row in enumerate(self._rows, 1)]

    @property
    def lengths(self) -> list[int]:
        """The number of syllables of every article, as white space parts them, if `measured`."""
        return [row.length for row in self._rows]

    def texts(self) -> Iterator[str]:
        """Yield the text of every labelled article, in the order of reading.

        Raises
        ------
        CorpusError
            If the corpus cannot be read.
        """
        self._rows = []
        if self._finder is not None:
            self._finder.clear()
        source = self._path, self._columns, self._split, self._see
        for text, row in read_rows(*source, measured=self._measured):
            self._rows.append(row)
            if self._finder is not None:
                self._finder.add(text)
            yield text

    def corpus(self) -> Corpus:
        """Return what was read, once `texts` is exhausted.

        Raises
        ------
        EmptyCorpus, SlugClash, EmptySlug
        """
        if not self._rows:
            raise EmptyCorpus(self._path)
        resolved = resolve_sections(row.label for row in self._rows)
        sections = sorted(set(resolved.values()))
        column = {section: place for place, section in enumerate(sections)}
        labels = [column[resolved[row.label]] for row in self._rows]
        keys = [
            (row.digest, label, row.publisher, str(row.published))
            for row, label in zip(self._rows, labels, strict=True)
        ]
        places = sorted(range(len(keys)), key=keys.__getitem__)
        rows = [self._rows[place] for place in places]
        groups = {digest: number for number, digest in enumerate(sorted({key[0] for key in keys}))}
        content = hashlib.sha256()
        for row, place in zip(rows, places, strict=True):
            content.update(row.digest + sections[labels[place]].slug.encode())
        return Corpus(
            sections=sections,
            labels=np.array(labels, dtype=np.intp)[places],
            groups=np.array([groups[row.digest] for row in rows], dtype=np.intp),
            published=np.array([row.published for row in rows], dtype="datetime64[D]"),
            publishers=np.array([row.publisher for row in rows]),
            places=np.array(places, dtype=np.intp),
            fingerprint=content.hexdigest(),
        )


class Roster(Protocol):
    """Whoever has read a corpus: what it knows of the articles in the order of reading."""

    @property
    def ids(self) -> Sequence[str]:
        """The id of each."""
        ...

    @property
    def lengths(self) -> Sequence[int] | NDArray[np.integer]:
        """The number of syllables of each."""
        ...


class Row(NamedTuple):
    """What is known of an article besides its text.

    Attributes
    ----------
    digest : bytes
        Of the text, whatever its Unicode form.
    label : tuple
        The printed section, and who prints it.
    publisher : str
        One spelling for each; empty where the corpus does not say.
    published : date or None
    id : str
        Empty where the article has none.
    length : int
        In syllables, as white space parts them; 0 if that was not asked for.
    """

    digest: bytes
    label: tuple[str, str | None]
    publisher: str
    published: dt.date | None
    id: str
    length: int


def read_rows(
    path: Path,
    columns: Columns,
    split: str | None,
    see: Callable[[Article], None] | None = None,
    *,
    measured: bool = True,
) -> Iterator[tuple[str, Row]]:
    """Yield the text of every article to learn from, and what else is known of it.

    Parameters
    ----------
    path : Path
    columns : Columns
        The user's own column names.
    split : str or None
        The part that articles must say they belong to.
    see : callable, optional
        Is shown every article of it, those without text too.
    measured : bool
        Whether to count the syllables of each text.

    Raises
    ------
    CorpusError
        If the corpus cannot be read.
    """
    for article in read_corpus(path, columns):
        if split is not None and article.split != split:
            continue
        if see is not None:
            see(article)
        if text := article.text:
            label = (article.section or "", article.publisher)
            digest = _digest(unicodedata.normalize("NFC", text))
            publisher = _publisher(article.publisher)
            length = len(words_of(text)) if measured else 0
            yield text, Row(digest, label, publisher, article.published, article.id, length)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


@lru_cache
def _publisher(name: str | None) -> str:
    """Return the one spelling of a publisher."""
    return known_publisher(name) or printed_key(name) if name else ""


def check_sections(corpus: Corpus, config: CorpusConfig) -> Corpus:
    """Refuse what cannot be learnt from; where asked, leave small sections out instead.

    Raises
    ------
    SmallSections, SingleSection, TooFewSections, SingleText
    """
    counts = np.bincount(corpus.labels, minlength=len(corpus.sections))
    small = np.flatnonzero(counts < config.min_articles)
    if len(small) and not config.drop_small_sections:
        named = {corpus.sections[label].name: int(counts[label]) for label in small}
        raise SmallSections(named, config.min_articles)
    if len(corpus.sections) == 1:
        raise SingleSection(corpus.sections[0].name)
    if len(corpus.sections) - len(small) < 2:
        left = len(corpus.sections) - len(small)
        raise TooFewSections(left, len(corpus.sections), config.min_articles)
    kept = _without(corpus, small) if len(small) else corpus
    if kept.groups.max() == 0:
        raise SingleText
    return kept


def _without(corpus: Corpus, dropped: NDArray[np.intp]) -> Corpus:
    """Leave the articles of some sections out."""
    kept = np.setdiff1d(np.arange(len(corpus.sections)), dropped)
    rows = np.flatnonzero(np.isin(corpus.labels, kept))
    return replace(
        corpus,
        sections=[corpus.sections[label] for label in kept],
        labels=np.searchsorted(kept, corpus.labels[rows]),
        groups=np.unique(corpus.groups[rows], return_inverse=True)[1],
        published=corpus.published[rows],
        publishers=corpus.publishers[rows],
        places=corpus.places[rows],
    )
