"""What is left of a page's HTML: scripts, tags, entities."""

import html
import re
from collections.abc import Collection, Iterator
from html.entities import html5

from data.cleaning.cleaned import Removed

_SCRIPT = re.compile(r"<(script|style)\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)
_COMMENT, _COMMENT_END = re.compile("<!--"), re.compile("-->")
# Without its tags: a function to the last brace of the text, a vote to its last argument.
_FUNCTION = re.compile(r"^[ \t]*function \w*\(", re.MULTILINE)
_VOTE = re.compile(r"^[ \t]*AddVote\(\d[^\n]*?,'',\d\)", re.MULTILINE)

_NAMES = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|col|dd|del|div|dl|dt"
    "|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins"
    "|label|li|link|main|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|script|section"
    "|select|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|td|textarea|tfoot|th"
    "|thead|time|title|tr|tt|u|ul|video"
)
# Bare, with attributes, or around another: "x <a và b> y" is none. One by one or in a row.
_TAGS = re.compile(
    rf"(?:</?(?:{_NAMES})(?:\s*/?|\s[^>=]{{0,200}}=[^>]{{0,2000}}|\s*<[^>]*)>)+", re.IGNORECASE
)
# Encoded twice it still is one: "&amp;nbsp;".
_ENTITY = re.compile(
    r"&(?:(?:amp|#0*38|#[xX]0*26);)*"
    r"(?P<name>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
)
_CLOSING = ".,;:!?…)”’\"'"  # and the end of the text, an empty slice
_BLANKS = {"\u00a0": " ", "\u00ad": "", "\u200b": "", "\ufeff": ""}


def find_markup(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find scripts, tags and entities."""
    marked = "<" in text
    if "script" in rules:
        if marked:
            yield from _enclosed(text, _SCRIPT, _SCRIPT_END)
            yield from _enclosed(text, _COMMENT, _COMMENT_END)
        yield from _bare_scripts(text)
    if "html-tag" in rules and marked:
        yield from _tags(text)
    if "html-entity" in rules and "&" in text:
        yield from _entities(text)


def _enclosed(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> Iterator[Removed]:
    end = 0
    while (start := opening.search(text, end)) and (close := closing.search(text, start.end())):
        end = close.end()
        yield _parted(text, "script", start.start(), end)


def _bare_scripts(text: str) -> Iterator[Removed]:
    # Both are tried at every line: the words that each has tell sooner that there is none.
    if "{" in text and "function " in text and (function := _FUNCTION.search(text)):
        last = text.rfind("}") + 1
        if last > function.end():
            yield Removed("script", function.start(), last)
    if "#" in text and "AddVote(" in text:
        yield from (_parted(text, "script", *vote.span()) for vote in _VOTE.finditer(text))


def _tags(text: str) -> Iterator[Removed]:
    # Behind the last ">" no tag ends: nothing is searched there in vain.
    last = text.rfind(">") + 1
    place = text.find("<", 0, last)
    while place >= 0:
        end = place + 1
        if tags := _TAGS.match(text, place, last):
            end = tags.end()
            yield _parted(text, "html-tag", place, end)
        place = text.find("<", end, last)


def _parted(text: str, rule: str, start: int, end: int) -> Removed:
    """Take out a stretch; words that only it kept apart get a blank."""
    after = text[end : end + 1]
    joined = start == 0 or text[start - 1].isspace() or after.isspace() or after in _CLOSING
    return Removed(rule, start, end, "" if joined else " ")


def _entities(text: str) -> Iterator[Removed]:
    place = text.find("&")
    while place >= 0:
        end = place + 1
        entity = _ENTITY.match(text, place)
        if entity and (letter := _letter(entity["name"])) is not None:
            end = entity.end()
            yield Removed("html-entity", place, end, _BLANKS.get(letter, letter))
        place = text.find("&", end)


def _letter(name: str) -> str | None:
    return html.unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};")
