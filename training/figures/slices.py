"""The score of parts of the corpus, and of the same articles cut or stripped of their marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.figures.answers import Answers
from training.figures.parts import Part, by_length, by_month, by_publisher, by_unseen
from training.figures.scores import Score
from training.figures.traits import Traits, Variant
from training.resampling import Draws, spread
from training.tally import Interval, intervals


class Row(NamedTuple):
    """A part of the corpus.

    Attributes
    ----------
    key : str
    score : Score
    start, end : float or None
        Bounds, if it has any: from the first on, below the second.
    whole : Score or None
        Of the same articles neither cut nor stripped.
    difference : Interval or None
        Accuracy as they are now less that of the whole, on the same draws.
    """

    key: str
    score: Score
    start: float | None = None
    end: float | None = None
    whole: Score | None = None
    difference: Interval | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the part as plain values."""
        whole = self.whole.to_dict() if self.whole else None
        return {
            "key": self.key,
            "from": self.start,
            "to": self.end,
            **self.score.to_dict(),
            "whole": whole,
            "difference": self.difference._asdict() if self.difference else None,
        }


class Slice(NamedTuple):
    """The corpus cut up in one way: its parts, and articles in none of them.

    Attributes
    ----------
    rows : tuple of Row
    n_unknown : int
        Articles in no part.
    reason : str or None
        The code of why there are no parts; see `REASONS`.
    """

    rows: tuple[Row, ...]
    n_unknown: int
    reason: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return the parts as plain values."""
        return {
            "reason_code": self.reason,
            "reason": REASONS[self.reason] if self.reason else None,
            "n_unknown": self.n_unknown,
            "rows": [row.to_dict() for row in self.rows],
        }


REASONS: Final[Mapping[str, str]] = {
    "no-dates": "the corpus gives no dates",
    "no-publishers": "the corpus names no publisher",
    "no-texts": "a cross-validation keeps no texts to classify otherwise",
    "no-lengths": "the lengths of the articles are not known",
    "unchanged": "no article is another text when it is cut or stripped",
    "segmented": "the model counts words, not syllables",
}


def slices(answers: Answers, draws: Draws, traits: Traits) -> dict[str, Slice]:
    """Score the corpus part by part.

    Parameters
    ----------
    answers : Answers
    draws : Draws
    traits : Traits
    """
    cut = _Cutter(answers, draws)
    return {
        "length": cut.into(by_length(traits), "no-lengths"),
        "publisher": cut.into(by_publisher(traits), "no-publishers"),
        "month": cut.into(by_month(traits), "no-dates"),
        "text": cut.otherwise(traits.variants),
        "unseen_vocabulary": cut.into(by_unseen(traits), traits.no_unseen),
    }


@dataclass(frozen=True)
class _Cutter:
    """Scores parts of one corpus."""

    answers: Answers
    draws: Draws

    def into(self, parts: Iterable[Part], reason: str) -> Slice:
        """Score parts that do not overlap; `reason` tells why there are none."""
        scored = ((part, self._score(self.answers.predicted, part.among)) for part in parts)
        rows = tuple(Row(part.key, score, part.start, part.end) for part, score in scored if score)
        return self._slice(rows, sum(row.score.n for row in rows), reason)

    def otherwise(self, variants: Mapping[str, Variant]) -> Slice:
        """Score what was said of articles that were cut or stripped."""
        rows = []
        for key, (changed, predicted) in variants.items():
            score = self._score(predicted, changed)
            whole = self._score(self.answers.predicted, changed)
            if score and whole:
                rows.append(Row(key, score, whole=whole, difference=self._gain(predicted, changed)))
        return self._slice(tuple(rows), len(self.answers), "unchanged" if variants else "no-texts")

    def _slice(self, rows: tuple[Row, ...], covered: int, reason: str) -> Slice:
        unknown = len(self.answers) - covered if rows else len(self.answers)
        return Slice(rows, unknown, None if rows else reason)

    def _score(self, predicted: NDArray[np.intp], among: NDArray[np.bool_]) -> Score | None:
        answers = self.answers
        return Score.of(answers.gold, predicted, len(answers.sections), self.draws, among)

    def _gain(self, predicted: NDArray[np.intp], among: NDArray[np.bool_]) -> Interval:
        """Return by how much the accuracy is better than that of the whole articles."""
        gain = (predicted == self.answers.gold).astype(np.float64) - self.answers.correct
        once = np.zeros(len(gain), dtype=np.intp)
        drawn, number = self.draws.sums_of(
            spread(once, 1, gain, among=among), spread(once, 1, among=among)
        )
        change = np.divide(drawn, number, out=np.full_like(drawn, np.nan), where=number > 0)
        return intervals(gain[among].mean(), change[:, 0])[0]
