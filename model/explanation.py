"""Which n-grams decide, and where they stand in the caller's own strings."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate

import numpy as np

from data.article import Passage
from data.cleaning import Cleaned, Origins
from data.text import normalise_aligned
from model.ngrams import HEADLINE_MARK
from model.prediction import NgramWeight, Place
from model.scorer import Matches


class Source:
    """Where a text came from: from a caller's strings, by way of the cleaning rules.

    Parameters
    ----------
    passages : sequence of Passage
        Whose texts, joined by line breaks, were cleaned.
    cleaned : Cleaned
    """

    def __init__(self, passages: Sequence[Passage], cleaned: Cleaned) -> None:
        self._passages = passages
        self._begins = [0, *accumulate(len(passage.text) + 1 for passage in passages)]
        self._cleaned = cleaned.text
        self._origins = Origins(cleaned)

    def locate(self, matches: Matches, wanted: Collection[int]) -> Iterator[tuple[int, Place]]:
        """Yield some features in reading order, with their places in the caller's own strings.

        An n-gram that runs from one passage into the next has a place in neither.

        Parameters
        ----------
        matches : Matches
            The features of the cleaned text.
        wanted : collection of int
            The features to find.
        """
        as_cleaned = matches.text == self._cleaned
        offsets = None if as_cleaned else np.array(normalise_aligned(self._cleaned)[1])
        chosen = np.isin(matches.features, list(wanted))
        spans = matches.spans[chosen] if offsets is None else offsets[matches.spans[chosen]]
        for feature, span in zip(matches.features[chosen].tolist(), spans.tolist(), strict=True):
            if place := self._place(*self._origins.span(*span)):
                yield feature, place

    def _place(self, start: int, end: int) -> Place | None:
        number = bisect_right(self._begins, start) - 1
        passage, begin = self._passages[number], self._begins[number]
        if end - begin > len(passage.text):
            return None
        first = passage.start - begin
        return Place(passage.field, first + start, first + end)


def explain(
    source: Source | None,
    matches: Matches,
    contributions: Mapping[int, float],
    ngrams: Sequence[str],
    top: int,
) -> list[NgramWeight]:
    """Gather features by n-gram, in the headline or anywhere, and name those that weigh most.

    Parameters
    ----------
    source : Source or None
        None where the text was changed so that its places are lost.
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
    for feature, place in source.locate(matches, wanted) if source else ():
        places[names[feature]][place] = None
    return [NgramWeight(name, weights[name], tuple(places[name])) for name in heaviest]
