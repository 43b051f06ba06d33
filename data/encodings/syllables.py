"""How a Vietnamese syllable is spelt: initial, medial, nucleus, final and tone.

The grammar gives every syllable that can be spelt, some 18,000; the language uses fewer than half
of them. It needs no word list, knows names it has never seen, and refuses nearly all other words.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from data.text import strip_diacritics

# Medial and nucleus -> the finals they take; a hyphen is none. "ăk" is for Đắk Lắk and its like.
_RHYMES = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c k m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- ch m n nh p t u",
    "o": "- c i m n ng p t",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t",
    "ư": "- c i m ng t u",
    "y": "-",
    "ia": "-",
    "iê": "c m n ng p t u",
    "yê": "m n ng t u",
    "oo": "c ng",
    "ua": "-",
    "uô": "c i m n ng t",
    "ưa": "-",
    "ươ": "c i m n ng p t u",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "- m n o t",
    "uâ": "n ng t y",
    "uê": "- ch n nh",
    "uơ": "-",
    "uy": "- ch n nh p t u",
    "uya": "-",
    "uyê": "n t",
}
# After "qu", which is initial and medial in one.
_RHYMES_AFTER_QU = {
    "a": _RHYMES["oa"] + " u",
    "ă": _RHYMES["oă"] + " p",
    "â": _RHYMES["uâ"] + " c",
    "e": "- n o t",
    "ê": _RHYMES["uê"] + " n t",
    "i": "- t",
    "ơ": "- n t",
    "ô": "c",
    "y": _RHYMES["uy"],
    "yê": _RHYMES["uyê"],
}
_INITIALS = ("", *"b ch d đ h kh l m n nh p ph r s t th tr v x".split())
_INITIALS_BEFORE_FRONT = ("k", "gh", "ngh")
_INITIALS_BEFORE_BACK = ("c", "g", "gi", "ng")
_FRONT = "eêiy"

_ACUTE, _DOT_BELOW = "\u0301", "\u0323"
_TONES = ("", "\u0300", _ACUTE, "\u0309", "\u0303", _DOT_BELOW)
# A syllable that ends in a stop has one of two tones.
_STOPS = {"c", "ch", "p", "t"}
# These bear the tone on their first vowel; the other pairs without a shape mark on the last.
_FALLING = {"ia": 0, "ua": 0, "uya": 1}
# These bear it on either when nothing follows: hoà and hòa.
_EITHER = {"oa", "oe", "uy"}


@cache
def syllables() -> frozenset[str]:
    """Every syllable that can be spelt, in lower case and NFC, with either tone placement."""
    spelt = {
        initial + rhyme
        for vowels, finals in _RHYMES.items()
        for rhyme in _toned(vowels, finals)
        for initial in _initials(vowels)
    }
    after_qu = {
        "qu" + rhyme
        for vowels, finals in _RHYMES_AFTER_QU.items()
        for rhyme in _toned(vowels, finals)
    }
    return frozenset(spelt | after_qu)


@cache
def bare_syllables() -> frozenset[str]:
    """What is left of the syllables when every mark is taken off."""
    return frozenset(map(strip_diacritics, syllables()))


def _initials(vowels: str) -> tuple[str, ...]:
    if vowels == "yê":
        return ("",)
    if vowels[0] not in _FRONT:
        return _INITIALS + _INITIALS_BEFORE_BACK
    # "gì", "giếng": the i of "gi" is the vowel's too.
    return (*_INITIALS, *_INITIALS_BEFORE_FRONT, *("g" * (vowels[0] == "i")))


def _toned(vowels: str, finals: str) -> Iterator[str]:
    """Spell vowels and finals with each tone they can bear."""
    for final in finals.replace("-", "").split(" "):
        for tone in (_ACUTE, _DOT_BELOW) if final in _STOPS else _TONES:
            for place in _tone_places(vowels, final):
                toned = vowels[: place + 1] + tone + vowels[place + 1 :] + final
                yield unicodedata.normalize("NFC", toned)


def _tone_places(vowels: str, final: str) -> tuple[int, ...]:
    shaped = [place for place, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    last = len(vowels) - 1
    if shaped:
        return (shaped[-1],)
    if vowels in _EITHER and not final:
        return (0, last)
    return (_FALLING.get(vowels, last),)
