"""`clean` and `clean_text`: the rules, applied until none finds more."""

import re
from collections.abc import Collection
from typing import NamedTuple

from data.cleaning.amid import find_amid, may_have_anything_amid
from data.cleaning.cleaned import Cleaned, remove
from data.cleaning.head import HEAD, find_head, may_have_head
from data.cleaning.rules import ALL
from data.cleaning.tail import find_tail, may_have_tail
from data.text import compose, normalise_aligned

_FEWEST_WORDS = re.compile(r"\s*+(?:\S++\s++){3}\S")
# A page needs two or three; only a text made to need more comes near.
_PASSES = 8


class Glances(NamedTuple):
    """Where something may be found, which costs a microsecond to tell and a search to know.

    Attributes
    ----------
    amid, head, tail : bool
        Whether there may be something amid the text, above it, and below it. A text with combining
        marks has its something amid.
    """

    amid: bool
    head: bool
    tail: bool


_NOTHING_SEEN = Glances(amid=False, head=False, tail=False)


def clean(text: str, rules: Collection[str] = ALL, seen: Glances | None = None) -> Cleaned:
    r"""Take leaked labels and page leftovers out of a text.

    To be called in training and in serving alike: a model must not learn what it will not see.
    Cleaning a cleaned text changes nothing, and a text that would keep fewer than four words is
    left alone. An ordinary text is let through in microseconds, the very string that was given.

    Parameters
    ----------
    text : str
        Headline, lead and body on lines of their own, or one line of running text.
    rules : collection of str
        Which of `RULES` apply.
    seen : Glances, optional
        What is known of the text; where nothing may be found nothing is looked for.

    Examples
    --------
    >>> cleaned = clean("Cầu mới thông xe\nTTXVN - Sáng 3/1, cầu thông xe./.\nHồng Thái")
    >>> cleaned.text
    'Cầu mới thông xe\nSáng 3/1, cầu thông xe.'
    >>> [removed.rule for removed in cleaned.removed]
    ['dateline', 'end-mark', 'byline']
    """
    if _is_decomposed(text, seen):
        return _unless_too_short(_decomposed(text, rules))
    return _clean_composed(text, rules, seen)


def clean_text(text: str, rules: Collection[str] = ALL, seen: Glances | None = None) -> str:
    """Clean a text where nobody asks what was removed; what comes decomposed leaves composed.

    Equal to ``compose(clean(text, rules).text)`` of a text with combining marks, in a fraction of
    the time: what goes need not be found again among them.
    """
    if _is_decomposed(text, seen):
        return _clean_composed(compose(text), rules, None).text
    return _clean_composed(text, rules, seen).text


def _clean_composed(text: str, rules: Collection[str], seen: Glances | None) -> Cleaned:
    seen = seen or _glances(text)
    if seen == _NOTHING_SEEN:
        return Cleaned(text, text)
    return _unless_too_short(_settled(text, seen, rules))


def _unless_too_short(cleaned: Cleaned) -> Cleaned:
    if cleaned.removed and not _FEWEST_WORDS.match(cleaned.text):
        return Cleaned(cleaned.given, cleaned.given)
    return cleaned


def _is_decomposed(text: str, seen: Glances | None) -> bool:
    """Look for the marks of Vietnamese, each at the speed of a search for one letter."""
    if seen is not None and not seen.amid:
        return False
    return (
        "\u0300" in text
        or "\u0301" in text
        or "\u0302" in text
        or "\u0303" in text
        or "\u0306" in text
        or "\u0309" in text
        or "\u031b" in text
        or "\u0323" in text
    )


def _glances(text: str) -> Glances:
    return Glances(may_have_anything_amid(text), may_have_head(text), may_have_tail(text))


def _settled(text: str, seen: Glances, rules: Collection[str]) -> Cleaned:
    cleaned = Cleaned(text, text)
    for _ in range(_PASSES):
        before = cleaned.text
        amid = list(find_amid(before, rules)) if seen.amid else []
        head = list(find_head(before, rules)) if seen.head else []
        tail = list(find_tail(before, rules)) if seen.tail else []
        if not (amid or head or tail):
            break
        cleaned = remove(cleaned, amid + head + tail)
        after = cleaned.text
        seen = Glances(
            # Only what is found amid a text puts anything in that may be such a sign.
            seen.amid and may_have_anything_amid(after),
            (bool(head) or before[:HEAD] != after[:HEAD]) and may_have_head(after),
            # The tail's finder ends where it finds no more: only the others' finds may uncover it.
            bool(amid or head) and may_have_tail(after),
        )
    return cleaned


def _decomposed(text: str, rules: Collection[str]) -> Cleaned:
    composed = compose(text)
    found = _settled(composed, _glances(composed), rules).removed
    if not found:
        return Cleaned(text, text)
    offsets = normalise_aligned(text)[1]
    finds = (one._replace(start=offsets[one.start], end=offsets[one.end]) for one in found)
    return remove(Cleaned(text, text), finds)
