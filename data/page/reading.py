"""A copied news page, taken apart."""

import datetime as dt
from dataclasses import dataclass

from data.article import Article, Passage
from data.page.layout import Draft, has_headline, has_lead, split_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The pieces of one copied page, each as it stands there.

    What a classifier may read is in `title`, `lead` and `body`: slices of `source`. The other
    pieces would give the section away or say nothing about it, and are kept apart.
    """

    source: str
    printed_section: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    place: str | None = None
    agency: str | None = None
    byline: str | None = None
    captions: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    title: Passage | None = None
    lead: Passage | None = None
    body: tuple[Passage, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Title, lead and the paragraphs of the body, with their offsets in `source`."""
        return tuple(passage for passage in (self.title, self.lead, *self.body) if passage)

    @property
    def text(self) -> str:
        """The passages, one below the other."""
        return "\n".join(passage.text for passage in self.passages)

    @property
    def article(self) -> Article:
        """The same text as an article, with what the page says about itself."""
        return Article(
            title=self.title.text if self.title else "",
            lead=self.lead.text if self.lead else "",
            body="\n".join(paragraph.text for paragraph in self.body),
            section=self.printed_section,
            publisher=self.publisher,
            published=self.published,
        )


def read_page(source: str) -> Page:
    r"""Take a copied news page apart.

    Any text is a page: without headline or furniture it is all body. Ordinary sentences are never
    dropped, and a page without the line that prints its section has the same text as with it.

    Parameters
    ----------
    source : str
        What a reader copied from a browser, with any line endings.

    Examples
    --------
    >>> page = read_page("Thời sự\n\nCầu mới thông xe\n\nSáng 3/1, cầu thông xe./.\n\nHồng Thái")
    >>> page.text
    'Cầu mới thông xe\nSáng 3/1, cầu thông xe.'
    >>> page.printed_section, page.byline
    ('Thời sự', 'Hồng Thái')
    """
    draft = Draft()
    lines = draft.after_header(split_lines(source))
    title = lines.pop(0) if has_headline(lines) else None
    if title:
        lines = draft.below_headline(lines)
    lines = draft.before_footer(lines, headed=title is not None)
    lines = draft.before_byline(lines)
    paragraphs = draft.without_captions(lines)
    if not title and not paragraphs:
        # A picture and its caption are all there is: then the caption is the text.
        paragraphs, draft.captions = draft.captions, []
    body = draft.passages(paragraphs)
    led = title is not None and has_lead(body, paragraphs)
    return Page(
        source=source,
        printed_section=draft.printed_section,
        publisher=draft.publisher,
        published=draft.published,
        place=draft.place,
        agency=draft.agency,
        byline=draft.byline,
        captions=tuple(caption.raw for caption in draft.captions),
        furniture=tuple(draft.furniture),
        title=Passage("page", title.start, title.raw) if title else None,
        lead=body[0] if led else None,
        body=tuple(body[1:] if led else body),
    )
