"""A labelled corpus: its texts streamed by, its sections and groups kept in one fixed order."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.errors import (
    EmptyCorpus,
    SingleSection,
    SingleText,
    SmallSections,
    TooFewSections,
)
from data.readers import Columns, read_corpus
from data.sections import Section, resolve_sections
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
        Articles with one text, white space and Unicode form aside, share a group.
    places : ndarray of intp, shape (n_articles,)
        Where each article stood in the order of reading.
    fingerprint : str
        Of texts and labels.
    """

    sections: list[Section]
    labels: NDArray[np.intp]
    groups: NDArray[np.intp]
    places: NDArray[np.intp]
    fingerprint: str

    def counts(self) -> dict[str, int]:
        """Return the number of articles of each section, by slug."""
        numbers = np.bincount(self.labels, minlength=len(self.sections)).tolist()
        return {section.slug: n for section, n in zip(self.sections, numbers, strict=True)}


class CorpusReader:
    """Reads a corpus once: its texts stream through, what they are labelled with stays.

    Parameters
    ----------
    path : Path
    columns : Columns
        The user's own column names.
    split : str, optional
        Read only articles that say they belong to this part, such as "train".
    """

    def __init__(self, path: Path, columns: Columns, split: str | None = None) -> None:
        self._path = path
        self._columns = columns
        self._split = split
        self._rows: list[_Row] = []

    def texts(self) -> Iterator[str]:
        """Yield the text of every labelled article, in the order of reading.

        Raises
        ------
        CorpusError
            If the corpus cannot be read.
        """
        self._rows = []
        for article in read_corpus(self._path, self._columns):
            text = article.text
            if (self._split is None or article.split == self._split) and text:
                label = (article.section or "", article.publisher)
                composed = unicodedata.normalize("NFC", text)
                words = " ".join(composed.split())
                self._rows.append(_Row(_digest(words), _digest(composed), label))
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
        digests = [row.digest for row in self._rows]
        exact = [row.exact for row in self._rows]
        keys = list(zip(digests, labels, exact, strict=True))
        places = sorted(range(len(keys)), key=keys.__getitem__)
        groups = {digest: number for number, digest in enumerate(sorted(set(digests)))}
        content = hashlib.sha256()
        for place in places:
            content.update(exact[place] + sections[labels[place]].slug.encode())
        return Corpus(
            sections=sections,
            labels=np.array([labels[place] for place in places], dtype=np.intp),
            groups=np.array([groups[digests[place]] for place in places], dtype=np.intp),
            places=np.array(places, dtype=np.intp),
            fingerprint=content.hexdigest(),
        )


class _Row(NamedTuple):
    digest: bytes  # of its words
    exact: bytes  # of its line breaks too: they end the headline
    label: tuple[str, str | None]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


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
        places=corpus.places[rows],
    )
