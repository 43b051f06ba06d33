"""An article, and the one text of it that a classifier sees."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple


class Passage(NamedTuple):
    """A slice of the caller's own string: ``caller[start:start + len(text)] == text``."""

    field: str
    start: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    r"""One piece of news.

    `section` and `publisher` are kept as the corpus prints them; `data.sections` gives them their
    meaning. `split` is "train" or "test" where the corpus says so, `encoding` the one of
    `data.encodings.LEGACY_ENCODINGS` that the text was converted from, if it was.

    Examples
    --------
    >>> article = Article(title="Giá vàng tăng", body="Sáng 3/1, giá vàng miếng tăng.")
    >>> article.text
    'Giá vàng tăng\nSáng 3/1, giá vàng miếng tăng.'
    """

    title: str = ""
    lead: str = ""
    body: str = ""
    section: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    id: str = ""
    split: str | None = None
    encoding: str = ""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Title, lead and body in this order; a blank one is left out."""
        fields = (("title", self.title), ("lead", self.lead), ("body", self.body))
        return tuple(Passage(name, 0, text) for name, text in fields if text.strip())

    @property
    def text(self) -> str:
        """The passages, one below the other."""
        return "\n".join(passage.text for passage in self.passages)
