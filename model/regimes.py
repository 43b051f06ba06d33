"""Which weights answer a text: those of texts with diacritics, or those of texts without."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.cleaning import Cleaned
from data.encodings import repair
from data.text import compose, normalise, strip_diacritics
from model.doubts import hardly_known, is_sound, lacks_diacritics
from model.manifest import Calibration
from model.prediction import Regime
from model.reading import TextReader
from model.scorer import Clean, Matches, Scorer
from model.scoring import N_FACTS, SYLLABLES, Answers, Facts
from model.weights import LinearWeights

_FEWEST_TO_REPAIR: Final = 5
"""In syllables: of fewer nobody can say that they came through a wrong encoding."""

_FEW: Final = 32
"""Up to so many texts it takes less time to look at one after the other than at all at once."""


class Calibrated(NamedTuple):
    """Weights, and what their scores mean."""

    weights: LinearWeights
    calibration: Calibration


class Weighing(NamedTuple):
    """Weights that can be asked, and what their scores mean."""

    regime: Regime
    scorer: Scorer
    calibration: Calibration


class Scored(NamedTuple):
    """What was found in some texts.

    Attributes
    ----------
    answers : ndarray of float64, shape (n_texts, 2, n_sections)
        Decision scores and probabilities.
    facts : ndarray of int64, shape (n_texts, N_FACTS)
        What was counted.
    odd : list of int
        The places of those texts that are not sound at a glance.
    repaired : mapping of int to str
        The texts that had come through a wrong encoding, as they were meant, by their places.
    """

    answers: Answers
    facts: Facts
    odd: list[int]
    repaired: Mapping[int, str] = {}


class Reading(NamedTuple):
    """A text as it is explained.

    Attributes
    ----------
    weighing : Weighing
        What answers it.
    probabilities : ndarray of float64, shape (n_sections,)
    cleaned : Cleaned
    matches : Matches
    is_given : bool
        Whether its places are places in the caller's text.
    """

    weighing: Weighing
    probabilities: NDArray[np.float64]
    cleaned: Cleaned
    matches: Matches
    is_given: bool


class Regimes:
    """The weights of a model, each for its kind of text.

    With one mark in six gone, the plain weights know more of a text than those that go by its
    marks; `lacks_diacritics` waits until half are gone, so that sound text is not taken for plain.

    Parameters
    ----------
    reader : TextReader
    marked : Calibrated
        For texts with their diacritics.
    plain : Calibrated or None
        For texts without; None where the first have to do.
    """

    def __init__(self, reader: TextReader, marked: Calibrated, plain: Calibrated | None) -> None:
        self._reader = reader
        self._reads_ahead = not reader.cleans_only
        clean = None if self._reads_ahead else reader
        self._marked = _weighing("marked", marked, clean, cuts=reader.cuts)
        self._plain = _weighing("plain", plain) if plain else None
        self._coverage = marked.calibration.coverage
        self._n_sections = marked.weights.n_sections

    def of(self, facts: Sequence[int]) -> Weighing:
        """Return the weights that answer a text, from what was counted in it."""
        return self._plain if self._plain and lacks_diacritics(facts) else self._marked

    def score(self, texts: Sequence[str]) -> Scored:
        """Score some texts, each by the weights it needs.

        Raises
        ------
        TextTooLong
        """
        answers, facts = self._room(len(texts))
        strings = list(map(self._reader, texts)) if self._reads_ahead else texts
        self._marked.scorer.score(strings, answers, facts)
        odd = _odd(facts, self._coverage)
        scored = Scored(answers, facts, odd)
        return self._look_again(texts, scored) if odd else scored

    def read(self, text: str) -> Reading:
        """Find what the weights know in a text, and where."""
        scored = self.score([text])
        weighing = self.of(scored.facts[0].tolist())
        cleaned = self._reader.clean(scored.repaired.get(0, text))
        string, aligned = self._reader.segment(cleaned.text), not scored.repaired
        if weighing.regime == "plain":
            composed = normalise(string)
            string = strip_diacritics(composed)
            aligned = aligned and len(string) == len(composed)
        matches = weighing.scorer.matches(string)
        return Reading(weighing, scored.answers[0, 1], cleaned, matches, aligned)

    def _room(self, n_texts: int) -> tuple[Answers, Facts]:
        answers = np.empty((n_texts, 2, self._n_sections))
        return answers, np.empty((n_texts, N_FACTS), dtype=np.int64)

    def _look_again(self, texts: Sequence[str], scored: Scored) -> Scored:
        """Score as they need it what may lack diacritics or be in a wrong encoding."""
        counted = {place: scored.facts[place].tolist() for place in scored.odd}
        doubtful = [
            place
            for place, facts in counted.items()
            if lacks_diacritics(facts) or hardly_known(facts, self._coverage)
        ]
        if not doubtful:
            return scored
        repaired = self._repair({place: texts[place] for place in doubtful}, scored)
        if self._plain:
            plain = {
                place: strip_diacritics(self._reader(repaired.get(place, texts[place])))
                for place in doubtful
                if lacks_diacritics(scored.facts[place])
            }
            self._score_again(self._plain.scorer, plain, scored)
        return scored._replace(repaired=repaired)

    def _repair(self, doubtful: Mapping[int, str], scored: Scored) -> dict[int, str]:
        """Undo wrong encodings, where that makes a text known."""
        repairs = {
            place: repair(compose(text))
            for place, text in doubtful.items()
            if scored.facts[place][SYLLABLES] >= _FEWEST_TO_REPAIR
        }
        mended = {place: found.text for place, found in repairs.items() if found}
        if not mended:
            return {}
        again = self.score(list(mended.values()))
        known = [
            (row, place)
            for row, place in enumerate(mended)
            if not hardly_known(again.facts[row], self._coverage)
        ]
        for row, place in known:
            scored.answers[place], scored.facts[place] = again.answers[row], again.facts[row]
        # Some texts went through two.
        return {place: again.repaired.get(row, mended[place]) for row, place in known}

    def _score_again(self, scorer: Scorer, texts: Mapping[int, str], scored: Scored) -> None:
        if texts:
            places, (answers, facts) = list(texts), self._room(len(texts))
            scorer.score(list(texts.values()), answers, facts)
            scored.answers[places], scored.facts[places] = answers, facts


def _odd(facts: Facts, coverage: tuple[float, float] | None) -> list[int]:
    """Return the places of texts that are not sound at a glance."""
    if len(facts) <= _FEW:
        return [place for place, row in enumerate(facts.tolist()) if not is_sound(row, coverage)]
    places: list[int] = np.flatnonzero(~is_sound(facts.T, coverage)).tolist()
    return places


def _weighing(
    regime: Regime, given: Calibrated, clean: Clean | None = None, *, cuts: bool = False
) -> Weighing:
    weights, calibration = given
    scale = calibration.temperature, calibration.compression
    scorer = Scorer(weights, scale, clean, cuts=cuts)
    return Weighing(regime, scorer, calibration)
