"""From the syllables of a text to the features it matches."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.intrinsics import prefetch
from model.ngrams import MAX_ORDER, extend, in_headline

_AHEAD: Final = 8
"""In syllables: the table does not fit the fast caches, so they hear in time what is to come."""


@compiled
def match(
    hashes: NDArray[np.uint64],
    count: int,
    orders: tuple[int, int],
    headline: bool,
    slots: table.Slots,
    found: NDArray[np.int32],
    matches: int,
    rows: NDArray[np.generic],
    tally: NDArray[np.int32],
) -> int:
    """Note every known feature, in reading order, as (feature, place).

    A place is the number of the n-gram's first syllable times MAX_ORDER, plus its order less one.

    Parameters
    ----------
    hashes : ndarray of uint64
        The text's syllables.
    count : int
        How many of them to look at.
    headline : bool
        Whether to look for the features of the headline.
    found : ndarray of int32, shape (more than all there can be, 2)
    matches : int
        How many are noted already.
    rows, tally : ndarray, shape (n_features, n_columns) and (n_features,) or (0,)
        Where the caller will look for each feature: they are fetched ahead, and not read.

    Returns
    -------
    int
        How many are noted now.
    """
    shortest, longest = orders
    for position in range(count):
        if position + _AHEAD + 1 < count:
            coming = hashes[position + _AHEAD]
            table.announce(slots, coming)
            table.announce(slots, extend(coming, hashes[position + _AHEAD + 1]))
        key = hashes[position]
        last = min(longest, count - position)
        order = 1
        while True:
            if order >= shortest:
                feature = table.find(slots, in_headline(key) if headline else key)
                found[matches, 0] = feature
                found[matches, 1] = position * MAX_ORDER + order - 1
                matches += feature >= 0
                prefetch(rows, feature * rows.shape[1])
                if feature < len(tally):
                    prefetch(tally, feature)
            if order == last:
                break
            key = extend(key, hashes[position + order])
            order += 1
    return matches
