"""`clean`: the rules, applied until none finds more."""

from collections.abc import Callable, Collection, Iterator
from itertools import compress

from data.cleaning.amid import find_amid, may_have_anything_amid
from data.cleaning.cleaned import Cleaned, Removed, remove
from data.cleaning.head import find_head, may_have_head
from data.cleaning.rules import ALL
from data.cleaning.tail import find_tail, may_have_tail
from data.text import normalise, normalise_aligned

Finder = Callable[[str, Collection[str]], Iterator[Removed]]
Glances = tuple[bool, bool, bool]

_FINDERS: tuple[Finder, Finder, Finder] = (find_amid, find_head, find_tail)
_NOTHING_SEEN: Glances = (False, False, False)
_FEWEST_WORDS = 4
# A page needs two or three; only a text made to need more comes near.
_PASSES = 8
# Decomposed Vietnamese has this mark in every sentence; the rules know composed text.
_DOT_BELOW = "\u0323"


def clean(text: str, rules: Collection[str] = ALL) -> Cleaned:
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

    Examples
    --------
    >>> cleaned = clean("Cầu mới thông xe\nTTXVN - Sáng 3/1, cầu thông xe./.\nHồng Thái")
    >>> cleaned.text
    'Cầu mới thông xe\nSáng 3/1, cầu thông xe.'
    >>> [removed.rule for removed in cleaned.removed]
    ['dateline', 'end-mark', 'byline']
    """
    seen = _glances(text)
    if _DOT_BELOW in text:
        cleaned = _decomposed(text, rules)
    elif seen != _NOTHING_SEEN:
        cleaned = _settled(text, seen, rules)
    else:
        return Cleaned(text, text)
    if cleaned.removed and len(cleaned.text.split(None, _FEWEST_WORDS)) < _FEWEST_WORDS:
        return Cleaned(text, text)
    return cleaned


def _glances(text: str) -> Glances:
    """Tell which finders may find something: a fraction of a microsecond instead of a search."""
    return may_have_anything_amid(text), may_have_head(text), may_have_tail(text)


def _settled(text: str, seen: Glances, rules: Collection[str]) -> Cleaned:
    cleaned = Cleaned(text, text)
    for _ in range(_PASSES):
        finds: list[Removed] = []
        for find in compress(_FINDERS, seen):
            finds.extend(find(cleaned.text, rules))
        if not finds:
            break
        cleaned = remove(cleaned, finds)
        seen = _glances(cleaned.text)
    return cleaned


def _decomposed(text: str, rules: Collection[str]) -> Cleaned:
    composed = normalise(text)
    found = _settled(composed, _glances(composed), rules).removed
    if not found:
        return Cleaned(text, text)
    offsets = normalise_aligned(text)[1]
    finds = (one._replace(start=offsets[one.start], end=offsets[one.end]) for one in found)
    return remove(Cleaned(text, text), finds)
