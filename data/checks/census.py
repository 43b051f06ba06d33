"""What is kept of every article while a corpus streams by: all but its text."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Self

from data.article import Article
from data.sections import Section, resolve_sections


class Entry(NamedTuple):
    """One article of a census.

    Attributes
    ----------
    id : str
    label : tuple of (str, str or None)
        The printed section, and the publisher.
    part : str or None
        Of the corpus's own split.
    published : date or None
    blank : bool
        Whether there is no text.
    """

    id: str
    label: tuple[str, str | None]
    part: str | None
    published: dt.date | None
    blank: bool

    @classmethod
    def of(cls, article: Article) -> Self:
        """Take down an article."""
        label = (article.section or "", article.publisher)
        return cls(article.id, label, article.split, article.published, not article.passages)


class Census:
    """The articles of a corpus, in the order of reading.

    Parameters
    ----------
    entries : sequence of Entry
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """Take down all articles of a corpus."""
        return cls([Entry.of(article) for article in articles])

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def written(self) -> list[bool]:
        """Which articles have text."""
        return [not entry.blank for entry in self.entries]

    @cached_property
    def sections(self) -> list[Section]:
        """The section of every article.

        Raises
        ------
        SlugClash, EmptySlug
        """
        resolved = resolve_sections(entry.label for entry in self.entries)
        return [resolved[entry.label] for entry in self.entries]

    @cached_property
    def sizes(self) -> Mapping[Section, int]:
        """The number of articles of each section, the largest first."""
        return dict(Counter(self.sections).most_common())

    def ids(self, places: Iterable[int]) -> tuple[str, ...]:
        """Return the ids of the articles at some places."""
        return tuple(self.entries[place].id for place in places)
