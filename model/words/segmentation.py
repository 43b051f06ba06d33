"""One text: which of its gaps lie inside a word.

underthesea is asked for nothing but the places where words begin. The text it gives back is not
used: it has lost the white space and rewrites some syllables.
"""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from typing import Final, cast

from data.text import compose, normalise
from model.alphabet import IGNORED_CHARACTERS
from model.ngrams import spell

SYLLABLE_JOINER: Final = "\ua78f"
"""Stands between the syllables of a word: a letter to the kernel, which then takes the word for one
syllable, and one that no Vietnamese text has, so that "thú y" is not taken for "Thúy"."""

SYLLABLE_LINK: Final = "_"
"""Stands there in the name of a word, which a pair of words has a space in: thủ_đô, "thủ đô"."""

_LOOK_ALIKE: Final = "\u00b7"
_FILLER: Final = "\u2060"

_GAP: Final = re.compile(r"(\s+)")
_LINE_BREAK: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»)\]]*\Z")

# underthesea takes more than linear time in the length of a sentence, the square of it in that of
# a run without white space, and two to its power for some addresses ("http:/......").
_LONGEST_SENTENCE: Final = 200
_LONGEST_RUN: Final = 40
_ADDRESS: Final = re.compile(r"(?:ftp|http)s?:|[.][a-z]{2,13}/")
_STAND_IN: Final = "…"

_REVISION: Final = 1
"""To be raised with every change of this module that may change what `find_joins` finds."""

_LOADING: Final = threading.Lock()


@cache
def segmenter_version() -> str:
    """Return what a result depends on besides the text."""
    return f"{_REVISION} {version('underthesea')} {version('underthesea-core')}"


def segment(text: str) -> str:
    """Join the syllables of each word with `SYLLABLE_JOINER` where white space was.

    Everything else is `data.text.normalise` of the text, so that a word's syllables have one
    spelling wherever they stand in it. Further white space in a word becomes as many characters
    that the kernel skips: the places in the result are those in the normalised text. No word runs
    over a line break.

    Examples
    --------
    >>> segment("Chăm sóc sức khoẻ nhân dân.")
    'Chămꞏsóc sứcꞏkhỏe nhânꞏdân.'
    """
    return join_gaps(text, find_joins(prepare(text)))


def spell_word(word: str) -> str:
    """Return a word of a segmented text as the kernel counts it, its syllables told apart.

    Examples
    --------
    >>> spell_word("Sứcꞏkhoẻ")
    'sức_khỏe'
    """
    return SYLLABLE_LINK.join(filter(None, map(spell, word.split(SYLLABLE_JOINER))))


def prepare(text: str) -> str:
    """Return the text whose gaps `find_joins` judges: as many, without what the kernel skips."""
    if any(invisible in text for invisible in IGNORED_CHARACTERS):
        text = "".join(map(_without_invisible, _GAP.split(text)))
    return normalise(text)


def _without_invisible(run: str) -> str:
    """Drop soft hyphens and the like, and any mark that one of them kept from its letter.

    A run of nothing else is stood in for: without it, two gaps would become one.
    """
    if not any(invisible in run for invisible in IGNORED_CHARACTERS):
        return run
    visible = (
        character
        for character in compose(run)
        if character not in IGNORED_CHARACTERS
        and not unicodedata.category(character).startswith("M")
    )
    return "".join(visible) or _STAND_IN


def join_gaps(text: str, joins: bytes) -> str:
    """Put a joiner in place of each gap that `find_joins` found inside one of the text's words."""
    parts = _GAP.split(_respelt(text.replace(SYLLABLE_JOINER, _LOOK_ALIKE)))
    gaps = zip(parts[1::2], joins, strict=True)
    parts[1::2] = [
        SYLLABLE_JOINER.ljust(len(gap), _FILLER) if joined else gap for gap, joined in gaps
    ]
    return "".join(parts)


def _respelt(text: str) -> str:
    """Return `normalise` of the text, what the kernel skips neither seen by it nor moved."""
    if any(invisible in text for invisible in IGNORED_CHARACTERS):
        return "".join(map(_respelt_around_invisible, _GAP.split(text)))
    return normalise(text)


def _respelt_around_invisible(run: str) -> str:
    composed = compose(run)
    visible = [character for character in composed if character not in IGNORED_CHARACTERS]
    respelt = normalise("".join(visible))
    if len(respelt) != len(visible):  # a mark has met a letter that it was kept from
        return composed
    letters = iter(respelt)
    return "".join(
        character if character in IGNORED_CHARACTERS else next(letters) for character in composed
    )


def find_joins(prepared: str) -> bytes:
    """Tell for each gap of white space whether it lies inside a word.

    Returns
    -------
    bytes, of length n_gaps
        1 inside a word, else 0.
    """
    parts = _GAP.split(prepared)
    runs, gaps = parts[::2], parts[1::2]
    joins = bytearray(len(gaps))
    for start, end in _sentences(runs, gaps):
        for place in _gaps_in_words(runs[start:end]):
            joins[start + place] = 1
    return bytes(joins)


def _sentences(runs: Sequence[str], gaps: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut after line breaks and full stops, and where a sentence grows too long."""
    start = 0
    for place, gap in enumerate(gaps, start=1):
        if (
            place - start == _LONGEST_SENTENCE
            or _LINE_BREAK.search(gap)
            or _SENTENCE_END.search(runs[place - 1])
        ):
            yield start, place
            start = place
    yield start, len(runs)


def _gaps_in_words(runs: Sequence[str]) -> Iterator[int]:
    """Yield the places of the gaps between runs of one sentence that lie inside a word."""
    if len(runs) < 2:
        return
    legible = [_legible(run) for run in runs]
    gap_at = {end: place for place, end in enumerate(accumulate(map(len, legible)))}
    offset = 0  # in characters other than white space, which are the same in runs and words
    for word in _segmenter()(" ".join(legible), use_token_normalize=False):
        *tokens, last = word.split(" ")
        for token in tokens:
            offset += len(token)
            # Tokens may also meet where the text has no gap, as in "5%".
            if offset in gap_at:
                yield gap_at[offset]
        offset += len(last)


@cache
def _segmenter() -> Callable[..., list[str]]:
    """Return underthesea's `word_tokenize` with its model loaded, which no two threads may do."""
    with _LOADING:
        from underthesea import word_tokenize

        word_tokenize("tải")
        return cast(Callable[..., list[str]], word_tokenize)


def _legible(run: str) -> str:
    """Return what underthesea is shown in place of a run of characters without a gap."""
    if len(run) > _LONGEST_RUN or _ADDRESS.search(run):
        return _STAND_IN
    # It composes the text, which must not change lengths, and refuses lone surrogates.
    return unicodedata.normalize("NFC", run).encode("utf-8", "replace").decode("utf-8")
