"""Checks of one article at a time: its text, and how it came through its encodings."""

import html.entities
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from data.article import Article
from data.checks.catalogue import (
    EMPTY_TEXTS,
    ENCODING_DAMAGE,
    HTML_ENTITIES,
    HTML_TAGS,
    LEGACY_ENCODING,
    LOST_TONE_MARKS,
    NOT_NFC,
    TINY_TEXTS,
    WRONG_LANGUAGE,
)
from data.checks.outcome import Check, Example, Outcome
from data.encodings import is_vietnamese, lost_tone_marks, repair
from data.text import words_of

_TINY: Final = 20
"""Syllables; a headline and one short sentence have more."""

_ENOUGH: Final = 1500
"""Characters of a text that tell its language."""

_GLANCE: Final = slice(-300, None)
"""Of these, the last: the headline and the lead of an article may have been translated."""

_PLAIN: Final = 1.2
"""Bytes a character, in UTF-8, of a text that may have lost its marks."""

_REPLACEMENT: Final = "\ufffd"

# What was decoded wrongly has no such letters; what stands beside it, a caption, may be sound.
_SOUND_WORD = re.compile(r"\S*[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]\S*")

_TAG = re.compile(
    r"<!--|<!doctype\b|</?(?:[abipqsu]|article|blockquote|body|br|center|div|em|embed|figcaption|"
    r"figure|font|form|h[1-6]|head|hr|html|iframe|img|input|li|link|meta|object|ol|param|script|"
    r"section|small|span|strike|strong|style|sub|sup|table|tbody|td|th|thead|title|tr|tt|ul|video)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|(\w{2,31}));")


class TextChecks:
    """Judges articles as they stream by; keeps the ids of those that stand out."""

    def __init__(self) -> None:
        self._found: dict[Check, list[Example]] = {check: [] for check in _WHAT}
        self._long_enough = 0

    def see(self, article: Article) -> None:
        """Judge the next article."""
        for check, detail in self._judged(article):
            self._found[check].append(Example((article.id,), detail))

    def _judged(self, article: Article) -> Iterator[tuple[Check, str]]:
        """Yield what stands out, with a word on it."""
        text = article.text
        length = len(words_of(text))
        if not length:
            yield EMPTY_TEXTS, ""
            return
        if article.encoding:
            yield LEGACY_ENCODING, article.encoding
        yield from _form(text)
        damage = _damage(text)
        if damage:
            yield ENCODING_DAMAGE, damage
        if length < _TINY:
            yield TINY_TEXTS, f"{length} syllables"
            return
        self._long_enough += 1
        if not damage:  # else it is in no language
            yield from _language(text)

    def outcomes(self) -> list[Outcome]:
        """Return what came of all articles together."""
        return [self._outcome(check, what) for check, what in _WHAT.items()]

    def _outcome(self, check: Check, what: str) -> Outcome:
        examples = self._found[check]
        if examples:
            number = len(examples)
            articles = "1 article" if number == 1 else f"{number:,} articles"
            return check.found(number, f"{articles}: {what}{_kinds(check, examples)}", examples)
        if check in _NEEDS_LENGTH and not self._long_enough:
            return check.undecided(f"no article has {_TINY} syllables or more")
        return check.passed()


_WHAT: Final = {
    EMPTY_TEXTS: "no text at all",
    TINY_TEXTS: f"fewer than {_TINY} syllables",
    WRONG_LANGUAGE: "most words are no Vietnamese syllables",
    ENCODING_DAMAGE: "wrongly decoded",
    LEGACY_ENCODING: "converted from an encoding before Unicode",
    LOST_TONE_MARKS: "Vietnamese with almost no marks",
    NOT_NFC: "not in Unicode's composed form, NFC",
    HTML_TAGS: "HTML tags in the text",
    HTML_ENTITIES: "HTML entities in the text",
}
_NEEDS_LENGTH: Final = (WRONG_LANGUAGE, LOST_TONE_MARKS)


def _form(text: str) -> Iterator[tuple[Check, str]]:
    """Yield what is amiss with the characters of a text."""
    if not unicodedata.is_normalized("NFC", text):
        yield NOT_NFC, ""
    if tag := _TAG.search(text):
        yield HTML_TAGS, tag[0].split()[0]
    if entity := next(_entities(text), None):
        yield HTML_ENTITIES, entity


def _language(text: str) -> Iterator[tuple[Check, str]]:
    """Yield why a text is not Vietnamese as it should be."""
    head = text[:_ENOUGH]
    if _is_plain(head) and lost_tone_marks(head):
        yield LOST_TONE_MARKS, ""
    elif not is_vietnamese(head[_GLANCE]) and not is_vietnamese(head):
        partly = _damage(_SOUND_WORD.sub("", text))
        yield (ENCODING_DAMAGE, f"partly {partly}") if partly else (WRONG_LANGUAGE, "")


def _is_plain(text: str) -> bool:
    """Tell at a glance whether a text has few marks: in Vietnamese one letter in four has one."""
    return len(text.encode("utf-8", "replace")) < _PLAIN * len(text)


def _entities(text: str) -> Iterator[str]:
    """Yield the entities of HTML; "R&D;" is none."""
    if "&" in text:
        for entity in _ENTITY.finditer(text):
            if entity[1] is None or f"{entity[1]};" in html.entities.html5:
                yield entity[0]


def _damage(text: str) -> str:
    """Name what went wrong when a text was decoded; empty if nothing did."""
    if repaired := repair(text):
        return repaired.was
    return "replacement characters" if _REPLACEMENT in text else ""


def _kinds(check: Check, examples: list[Example]) -> str:
    """Name the encodings, the commonest first."""
    if check not in (ENCODING_DAMAGE, LEGACY_ENCODING):
        return ""
    kinds = Counter(example.detail for example in examples).most_common()
    return f" ({', '.join(f'{kind}: {n:,}' for kind, n in kinds)})"
