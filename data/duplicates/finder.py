"""The finder: takes texts one by one, keeps their shingles, and tells what is nearly the same."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from data.duplicates.found import Duplicates, Overlap, Pair, numbered
from data.duplicates.kept import Kept
from data.duplicates.similarity import components, similar_pairs

SIMILAR: Final = 0.8
"""From this Jaccard similarity on, two articles are near-duplicates."""


class DuplicateFinder:
    """Finds near-duplicates among texts, of which it keeps hashes only: eight bytes a syllable.

    Two texts are as similar as their sets of shingles, runs of three syllables: the share of all
    their shingles that they have in common. What is found depends neither on the order of adding
    nor on the hash seed.

    Examples
    --------
    >>> finder = DuplicateFinder()
    >>> for text in ("Giá vàng tăng phiên thứ ba", "GIÁ VÀNG: tăng phiên thứ ba!", "Mưa ở Huế"):
    ...     finder.add(text)
    >>> finder.find().groups
    array([0, 0, 1])
    >>> finder.find().pairs
    [Pair(first=0, second=1, similarity=1.0)]
    """

    def __init__(self) -> None:
        self.clear()

    def __len__(self) -> int:
        return len(self.kept)

    def add(self, text: str) -> None:
        """Take the text of the next article."""
        self.kept.add(text)
        self._found.clear()

    def clear(self) -> None:
        """Forget all articles."""
        self.kept = Kept()
        self._found: dict[float, Duplicates] = {}

    def find(self, threshold: float = SIMILAR) -> Duplicates:
        """Group the articles by what they are similar to; asked again, say the same at once.

        Parameters
        ----------
        threshold : float
            The lowest similarity that counts, 0.1 to 1. Of the pairs that just reach it at most
            one in 10,000 is missed, of more similar ones far fewer.

        Raises
        ------
        ValueError
            If the threshold lies outside.
        """
        if threshold not in self._found:
            self._found[threshold] = self._find(threshold)
        return self._found[threshold]

    def _find(self, threshold: float) -> Duplicates:
        kept = self.kept
        digests = sorted(kept.shingles)
        shingles = [kept.shingles[key] for key in digests]
        linked, similarity = similar_pairs(shingles, threshold)
        articles, sets = kept.articles(), kept.sets(digests)
        first_of_text, first_of_set = kept.first_articles(digests)
        # Texts with one set of shingles differ in what shingles pass over, such as punctuation.
        ends = np.concatenate(
            [
                np.stack([first_of_set[sets], first_of_text], axis=1),
                np.sort(first_of_set[linked], axis=1),
            ]
        )
        values = np.concatenate([np.ones(len(sets)), similarity])
        return Duplicates(
            groups=numbered(components(linked, len(digests))[sets[articles]]),
            texts=articles,
            pairs=sorted(
                Pair(first, second, value)
                for (first, second), value in zip(ends.tolist(), values.tolist(), strict=True)
                if first != second
            ),
        )

    def find_against(self, other: "DuplicateFinder", threshold: float = SIMILAR) -> Overlap:
        """Find for each article the most similar one of another corpus.

        Where many there are all alike, each article is compared with so many of them only.

        Parameters
        ----------
        other : DuplicateFinder
            Holds, for instance, the articles that a model has learnt from.
        threshold : float
            As for `find`.

        Raises
        ------
        ValueError
            If the threshold lies outside.
        """
        shingles = self.kept.shingles | other.kept.shingles
        digests = sorted(shingles)
        sides = np.array([key in other.kept.shingles for key in digests], dtype=np.bool_)
        linked, similarity = similar_pairs([shingles[key] for key in digests], threshold, sides)
        first_of_text, first_of_set = other.kept.first_articles(digests)
        nearest, best = _nearest(linked, similarity, first_of_set)
        articles, sets = self.kept.articles(), self.kept.sets(digests)
        texts = [other.kept.texts.get(digest, -1) for digest in self.kept.texts]
        copied = np.append(first_of_text, -1)[texts]
        return Overlap(
            nearest=np.where(copied >= 0, copied, nearest[sets])[articles],
            similarity=best[sets][articles],
            copies=(copied >= 0)[articles],
        )


def _nearest(
    linked: NDArray[np.intp], similarity: NDArray[np.float64], there: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Find for each set of shingles the most similar one that the other corpus has.

    Parameters
    ----------
    linked : ndarray of intp, shape (n_pairs, 2)
    similarity : ndarray, shape (n_pairs,)
    there : ndarray of intp, shape (n_sets,)
        First article of the other corpus that has the set, or -1.

    Returns
    -------
    nearest : ndarray of intp, shape (n_sets,)
        Place of the article, or -1.
    similarity : ndarray of float64, shape (n_sets,)
    """
    itself = np.arange(len(there))
    ours = np.concatenate([itself, *linked.T])
    theirs = np.concatenate([itself, *linked.T[::-1]])
    values = np.concatenate([np.ones(len(there)), similarity, similarity])
    order = np.lexsort((there[theirs], -values))
    order = order[there[theirs[order]] >= 0]
    found, best = np.unique(ours[order], return_index=True)
    nearest = np.full(len(there), -1, dtype=np.intp)
    highest = np.zeros(len(there))
    nearest[found] = there[theirs[order[best]]]
    highest[found] = values[order[best]]
    return nearest, highest
