"""One text: which of its gaps lie inside a word.

underthesea is asked for nothing but the places where words begin. The text it gives back is not
used: it has lost the white space and rewrites some syllables.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from itertools import accumulate
from typing import Final

from data.text import normalise
from model.alphabet import IGNORED_CHARACTERS
from model.ngrams import compose

WORD_JOINER: Final = "\u2060"
"""Stands between the syllables of a word; the kernel reads over it, as if they were one."""

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
"""To be raised with every change of this module that may change a result."""


@cache
def segmenter_version() -> str:
    """Return what a result depends on besides the text."""
    return f"{_REVISION} {version('underthesea')} {version('underthesea-core')}"


def segment(text: str) -> str:
    r"""Join the syllables of each word with U+2060 where a space was.

    Everything else is `data.text.normalise` of the text, so that a word's syllables have one
    spelling wherever they stand in it. Word joiners and other invisible characters that the text
    already has are dropped.

    Examples
    --------
    >>> segment("Chăm sóc sức khoẻ nhân dân.").replace("\u2060", "_")
    'Chăm_sóc sức_khỏe nhân_dân.'
    """
    prepared = prepare(text)
    return join_gaps(prepared, find_joins(prepared))


def prepare(text: str) -> str:
    """Return the text whose gaps `find_joins` judges, without what the kernel reads over."""
    if any(invisible in text for invisible in IGNORED_CHARACTERS):
        text = "".join(map(_without_invisible, _GAP.split(text)))
    return normalise(text)


def _without_invisible(run: str) -> str:
    """Drop soft hyphens and the like, and any mark that one of them kept from its letter."""
    if not any(invisible in run for invisible in IGNORED_CHARACTERS):
        return run
    return "".join(
        character
        for character in compose(run)
        if character not in IGNORED_CHARACTERS
        and not unicodedata.category(character).startswith("M")
    )


def join_gaps(prepared: str, joins: bytes) -> str:
    """Put a word joiner in place of the gaps that `find_joins` found inside words."""
    parts = _GAP.split(prepared)
    gaps = zip(parts[1::2], joins, strict=True)
    parts[1::2] = [WORD_JOINER if joined else gap for gap, joined in gaps]
    return "".join(parts)


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
    from underthesea import word_tokenize

    legible = [_legible(run) for run in runs]
    gap_at = {end: place for place, end in enumerate(accumulate(map(len, legible)))}
    offset = 0  # in characters other than white space, which are the same in runs and words
    for word in word_tokenize(" ".join(legible), use_token_normalize=False):
        *tokens, last = word.split(" ")
        for token in tokens:
            offset += len(token)
            # Tokens may also meet where the text has no gap, as in "5%".
            if offset in gap_at:
                yield gap_at[offset]
        offset += len(last)


def _legible(run: str) -> str:
    """Return what underthesea is shown in place of a run of characters without a gap."""
    if len(run) > _LONGEST_RUN or _ADDRESS.search(run):
        return _STAND_IN
    # It composes the text, which must not change lengths, and refuses lone surrogates.
    return unicodedata.normalize("NFC", run).encode("utf-8", "replace").decode("utf-8")
