"""One pass over a corpus for every check that needs no model."""

from functools import cached_property

from data.article import Article
from data.checks.census import Census, Entry
from data.checks.drift import check_drift
from data.checks.outcome import Outcome
from data.checks.repeats import check_against, check_repeats
from data.checks.sections import check_sections
from data.checks.texts import TextChecks
from data.duplicates import DuplicateFinder, Duplicates


class Survey:
    """Watches articles stream by and then says what it found; keeps no text.

    Attributes
    ----------
    finder : DuplicateFinder
        Holds the articles that have text.

    Examples
    --------
    >>> survey = Survey()
    >>> for section in ("Thể thao", "Giáo dục"):
    ...     survey.see(Article(body="Đội trường thắng giải bóng đá.", section=section, id=section))
    >>> conflict = survey.outcomes()[0]
    >>> conflict.check.code, conflict.examples[0].articles
    ('conflicting-duplicates', ('Thể thao', 'Giáo dục'))
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._texts = TextChecks()
        self.finder = DuplicateFinder()

    def see(self, article: Article) -> None:
        """Take note of the next article."""
        self._entries.append(Entry.of(article))
        self._texts.see(article)
        if text := article.text:
            self.finder.add(text)

    @cached_property
    def census(self) -> Census:
        """What is known of each article; asked for once all have been seen."""
        return Census(self._entries)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Which of them are nearly the same text; one without text is like no other."""
        return self.finder.find().spread(self.census.written)

    def outcomes(self, other: "OtherCorpus | None" = None) -> list[Outcome]:
        """Return what the checks without a model say of all articles together.

        Parameters
        ----------
        other : OtherCorpus, optional
            To compare with.

        Raises
        ------
        SlugClash, EmptySlug
        """
        overlap = self.finder.find_against(other.finder) if other else None
        return [
            *check_repeats(self.census, self.duplicates),
            *check_against(self.census, other.ids if other else (), overlap),
            *check_sections(self.census, self.duplicates),
            check_drift(self.census),
            *self._texts.outcomes(),
        ]


class OtherCorpus:
    """A corpus to compare with: the ids of its articles, and what their texts are like."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.finder = DuplicateFinder()

    def see(self, article: Article) -> None:
        """Take note of the next article."""
        self.ids.append(article.id)
        self.finder.add(article.text)
