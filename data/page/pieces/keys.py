"""How a short line is compared with the phrases we know, and the letters it is made of."""

from collections.abc import Callable

from data.sections import printed_key

LONGEST_PHRASE = 120


def keys(phrases: str) -> frozenset[str]:
    """Fold a list of phrases, separated by commas, as `printed_key` does."""
    return frozenset(printed_key(phrase) for phrase in phrases.split(","))


def fold(line: str) -> str:
    """Fold a line that may be a known phrase; a longer one cannot be, and folds to nothing."""
    return printed_key(line) if len(line) <= LONGEST_PHRASE else ""


def _letters(case: Callable[[str], bool]) -> str:
    """Every Latin letter of one case, to stand in the brackets of a regular expression."""
    codes = (*range(0x41, 0x250), *range(0x1E00, 0x1F00))
    return "".join(char for char in map(chr, codes) if char.isalpha() and case(char))


UPPER = _letters(str.isupper)
LOWER = _letters(str.islower)
