"""`Scorer`: weights laid out for the kernel, and the room it works in."""

import threading
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.cleaning import Glances
from data.text import compose
from model import table
from model.intrinsics import BLOCK
from model.matching import match
from model.memory import rounded, together
from model.ngrams import (
    LONGEST_HEADLINE,
    MAX_ORDER,
    NEEDS_CLEANING,
    NEEDS_COMPOSING,
    code_points,
    scan_text,
)
from model.reading import GLANCES
from model.scoring import CHAINS, IDF_WIDTH, MATCHES, Answers, Facts, score
from model.skimming import room_for
from model.weights import LinearWeights

_KEPT: Final = 1 << 16
"""In code points: room for any article, or for a few side by side; about a megabyte a thread."""

_MOST_AT_ONCE: Final = 1 << 20
"""Code points that lie side by side: between two calls of the kernel threads wait for others."""

_ROW_ALIGNMENT: Final = 16
"""In bytes."""

_ALONE: Final = np.zeros(1, dtype=np.int64)
"""Where texts begin that are one."""

Clean = Callable[[str, Glances], str]


class _Workspace(NamedTuple):
    """Memory that the kernel works in."""

    kinds: NDArray[np.uint8]
    hashes: NDArray[np.uint64]
    spans: NDArray[np.int32]
    found: NDArray[np.int32]
    tally: NDArray[np.int32]
    sums: NDArray[np.float64]


class _Scratch(threading.local):
    """A workspace for each thread, kept from text to text; a long text gets one of its own."""

    def __init__(self, orders: tuple[int, int], n_features: int, n_subclasses: int) -> None:
        self._per_syllable = orders[1] - orders[0] + 1
        self.tally = np.zeros(n_features, dtype=np.int32)
        self._sums = np.zeros(CHAINS * rounded(n_subclasses, BLOCK), dtype=np.float64)
        self.codes = np.empty(_KEPT, dtype=np.uint32)
        self._kept = self._workspace(_KEPT)

    def workspace(self, n_code_points: int) -> _Workspace:
        """Return room for a text of that length."""
        return self._kept if n_code_points <= _KEPT else self._workspace(n_code_points)

    def _workspace(self, n_code_points: int) -> _Workspace:
        syllables = n_code_points // 2 + 2
        most = (syllables + LONGEST_HEADLINE) * self._per_syllable + 1
        return _Workspace(
            np.empty(room_for(n_code_points), dtype=np.uint8),
            np.empty(syllables, dtype=np.uint64),
            np.empty((0, 2), dtype=np.int32),
            np.empty((most, 2), dtype=np.int32),
            self.tally,
            self._sums,
        )


def _rows_of(weights: LinearWeights) -> NDArray[np.int16]:
    """Lay each feature's idf and coefficients side by side, where one miss of the cache gets both.

    Returns
    -------
    ndarray of int16, shape (n_features, padding)
        In each row an idf, in 32 bits, then the coefficients.
    """
    n_features, n_subclasses = weights.coefficients.shape
    wanted = (IDF_WIDTH + rounded(n_subclasses, BLOCK)) * weights.coefficients.itemsize
    rows = np.zeros((n_features, rounded(wanted, _ROW_ALIGNMENT)), dtype=np.uint8).view(np.int16)
    rows.view(np.float32)[:, 0] = weights.idf
    rows[:, IDF_WIDTH : IDF_WIDTH + n_subclasses] = weights.coefficients
    return rows


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


def _starts(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return where texts begin that are laid side by side."""
    if len(texts) == 1:
        return _ALONE
    return np.array(list(accumulate(map(len, texts[:-1]), initial=0)))


class Scorer:
    """Folded weights, ready to score texts; safe to use from many threads at once.

    Parameters
    ----------
    weights : LinearWeights
    calibration : tuple of float
        The temperature and the compression of the scores before the softmax.
    clean : callable, optional
        Cleans a text that may need it; None where texts come cleaned.
    cuts : bool
        Whether the rules of `model.cutting.CUT_RULES` are among those it goes by.
    """

    def __init__(
        self,
        weights: LinearWeights,
        calibration: tuple[float, float] = (1.0, 0.0),
        clean: Clean | None = None,
        *,
        cuts: bool = False,
    ) -> None:
        self.weights = weights
        self._clean = clean
        self._slots, rows = together(table.build(weights.keys), _rows_of(weights))
        self._idf = rows.view(np.float32)
        self._model = (
            cuts,
            weights.orders,
            weights.headlines,
            calibration,
            self._slots,
            self._idf,
            rows,
            weights.scales,
            weights.intercepts,
            weights.owners,
        )
        self._scratch = _Scratch(weights.orders, *weights.coefficients.shape)

    def score(self, texts: Sequence[str], answers: Answers, facts: Facts) -> None:
        """Score texts, many of them in one go.

        Parameters
        ----------
        texts : sequence of str
        answers : ndarray of float64, shape (n_texts, 2, n_sections)
            Filled with each text's decision scores, and with their softmax.
        facts : ndarray of int64, shape (n_texts, N_FACTS)
            Filled with what is counted in each text.

        Raises
        ------
        TextTooLong
        """
        if not texts or not self._read(texts, answers, facts, cleaned=self._clean is None):
            return
        needs = facts[:, MATCHES].tolist()
        cleaned = {
            place: self._clean(texts[place], GLANCES[NEEDS_CLEANING - need])
            for place, need in enumerate(needs)
            if self._clean and need <= NEEDS_CLEANING
        }
        if self._read_again(cleaned, answers, facts):
            needs = facts[:, MATCHES].tolist()
        composed = {
            place: compose(cleaned.get(place, texts[place]))
            for place, need in enumerate(needs)
            if need == NEEDS_COMPOSING
        }
        self._read_again(composed, answers, facts, composed=True)

    def _read_again(
        self, texts: Mapping[int, str], answers: Answers, facts: Facts, *, composed: bool = False
    ) -> int:
        """Score what was put in the place of some texts; return how many need more."""
        if not texts:
            return 0
        strings, places = list(texts.values()), list(texts)
        if places[-1] - places[0] < len(places):
            own = slice(places[0], places[-1] + 1)
            return self._read(strings, answers[own], facts[own], composed=composed, cleaned=True)
        more, found = answers[places], facts[places]
        left = self._read(strings, more, found, composed=composed, cleaned=True)
        answers[places], facts[places] = more, found
        return left

    def _read(
        self,
        texts: Sequence[str],
        answers: Answers,
        facts: Facts,
        *,
        composed: bool = False,
        cleaned: bool,
    ) -> int:
        """Score texts that lie side by side; return how many need something done first."""
        text = "".join(texts)
        if len(text) > _MOST_AT_ONCE and len(texts) > 1:
            half = len(texts) // 2
            return sum(
                self._read(
                    texts[part], answers[part], facts[part], composed=composed, cleaned=cleaned
                )
                for part in (slice(half), slice(half, None))
            )
        scratch = self._scratch
        codes = code_points(text, scratch.codes)
        work = (*self._model, *scratch.workspace(max(map(len, texts))), answers, facts)
        return int(score(codes, _starts(texts), composed, cleaned, *work))

    def matches(self, text: str) -> Matches:
        """Find the features a text matches, and where.

        Raises
        ------
        TextTooLong
        """
        scanned, hashes, spans, headline = scan_text(text)
        orders = self.weights.orders
        headline = headline if self.weights.headlines else 0
        found = np.empty(((len(hashes) + headline) * orders[1] + 1, 2), dtype=np.int32)
        idf, tally = self._idf, self._scratch.tally
        number = match(hashes, len(hashes), orders, False, self._slots, found, 0, idf, tally)
        number = match(hashes, headline, orders, True, self._slots, found, number, idf, tally)
        first, further = np.divmod(found[:number, 1], MAX_ORDER)
        ends = np.stack([spans[first, 0], spans[first + further, 1]], axis=1)
        return Matches(scanned, found[:number, 0], ends)

    def contributions(self, features: NDArray[np.int32], section: int) -> dict[int, float]:
        """Return what each feature of a text adds to a section's score: that of its best subclass.

        Parameters
        ----------
        features : ndarray of int32, shape (n_matches,)
            The features of all n-grams of one text, repetitions included.
        section : int
            Its place.
        """
        distinct, frequency = np.unique(features, return_counts=True)
        tfidf = (1.0 + np.log(frequency)) * self.weights.idf[distinct]
        tfidf /= np.linalg.norm(tfidf) if len(distinct) else 1.0
        own = np.flatnonzero(self.weights.owners == section)
        coefficients = self.weights.coefficients[distinct[:, None], own] * self.weights.scales[own]
        added = tfidf[:, None] * coefficients
        best = (added.sum(axis=0) + self.weights.intercepts[own]).argmax()
        return dict(zip(distinct.tolist(), added[:, best].tolist(), strict=True))
