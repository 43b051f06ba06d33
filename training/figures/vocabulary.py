"""How much of a text is new to a model."""

from typing import Final

import numpy as np

from model import table
from model.matching import match
from model.ngrams import MAX_ORDER, scan_text
from model.weights import LinearWeights

_NOTHING: Final = np.empty((0, 1), dtype=np.float32)
_NO_TALLY: Final = np.empty(0, dtype=np.int32)
_HEADLINE: Final = False


class Vocabulary:
    """The n-grams a model knows, to hold texts against.

    Parameters
    ----------
    weights : LinearWeights
    """

    def __init__(self, weights: LinearWeights) -> None:
        self._slots = table.build(weights.keys)
        self._orders = weights.orders

    def unseen(self, text: str) -> float:
        """Return the share of a text's syllables that stand in no n-gram the model knows.

        A text without a syllable holds nothing new.
        """
        hashes = scan_text(text).hashes
        number = len(hashes)
        if not number:
            return 0.0
        found = np.empty((number * self._orders[1] + 1, 2), dtype=np.int32)
        matches = match(
            hashes, number, self._orders, _HEADLINE, self._slots, found, 0, _NOTHING, _NO_TALLY
        )
        first, further = np.divmod(found[:matches, 1], MAX_ORDER)
        opened = np.bincount(first, minlength=number + 1)
        closed = np.bincount(first + further + 1, minlength=number + 1)
        known = np.cumsum(opened - closed)[:number] > 0
        return 1 - np.count_nonzero(known) / number
