"""The pipeline folded for serving: look-up, TF-IDF and linear scores in one compiled pass."""

import threading
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.ngrams import (
    LONGEST_HEADLINE,
    MAX_ORDER,
    NEEDS_COMPOSING,
    code_points,
    compose,
    extend,
    in_headline,
    scan,
    scan_text,
)

_KEPT_SYLLABLES: Final = 1 << 15
"""Room for any article; at two syllables an n-gram one megabyte a thread."""

_MOST_AT_ONCE: Final = 1 << 20
"""Code points that are laid side by side to be scored in one go."""

_SUBLINEAR: Final = 1.0 + np.log(np.maximum(1, np.arange(256)))
"""The weight of a term frequency; to look it up costs less than a logarithm."""

Scores = NDArray[np.float32]
Probabilities = NDArray[np.float64]


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
    headlines : bool
        Whether n-grams in the headline count as features of their own besides.
    """

    keys: NDArray[np.uint64]
    idf: NDArray[np.float32]
    coefficients: NDArray[np.float16]
    intercepts: NDArray[np.float32]
    orders: tuple[int, int]
    headlines: bool


@compiled
def _match(
    hashes: NDArray[np.uint64],
    count: int,
    headline: int,
    orders: tuple[int, int],
    slots: table.Slots,
    found: NDArray[np.int32],
) -> int:
    """Note every known feature, in reading order, as (feature, place); return how many there are.

    A place is the number of the n-gram's first syllable times MAX_ORDER, plus its order less one.
    """
    matches = 0
    for position in range(count):
        key = hashes[position]
        for order in range(1, min(orders[1], count - position) + 1):
            if order > 1:
                key = extend(key, hashes[position + order - 1])
            if order < orders[0]:
                continue
            for kind in range(2 if position + order <= headline else 1):
                feature = table.find(slots, in_headline(key) if kind else key)
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
    squares = 0.0
    sums = np.zeros(len(scores), dtype=np.float64)  # single precision drifts over a long text
    for match in range(matches):
        feature = found[match, 0]
        frequency = tally[feature]
        if frequency > 0:
            tally[feature] = 0
            if frequency < len(_SUBLINEAR):
                weight = _SUBLINEAR[frequency]
            else:
                weight = 1.0 + np.log(frequency)
            squares += (weight * rows[feature, 0]) ** 2
            for section in range(len(scores)):
                sums[section] += weight * rows[feature, section + 1]
    if squares > 0:
        norm = np.sqrt(squares)
        for section in range(len(scores)):
            scores[section] += sums[section] / norm


@compiled
def _softmax(scores: Scores, temperature: float, probabilities: Probabilities) -> None:
    """Turn scores into probabilities."""
    highest = scores.max()
    total = 0.0
    for section in range(len(scores)):
        probabilities[section] = np.exp((scores[section] - highest) / temperature)
        total += probabilities[section]
    for section in range(len(scores)):
        probabilities[section] /= total


@compiled
def _score(
    codes: NDArray[np.uint32],
    composed: bool,
    orders: tuple[int, int],
    headlines: bool,
    slots: table.Slots,
    rows: NDArray[np.float32],
    intercepts: NDArray[np.float32],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    found: NDArray[np.int32],
    tally: NDArray[np.int32],
    temperature: float,
    scores: Scores,
    probabilities: Probabilities,
) -> int:
    """Score one text; return how many features match, or `NEEDS_COMPOSING`."""
    count, headline = scan(codes, composed, hashes, spans)
    if count == NEEDS_COMPOSING:
        return count
    if not headlines:
        headline = 0
    matches = _match(hashes, count, headline, orders, slots, found)
    scores[:] = intercepts
    _accumulate(found, matches, tally, rows, scores)
    _softmax(scores, temperature, probabilities)
    return matches


@compiled
def _score_many(
    codes: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    orders: tuple[int, int],
    headlines: bool,
    slots: table.Slots,
    rows: NDArray[np.float32],
    intercepts: NDArray[np.float32],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    found: NDArray[np.int32],
    tally: NDArray[np.int32],
    temperature: float,
    scores: Scores,
    probabilities: Probabilities,
    matches: NDArray[np.int64],
) -> None:
    """Score texts that lie side by side, without coming back to Python between them."""
    for text in range(len(bounds) - 1):
        matches[text] = _score(
            codes[bounds[text] : bounds[text + 1]],
            False,
            orders,
            headlines,
            slots,
            rows,
            intercepts,
            hashes,
            spans,
            found,
            tally,
            temperature,
            scores[text],
            probabilities[text],
        )


class _Workspace(NamedTuple):
    """Memory that the kernel works in."""

    hashes: NDArray[np.uint64]
    spans: NDArray[np.int32]
    found: NDArray[np.int32]
    tally: NDArray[np.int32]


class _Scratch(threading.local):
    """A workspace for each thread, kept from text to text; a long text gets one of its own."""

    def __init__(self, orders: tuple[int, int], n_features: int) -> None:
        self._per_syllable = orders[1] - orders[0] + 1
        self._tally = np.zeros(n_features, dtype=np.int32)
        self._kept = self._workspace(_KEPT_SYLLABLES)

    def _workspace(self, syllables: int) -> _Workspace:
        return _Workspace(
            np.empty(syllables, dtype=np.uint64),
            np.empty((syllables, 2), dtype=np.int32),
            np.empty(((syllables + LONGEST_HEADLINE) * self._per_syllable, 2), dtype=np.int32),
            self._tally,
        )

    def workspace(self, n_code_points: int) -> _Workspace:
        """Return room for a text of that length."""
        syllables = n_code_points // 2 + 1
        return self._kept if syllables <= _KEPT_SYLLABLES else self._workspace(syllables)


class Matches(NamedTuple):
    """The known n-grams of a text, in reading order.

    Attributes
    ----------
    text : str
        The text they were found in: the caller's, composed where it had to be.
    features : ndarray of int32, shape (n_matches,)
    spans : ndarray of int32, shape (n_matches, 2)
        Half-open offsets in `text`, in code points.
    """

    text: str
    features: NDArray[np.int32]
    spans: NDArray[np.int32]


class Scorer:
    """Folded weights, ready to score texts; safe to use from many threads at once.

    Parameters
    ----------
    weights : LinearWeights
    temperature : float
        What scores are divided by before the softmax.
    """

    def __init__(self, weights: LinearWeights, temperature: float = 1.0) -> None:
        self.weights = weights
        self._temperature = temperature
        self._slots = table.build(weights.keys)
        n_features, n_sections = weights.coefficients.shape
        self._rows = np.empty((n_features, 1 + n_sections), dtype=np.float32)
        self._rows[:, 0] = weights.idf
        np.multiply(weights.coefficients, weights.idf[:, None], out=self._rows[:, 1:])
        self._model = (
            weights.orders,
            weights.headlines,
            self._slots,
            self._rows,
            weights.intercepts,
        )
        self._scratch = _Scratch(weights.orders, len(weights.keys))

    def score(self, text: str, scores: Scores, probabilities: Probabilities) -> int:
        """Score one text.

        Parameters
        ----------
        text : str
        scores : ndarray of float32, shape (n_sections,)
            Filled with the text's decision scores.
        probabilities : ndarray of float64, shape (n_sections,)
            Filled with their softmax.

        Returns
        -------
        int
            How many features the text matches.

        Raises
        ------
        TextTooLong
        """
        matches = self._score_codes(code_points(text), False, scores, probabilities)
        if matches == NEEDS_COMPOSING:
            codes = code_points(compose(text))
            matches = self._score_codes(codes, True, scores, probabilities)
        return matches

    def score_many(
        self,
        texts: Sequence[str],
        scores: Scores,
        probabilities: Probabilities,
        matches: NDArray[np.int64],
    ) -> None:
        """Score a handful of texts in one go.

        Parameters
        ----------
        texts : sequence of str
        scores : ndarray of float32, shape (n_texts, n_sections)
        probabilities : ndarray of float64, shape (n_texts, n_sections)
        matches : ndarray of int64, shape (n_texts,)
            Filled with what `score` gives of each text.

        Raises
        ------
        TextTooLong
        """
        lengths = [len(text) for text in texts]
        if sum(lengths) <= _MOST_AT_ONCE:
            codes = code_points("".join(texts))
            bounds = np.zeros(len(texts) + 1, dtype=np.int64)
            np.cumsum(lengths, out=bounds[1:])
            workspace = self._scratch.workspace(max(lengths, default=0))
            answer = (self._temperature, scores, probabilities, matches)
            _score_many(codes, bounds, *self._model, *workspace, *answer)
        else:
            matches[:] = NEEDS_COMPOSING
        for place in np.flatnonzero(matches == NEEDS_COMPOSING).tolist():
            matches[place] = self.score(texts[place], scores[place], probabilities[place])

    def _score_codes(
        self,
        codes: NDArray[np.uint32],
        composed: bool,
        scores: Scores,
        probabilities: Probabilities,
    ) -> int:
        workspace = self._scratch.workspace(len(codes))
        answer = (self._temperature, scores, probabilities)
        return _score(codes, composed, *self._model, *workspace, *answer)

    def matches(self, text: str) -> Matches:
        """Find the features a text matches, and where.

        Raises
        ------
        TextTooLong
        """
        scanned, hashes, spans, headline = scan_text(text)
        orders = self.weights.orders
        headline = headline if self.weights.headlines else 0
        found = np.empty(((len(hashes) + headline) * orders[1], 2), dtype=np.int32)
        found = found[: _match(hashes, len(hashes), headline, orders, self._slots, found)]
        first, further = np.divmod(found[:, 1], MAX_ORDER)
        ends = np.stack([spans[first, 0], spans[first + further, 1]], axis=1)
        return Matches(scanned, found[:, 0], ends)

    def contributions(self, features: NDArray[np.int32], section: int) -> dict[int, float]:
        """Return what each feature of a text adds to a section's score.

        Parameters
        ----------
        features : ndarray of int32, shape (n_matches,)
            The features of all n-grams of one text, repetitions included.
        section : int
            The section's column.
        """
        kinds, frequency = np.unique(features, return_counts=True)
        tfidf = (1.0 + np.log(frequency)) * self.weights.idf[kinds]
        weights = tfidf * self.weights.coefficients[kinds, section].astype(np.float64)
        weights /= np.linalg.norm(tfidf) if len(kinds) else 1.0
        return dict(zip(kinds.tolist(), weights.tolist(), strict=True))
