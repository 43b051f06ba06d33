"""From the offsets the kernel sees back to the caller's own strings."""

import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from data.article import Passage
from data.text import normalise_aligned
from model.prediction import Place
from model.scoring import Match


class _Stretch(NamedTuple):
    """A passage inside the composed text: where it begins there, and its own offsets."""

    begin: int
    passage: Passage
    origins: Sequence[int]


def _stretches(passages: Sequence[Passage]) -> list[_Stretch]:
    """Lay the passages side by side as `Article.text` joins them, composed."""
    stretches = []
    begin = 0
    for passage in passages:
        if unicodedata.is_normalized("NFC", passage.text):
            origins: Sequence[int] = range(len(passage.text) + 1)
        else:
            origins = normalise_aligned(passage.text)[1]
        stretches.append(_Stretch(begin, passage, origins))
        begin += len(origins)
    return stretches


def locate(
    passages: Sequence[Passage],
    matches: Collection[Match],
    wanted: Collection[int],
) -> dict[int, list[Place]]:
    """Find the places of some features in the caller's own strings.

    An n-gram that runs from one passage into the next has a place in neither.

    Parameters
    ----------
    passages : sequence of Passage
        Whose texts, joined by line breaks, were scored.
    matches : collection of Match
        The known n-grams, with offsets in that joined text once composed.
    wanted : collection of int
        The features to find.
    """
    stretches = _stretches(passages)
    begins = [stretch.begin for stretch in stretches]
    places: dict[int, list[Place]] = {feature: [] for feature in wanted}
    for feature, start, end in matches:
        if feature not in places:
            continue
        begin, passage, origins = stretches[bisect_right(begins, start) - 1]
        if end - begin < len(origins):
            offset = passage.start
            places[feature].append(
                Place(passage.field, offset + origins[start - begin], offset + origins[end - begin])
            )
    return places
