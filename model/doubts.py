"""What makes an answer doubtful, whatever its probability: the warnings."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from model.prediction import Regime
from model.scoring import MARKS, MATCHES, PAIRS, SINGLES, SYLLABLES

NO_DIACRITICS: Final = "no_diacritics"
"""Half the syllables or more have no mark where nearly all should have one. Digits lack none."""

SHORT_TEXT: Final = "short_text"
"""No longer than a headline."""

NOT_VIETNAMESE: Final = "not_vietnamese"
"""Too few of the syllables are known."""

LOW_VOCABULARY_COVERAGE: Final = "low_vocabulary_coverage"
"""Nothing is known, or the syllables are known and hardly any of their neighbourhoods: not news,
or words in no order."""

LEGACY_ENCODING: Final = "legacy_encoding"
"""The text went through a wrong encoding and was read as what it stands for."""

TRUNCATED: Final = "truncated"
"""The text breaks off in dots, as a teaser does."""

_BLOCKING: Final = frozenset({NOT_VIETNAMESE, LOW_VOCABULARY_COVERAGE})

_MARKS_A_SYLLABLE: Final = 0.5
_RATHER_KNOWN: Final = 0.7
"""Share of its syllables that a sound text has known; of a model that knows few, less."""

_SHORT: Final = 20
_DOTS: Final = ("…", "...", "[…]", "(…)")
_LAST: Final = slice(-8, None)


def leeway(lengths: Any) -> Any:
    """Return what the least coverage is multiplied by for texts of so many syllables.

    One unknown name is a tenth of a headline: the share of what is known strays with the square
    root of the length.

    Parameters
    ----------
    lengths : int, or ndarray of int
        1 or more.
    """
    return 1.0 - lengths**-0.5


def falls_short(known: Any, possible: Any, bound: float, lengths: Any) -> Any:
    """Tell where less is known of what could be than of news in Vietnamese.

    Parameters
    ----------
    known, possible : int, or ndarray of numbers
        How many syllables, or pairs, are known, and how many there are.
    bound : float
        The least share that is known of Vietnamese news.
    lengths : int, or ndarray of float
        In syllables, 1 or more.
    """
    return known < bound * leeway(lengths) * possible


def lacks_diacritics(facts: Sequence[int]) -> bool:
    """Tell whether a text was typed without diacritics, from what the kernel counted in it."""
    return facts[MARKS] < _MARKS_A_SYLLABLE * facts[SYLLABLES]


def hardly_known(facts: Sequence[int], coverage: tuple[float, float] | None) -> bool:
    """Tell whether fewer syllables are known than of nearly any sound text.

    Parameters
    ----------
    facts : sequence of int
        What the kernel counted in it.
    coverage : tuple of float or None
        As in `doubts_of`.
    """
    least = _RATHER_KNOWN if coverage is None else min(_RATHER_KNOWN, coverage[0])
    return facts[SINGLES] < least * facts[SYLLABLES]


def doubts_of(
    text: str, facts: Sequence[int], coverage: tuple[float, float] | None, *, repaired: bool
) -> tuple[str, ...]:
    """Return the warnings a text deserves.

    Parameters
    ----------
    text : str
        As it was given.
    facts : sequence of int
        What the kernel counted in it.
    coverage : tuple of float or None
        The least share of syllables and of pairs that is known of Vietnamese news.
    repaired : bool
        Whether it came through a wrong encoding.
    """
    found = []
    if lacks_diacritics(facts) and any(map(str.isalpha, text)):
        found.append(NO_DIACRITICS)
    if facts[SYLLABLES] < _SHORT:
        found.append(SHORT_TEXT)
    if unknown := _unknown(facts, coverage):
        found.append(unknown)
    if repaired:
        found.append(LEGACY_ENCODING)
    return (*found, *doubts_of_end(text))


def doubts_of_end(text: str) -> tuple[str, ...]:
    """Return the warnings that the end of a text deserves, as it was given."""
    return (TRUNCATED,) if text[_LAST].rstrip().endswith(_DOTS) else ()


def is_sound(facts: Any, coverage: tuple[float, float] | None) -> Any:
    """Tell at a glance that nothing counted in a text deserves a warning or a second look.

    Of a text that only just deserves none it may not tell: there is no leeway here.

    Parameters
    ----------
    facts : sequence of int, or ndarray of shape (N_FACTS, n_texts)
        What the kernel counted.
    coverage : tuple of float or None
        As in `doubts_of`.

    Returns
    -------
    bool, or ndarray of bool, shape (n_texts,)
    """
    matches, syllables, singles, pairs, marks = facts
    least_singles, least_pairs = coverage or (_RATHER_KNOWN, 0.0)
    return (
        (matches > 0)
        & (syllables >= _SHORT)
        & (marks >= _MARKS_A_SYLLABLE * syllables)
        & (singles >= least_singles * syllables)
        & (pairs >= least_pairs * syllables)
    )


def _unknown(facts: Sequence[int], coverage: tuple[float, float] | None) -> str | None:
    """Tell what is not known well enough to be judged."""
    syllables = facts[SYLLABLES]
    if not facts[MATCHES]:
        return LOW_VOCABULARY_COVERAGE
    if coverage is None or syllables < 2:
        return None
    if falls_short(facts[SINGLES], syllables, coverage[0], syllables):
        return NOT_VIETNAMESE
    if falls_short(facts[PAIRS], syllables - 1, coverage[1], syllables):
        return LOW_VOCABULARY_COVERAGE
    return None


def blocks(doubts: Collection[str], regime: Regime) -> bool:
    """Tell whether doubts forbid to accept an answer, however probable it is."""
    blind = regime == "marked" and NO_DIACRITICS in doubts
    return blind or not _BLOCKING.isdisjoint(doubts)
