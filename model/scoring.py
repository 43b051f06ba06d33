"""The pipeline folded for serving: look-up, TF-IDF and linear scores in one compiled pass."""

import threading
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.ngrams import MAX_ORDER, NEEDS_COMPOSING, code_points, extend, scan, scan_text

Scores = NDArray[np.float32]


class LinearWeights(NamedTuple):
    """What a fitted pipeline is made of, in plain arrays.

    Attributes
    ----------
    keys : ndarray of uint64, shape (n_features,)
    idf : ndarray of float32, shape (n_features,)
    coefficients : ndarray of float16, shape (n_features, n_sections)
    intercepts : ndarray of float32, shape (n_sections,)
    orders : tuple of int
        The shortest and the longest n-gram, in syllables.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float32]
    coefficients: NDArray[np.float16]
    intercepts: NDArray[np.float32]
    orders: tuple[int, int]


@compiled
def _match(
    hashes: NDArray[np.uint64],
    count: int,
    orders: tuple[int, int],
    slots: table.Slots,
    found: NDArray[np.int32],
) -> int:
    """Note every known n-gram, in reading order, as (feature, place); return how many there are.

    A place is the number of the n-gram's first syllable times MAX_ORDER, plus its order less one.
    """
    matches = 0
    for position in range(count):
        key = hashes[position]
        for order in range(1, min(orders[1], count - position) + 1):
            if order > 1:
                key = extend(key, hashes[position + order - 1])
            if order >= orders[0]:
                feature = table.find(slots, key)
                if feature >= 0:
                    found[matches, 0] = feature
                    found[matches, 1] = position * MAX_ORDER + order - 1
                    matches += 1
    return matches


@compiled
def _accumulate(
    found: NDArray[np.int32],
    matches: int,
    tally: NDArray[np.int32],
    rows: NDArray[np.float32],
    scores: Scores,
) -> None:
    """Add the matched features' sublinear TF-IDF times their coefficients to the scores.

    A row of `rows` holds a feature's idf, then its coefficients times its idf; `tally` is all
    zero before and after.
    """
    for match in range(matches):
        tally[found[match, 0]] += 1
    squares = np.float32(0.0)
    sums = np.zeros(len(scores), dtype=np.float32)
    for match in range(matches):
        feature = found[match, 0]
        frequency = tally[feature]
        if frequency > 0:
            tally[feature] = 0
            weight = np.float32(1.0 + np.log(frequency)) if frequency > 1 else np.float32(1.0)
            squares += (weight * rows[feature, 0]) ** 2
            for section in range(len(scores)):
                sums[section] += weight * rows[feature, section + 1]
    if squares > 0:
        norm = np.sqrt(squares)
        for section in range(len(scores)):
            scores[section] += sums[section] / norm


@compiled
def _score(
    codes: NDArray[np.uint32],
    composed: bool,
    orders: tuple[int, int],
    slots: table.Slots,
    rows: NDArray[np.float32],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    found: NDArray[np.int32],
    tally: NDArray[np.int32],
    scores: Scores,
) -> int:
    """Add one text's section scores to `scores`; return its matches, or `NEEDS_COMPOSING`."""
    count = scan(codes, composed, hashes, spans)
    if count == NEEDS_COMPOSING:
        return count
    matches = _match(hashes, count, orders, slots, found)
    _accumulate(found, matches, tally, rows, scores)
    return matches


class _Scratch(threading.local):
    """Memory that the kernel works in, one for each thread, grown to the longest text."""

    def __init__(self, orders: tuple[int, int], n_features: int) -> None:
        self._per_syllable = orders[1] - orders[0] + 1
        self._tally = np.zeros(n_features, dtype=np.int32)
        self._room = 0
        self.reserve(4096)

    def reserve(self, n_code_points: int) -> tuple[NDArray[np.generic], ...]:
        """Return hashes, spans, matches and tally with room for a text of that length."""
        if n_code_points // 2 + 1 > self._room:
            self._room = room = 1 << (n_code_points // 2 + 1).bit_length()
            self._arrays = (
                np.empty(room, dtype=np.uint64),
                np.empty((room, 2), dtype=np.int32),
                np.empty((room * self._per_syllable, 2), dtype=np.int32),
                self._tally,
            )
        return self._arrays


class Match(NamedTuple):
    """A known n-gram in a text: its feature, and the half-open offsets where it stands."""

    feature: int
    start: int
    end: int


class Scorer:
    """Folded weights, ready to score texts; safe to use from many threads at once."""

    def __init__(self, weights: LinearWeights) -> None:
        self.weights = weights
        self._slots = table.build(weights.keys)
        idf = weights.idf[:, None]
        self._rows = np.hstack([idf, weights.coefficients.astype(np.float32) * idf])
        self._scratch = _Scratch(weights.orders, len(weights.keys))

    def score(self, text: str, scores: Scores) -> int:
        """Score one text.

        Parameters
        ----------
        text : str
        scores : ndarray of float32, shape (n_sections,)
            Filled with the text's decision scores.

        Returns
        -------
        int
            How many of the text's n-grams are known.
        """
        scores[:] = self.weights.intercepts
        matches = self._score_codes(code_points(text), False, scores)
        if matches == NEEDS_COMPOSING:
            text = unicodedata.normalize("NFC", text)
            matches = self._score_codes(code_points(text), True, scores)
        return matches

    def _score_codes(self, codes: NDArray[np.uint32], composed: bool, scores: Scores) -> int:
        scratch = self._scratch.reserve(len(codes))
        model = (self.weights.orders, self._slots, self._rows)
        return _score(codes, composed, *model, *scratch, scores)

    def matches(self, text: str) -> list[Match]:
        """Return a text's known n-grams in reading order, their offsets in the composed text."""
        _, hashes, spans = scan_text(text)
        orders = self.weights.orders
        found = np.empty((len(hashes) * orders[1], 2), dtype=np.int32)
        count = _match(hashes, len(hashes), orders, self._slots, found)
        matches = []
        for feature, place in found[:count].tolist():
            first, extra = divmod(place, MAX_ORDER)
            matches.append(Match(feature, int(spans[first, 0]), int(spans[first + extra, 1])))
        return matches

    def contributions(self, features: Sequence[int], section: int) -> dict[int, float]:
        """Return what each feature of a text adds to a section's score.

        Parameters
        ----------
        features : sequence of int
            The features of all n-grams of one text, repetitions included.
        section : int
            The section's column.
        """
        kinds, frequency = np.unique(np.asarray(features, dtype=np.int64), return_counts=True)
        tfidf = (1.0 + np.log(frequency)) * self.weights.idf[kinds]
        weights = tfidf * self.weights.coefficients[kinds, section].astype(np.float64)
        weights /= np.linalg.norm(tfidf) if len(kinds) else 1.0
        return dict(zip(kinds.tolist(), weights.tolist(), strict=True))
