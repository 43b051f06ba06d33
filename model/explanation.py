"""Which n-grams decide, and where they stand in the caller's own strings."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from data.article import Passage
from data.text import normalise_aligned
from model.ngrams import HEADLINE_MARK
from model.prediction import NgramWeight, Place
from model.scorer import Matches


class _Stretch(NamedTuple):
    """A passage inside the scanned text: where it begins there, and its own offsets."""

    begin: int
    passage: Passage
    origins: Sequence[int]

    def place(self, start: int, end: int) -> Place | None:
        """Return the caller's offsets for those of the scanned text, if they lie within."""
        if end - self.begin >= len(self.origins):
            return None
        first, last = self.origins[start - self.begin], self.origins[end - self.begin]
        return Place(self.passage.field, self.passage.start + first, self.passage.start + last)


def _stretches(passages: Sequence[Passage], scanned: str) -> list[_Stretch]:
    """Lay the passages side by side, as they stand in the scanned text."""
    as_given = scanned == "\n".join(passage.text for passage in passages)
    stretches = []
    begin = 0
    for passage in passages:
        text = passage.text
        origins = range(len(text) + 1) if as_given else normalise_aligned(text)[1]
        stretches.append(_Stretch(begin, passage, origins))
        begin += len(origins)
    return stretches


def locate(
    passages: Sequence[Passage], matches: Matches, wanted: Collection[int]
) -> Iterator[tuple[int, Place]]:
    """Yield some features in reading order, with their places in the caller's own strings.

    An n-gram that runs from one passage into the next has a place in neither.

    Parameters
    ----------
    passages : sequence of Passage
        Whose texts, joined by line breaks, were scanned.
    matches : Matches
        The features of that joined text.
    wanted : collection of int
        The features to find.
    """
    stretches = _stretches(passages, matches.text)
    begins = [stretch.begin for stretch in stretches]
    chosen = np.isin(matches.features, list(wanted))
    spans = matches.spans[chosen].tolist()
    for feature, (start, end) in zip(matches.features[chosen].tolist(), spans, strict=True):
        stretch = stretches[bisect_right(begins, start) - 1]
        if place := stretch.place(start, end):
            yield feature, place


def explain(
    passages: Sequence[Passage],
    matches: Matches,
    contributions: Mapping[int, float],
    ngrams: Sequence[str],
    top: int,
) -> list[NgramWeight]:
    """Gather features by n-gram, in the headline or anywhere, and name those that weigh most.

    Parameters
    ----------
    passages : sequence of Passage
    matches : Matches
    contributions : mapping of int to float
        What each feature of the text adds to the score.
    ngrams : sequence of str
        In feature order.
    top : int
        How many n-grams to name.
    """
    names = {feature: ngrams[feature].removeprefix(HEADLINE_MARK) for feature in contributions}
    weights: dict[str, float] = defaultdict(float)
    for feature, weight in contributions.items():
        weights[names[feature]] += weight
    heaviest = sorted(weights, key=lambda name: (-abs(weights[name]), name))[:top]
    places: dict[str, dict[Place, None]] = {name: {} for name in heaviest}
    wanted = [feature for feature, name in names.items() if name in places]
    for feature, place in locate(passages, matches, wanted):
        places[names[feature]][place] = None
    return [NgramWeight(name, weights[name], tuple(places[name])) for name in heaviest]
