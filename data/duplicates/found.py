"""What was found: groups, pairs and copies, as places in the order of adding."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Pair(NamedTuple):
    """Two articles whose texts are nearly the same: their places, and the similarity."""

    first: int
    second: int
    similarity: float


@dataclass(frozen=True)
class Duplicates:
    """The near-duplicates of one corpus. Articles go by their place in the order of adding.

    Attributes
    ----------
    groups : ndarray of intp, shape (n_articles,)
        What is similar to one article of a group belongs to it, so that no two groups hold similar
        ones. Numbered by their first articles: most are an article by itself.
    texts : ndarray of intp, shape (n_articles,)
        Copies, texts that differ in white space and Unicode form at most, share a number.
    pairs : list of Pair
        Different texts that are similar, each by its first copy. Of many that are all alike only
        so many are paired as link the group.
    """

    groups: NDArray[np.intp]
    texts: NDArray[np.intp]
    pairs: list[Pair]

    @property
    def redundant(self) -> int:
        """How many articles could be left out without losing a text."""
        return len(self.texts) - int(self.texts.max(initial=-1)) - 1

    def spread(self, among: Sequence[bool]) -> Self:
        """Return the same for a longer list of articles, of which the others are like none.

        Parameters
        ----------
        among : sequence of bool
            Which of the list were added.

        Examples
        --------
        >>> found = Duplicates(np.array([0, 0]), np.array([0, 1]), [Pair(0, 1, 0.9)])
        >>> spread = found.spread([True, False, True])
        >>> spread.groups, spread.pairs
        (array([0, 1, 0]), [Pair(first=0, second=2, similarity=0.9)])
        """
        added = np.asarray(among, dtype=np.bool_)
        places = np.flatnonzero(added).tolist()
        return replace(
            self,
            groups=_spread(self.groups, added),
            texts=_spread(self.texts, added),
            pairs=[Pair(places[first], places[second], s) for first, second, s in self.pairs],
        )

    def copies(self) -> list[list[int]]:
        """Return the places of the articles that share a text with others, text by text."""
        return _members(self.texts)

    def similar(self) -> list[list[int]]:
        """Return the places of the articles of each group that holds different texts."""
        return [places for places in _members(self.groups) if len(set(self.texts[places])) > 1]

    def conflicting_copies(self, labels: Sequence[Hashable]) -> list[list[int]]:
        """Return those of `copies` that do not agree on a label.

        Parameters
        ----------
        labels : sequence
            The label of each article.
        """
        return _conflicting(self.copies(), labels)

    def conflicting_similar(self, labels: Sequence[Hashable]) -> list[list[int]]:
        """Return those of `similar` that do not agree on a label."""
        return _conflicting(self.similar(), labels)


@dataclass(frozen=True)
class Overlap:
    """What the articles of one corpus have in another: arrays of shape (n_articles,).

    Attributes
    ----------
    nearest : ndarray of intp
        Place in the other corpus of the most similar article; -1 where none is similar enough.
    similarity : ndarray of float64
        To it; 0 where there is none.
    copies : ndarray of bool
        Whether it is the same text, white space and Unicode form aside.
    """

    nearest: NDArray[np.intp]
    similarity: NDArray[np.float64]
    copies: NDArray[np.bool_]


def numbered(keys: NDArray[np.integer]) -> NDArray[np.intp]:
    """Number keys in the order in which they first occur.

    Examples
    --------
    >>> numbered(np.array([7, 3, 7, 5]))
    array([0, 1, 0, 2])
    """
    _, first, places = np.unique(keys, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[places]


def _spread(numbers: NDArray[np.intp], added: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Give numbers of their own to what was not added."""
    spread = -1 - np.arange(len(added))
    spread[added] = numbers
    return numbered(spread)


def _members(numbers: NDArray[np.intp]) -> list[list[int]]:
    """Return the places of each number that occurs more than once."""
    order = np.argsort(numbers, kind="stable")
    cuts = np.flatnonzero(np.diff(numbers[order])) + 1
    return [places.tolist() for places in np.split(order, cuts) if len(places) > 1]


def _conflicting(groups: list[list[int]], labels: Sequence[Hashable]) -> list[list[int]]:
    return [places for places in groups if len({labels[place] for place in places}) > 1]
