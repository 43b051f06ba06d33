"""The names of the rules, and why each exists."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Rule(NamedTuple):
    """One kind of leftover: what it is called, and why it must go."""

    name: str
    reason: str


_RULES = (
    Rule("script", "a script left by the page is no news and full of words like function"),
    Rule("html-tag", "a tag counts as words and glues those beside it together"),
    Rule("html-entity", "a letter written as &#7871; makes its syllable unknown"),
    Rule("section-line", "the section printed above an article is the answer itself"),
    Rule("dateline", "an agency or paper that opens a text tells who wrote it, not what about"),
    Rule("byline", "a reporter writes for one section and gives it away"),
    Rule("source", "a source named at the end stands for a section: Reuters for the world"),
    Rule("end-mark", "the mark ./. closes the articles of one agency"),
    Rule("photo-credit", "a photographer works for one section and gives it away"),
    Rule("link-card", "a card of another article prints a section, mostly the same, twice"),
    Rule("related-links", "headlines of other articles are not about this one"),
    Rule("tags", "tags sort an article by hand, which is the answer itself"),
    Rule("hashtags", "a row of hashtags sorts an article by hand as tags do"),
    Rule("comment-count", "a count says how much an article was discussed, and glues to words"),
    Rule("share-buttons", "buttons are the page's words, not the article's"),
    Rule("glued-words", "a link's text without its blanks makes two known words an unknown one"),
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.name: rule for rule in _RULES})
"""Every rule by its name."""

ALL: Final = frozenset(RULES)
"""The names of all rules."""
