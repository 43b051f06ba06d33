"""What stands amid a text: markup, photo credits, links, hashtags, glued words."""

import re
from collections.abc import Collection, Iterator
from itertools import takewhile

from data.cleaning.cleaned import Removed
from data.cleaning.markup import find_markup
from data.page.pieces import ends_sentence, is_hashtag_row, is_link, photo_credits
from data.page.pieces.keys import LOWER, UPPER

_LONGEST_LINK = 160
_BLANKS = 20

# "Ảnh:Reuters": whoever wrote that joined the texts of links without their blanks.
_GLUED_CREDIT = re.compile(rf"Ảnh:[{UPPER}]")
# Where a capital stands amid a word: capitals are few, so they are what is looked for first.
_GLUE = re.compile(
    rf"[{UPPER}](?<=[{UPPER}{LOWER}].)(?=[{LOWER}])(?!(?<=iP)(?:hone|ad)|(?<=iM)ac|(?<=iC)loud)"
)
_UPPER, _LOWER = frozenset(UPPER), frozenset(LOWER)
_PLAIN_SYLLABLES = frozenset(
    "anh ba ban cho chung con cung do gia hai hay khi không năm nay phim qua quanh ra sang sau tay"
    " tham theo thi tin trang tranh trong trung tuy vai vua xem xin".split()
)


def may_have_anything_amid(text: str) -> bool:
    """Tell at a glance whether there is a sign of markup, a link, a hashtag or a credit."""
    return (
        "Ả" in text
        or "<" in text
        or ">" in text
        or "#" in text
        or "{" in text
        or ("&" in text and ";" in text)
    )


def find_amid(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find markup, links, hashtags, credits and glued words."""
    yield from find_markup(text, rules)
    yield from _hashtags(text, rules)
    yield from _links(text, rules)
    yield from _credits(text, rules)


def _credits(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find photo credits, and words that were glued where links stood."""
    if "Ả" not in text:
        return
    if "photo-credit" in rules:
        for start, end in photo_credits(text):
            yield Removed("photo-credit", start, end)
    if "glued-words" in rules and _has_glued_credit(text):
        for capital in _GLUE.finditer(text):
            place = capital.start()
            syllable = _syllable_before(text, place).lower()
            if syllable in _PLAIN_SYLLABLES or not syllable.isascii():
                yield Removed("glued-words", place, place, " ")


def _has_glued_credit(text: str) -> bool:
    # From capital to capital: a search for one letter is many times faster than one for a word.
    place = text.find("Ả")
    while place >= 0 and not _GLUED_CREDIT.match(text, place):
        place = text.find("Ả", place + 1)
    return place >= 0


def _syllable_before(text: str, end: int) -> str:
    """Return the syllable that ends here, "" behind a word with capitals of its own."""
    start = end
    while start > 0 and text[start - 1] in _LOWER:
        start -= 1
    if start > 0 and text[start - 1] in _UPPER:
        start -= 1
        if start > 0 and (text[start - 1] in _LOWER or text[start - 1] in _UPPER):
            return ""
    return text[start:end]


def _links(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find ">> Giá vàng tăng" below a sentence, up to the next link or the end of the line."""
    start = text.find(">>") if ">" in text and "related-links" in rules else -1
    done = 0
    while start >= 0:
        following = text.find(">>", start + 2)
        end = following if following >= 0 else len(text)
        link = text[start : min(end, start + _LONGEST_LINK)].partition("\n")[0]
        cut_short = len(link) == _LONGEST_LINK
        if (
            not cut_short
            and (start == done or _stands_apart(text, start))
            and is_link(link.strip())
        ):
            done = start + len(link)
            yield Removed("related-links", start, done)
        start = following


def _stands_apart(text: str, start: int) -> bool:
    before = text[max(0, start - _BLANKS) : start].rstrip(" ")
    return before.endswith("\n") or ends_sentence(before)


def _hashtags(text: str, rules: Collection[str]) -> Iterator[Removed]:
    """Find rows of hashtags at the end of a line: one amid a sentence is a word of it."""
    if "hashtags" not in rules or "#" not in text:
        return
    begin = 0
    for line in text.splitlines(keepends=True):
        if "#" in line and is_hashtag_row(line.rsplit(maxsplit=1)[-1]):
            words = line.split()
            row = list(takewhile(is_hashtag_row, reversed(words)))
            if len(row) > 1 or len(words) == 1:
                end = start = len(line.rstrip())
                for hashtag in row:
                    start = line.rindex(hashtag, 0, start)
                yield Removed("hashtags", begin + start, begin + end)
        begin += len(line)
