"""What the words of a text say for and against its being Vietnamese, read in some encoding."""

import re
import unicodedata
from math import log
from typing import NamedTuple

from data.encodings.syllables import syllables

# Letters, and what stands among them in a wrong encoding: symbols, controls, a broken byte.
_BEYOND_ASCII = "\u0080-\u009f\u00a1-\u1eff†‡•‰‹›€₫™\ufffd"
_WORD = re.compile(f"[A-Za-z{_BEYOND_ASCII}]+")
_TELLING = re.compile(f"[{_BEYOND_ASCII}]")
# The marked letters, the commonest of newspapers first. Few languages share those past Latin-1.
_LETTERS = "đàưáôếạộóệảêấớốờủâềìểợịậầơựăứãởữíọúụồắòổừùặũỉẽửằỏễýéẫĩẩỗẻỹẹẳỷỡèỳõẵỵ"
_RARITY = {letter: log(rank) for rank, letter in enumerate(_LETTERS, 1)}
_RARITY_OF_SYMBOL = log(len(_LETTERS))
_PAST_LATIN_1 = "\u0100"
_CAPITAL_INSIDE = re.compile(f"[a-z{_LETTERS}][{_LETTERS.upper()}]")

_FOR_TELLING, _FOR_MARKED, _AGAINST_WRONG = 2.0, 1.0, 3.0
# A word in ASCII says which language, not which encoding, and few of either say much: an article
# may be full of English names, a table full of addresses.
_FOR_PLAIN, _MOST_FOR_PLAIN, _MOST_AGAINST_PLAIN = 0.5, 2.0, 3.0
# A wrong word costs about as much as a word of two rare letters.
_COST_OF_WRONG = 7.0


class Evidence(NamedTuple):
    """The distinct words of a text, counted by what they say."""

    telling: int  # syllables with a letter past Latin-1
    marked: int  # other syllables with a marked letter
    wrong: int  # words beyond ASCII that no syllable is spelt like
    plain: int  # syllables in ASCII
    foreign: int  # other words in ASCII and in small letters: names are at home everywhere
    rarity: float  # how rare the letters of these syllables and lone symbols are, summed

    @property
    def score(self) -> float:
        """How likely the text is Vietnamese; above 0 more speaks for it than against."""
        plain = _FOR_PLAIN * (self.plain - self.foreign)
        return (
            _FOR_TELLING * self.telling
            + _FOR_MARKED * self.marked
            - _AGAINST_WRONG * self.wrong
            + max(-_MOST_AGAINST_PLAIN, min(plain, _MOST_FOR_PLAIN))
        )

    @property
    def cost(self) -> float:
        """How unlikely the words are: of two readings of the same bytes the cheaper is right."""
        return self.rarity + _COST_OF_WRONG * self.wrong


def tells_nothing(text: str) -> bool:
    """Tell at once whether all words of a text are ASCII, which says nothing of its encoding."""
    return text.isascii() or _TELLING.search(text) is None


def weigh(text: str) -> Evidence:
    """Judge each distinct word of a text."""
    known = syllables()
    telling = marked = wrong = plain = foreign = 0
    rarity = 0.0
    for word in set(_WORD.findall(unicodedata.normalize("NFC", text))):
        lower = word.lower()
        if word.isascii():
            plain += lower in known
            foreign += lower not in known and word[0].islower()
        elif lower == word.upper():
            rarity += _RARITY_OF_SYMBOL
        elif lower not in known or _CAPITAL_INSIDE.search(word):
            wrong += 1
        else:
            rarity += sum(_RARITY.get(letter, 0) for letter in lower)
            # A letter alone is soon hit upon: é and è are such words in Latin-1.
            telling += len(word) > 1 and max(lower) >= _PAST_LATIN_1
            marked += len(word) > 1 and max(lower) < _PAST_LATIN_1
    return Evidence(telling, marked, wrong, plain, foreign, rarity)
