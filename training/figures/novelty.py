"""How a classifier does on articles unlike all it has learnt from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from training.figures.answers import Answers
from training.figures.scores import Score
from training.resampling import Draws

Source = Literal["sketch", "corpus", "folds"]
"""Where it is known from: the sketch that a model holds of its training articles; these articles
themselves; or the folds of a cross-validation."""

_REASONS: Final[Mapping[str, str]] = {
    "not-known": "not known: the model holds no sketch of its training corpus, and none was named",
    "none-left": "every article has a near-duplicate in the training corpus",
}


class Seen(NamedTuple):
    """Which articles have a near-duplicate in the training corpus.

    Attributes
    ----------
    source : str
        One of `Source`.
    near : ndarray of bool, shape (n_articles,)
    copies : int or None
        How many are the same text; None where that cannot be told.
    """

    source: Source
    near: NDArray[np.bool_]
    copies: int | None = None


@dataclass(frozen=True)
class Novelty:
    """The score without near-duplicates of training articles.

    Attributes
    ----------
    source : str or None
        One of `Source`; None if it is not known what was learnt from.
    seen, copies : int or None
        Articles that have a near-duplicate in the training corpus, and those that are copies.
    score : Score or None
        Of the others; None if there are none, or nothing is known.
    """

    source: Source | None = None
    seen: int | None = None
    copies: int | None = None
    score: Score | None = None

    @classmethod
    def of(cls, answers: Answers, draws: Draws, seen: Seen | None) -> Self:
        """Score the articles that are unlike all that was learnt from."""
        if seen is None:
            return cls()
        size = len(answers.sections)
        score = Score.of(answers.gold, answers.predicted, size, draws, ~seen.near)
        return cls(seen.source, int(np.count_nonzero(seen.near)), seen.copies, score)

    @property
    def reason(self) -> str | None:
        """Why there is no score; None if there is one."""
        return _REASONS[self._code] if self._code else None

    @property
    def _code(self) -> str | None:
        if self.score:
            return None
        return "none-left" if self.source else "not-known"

    def to_dict(self) -> dict[str, Any]:
        """Return the score as plain values, with a reason where there is none."""
        missing = {"n": 0 if self.source else None, "accuracy": None, "macro_f1": None}
        return {
            "known_from": self.source,
            "reason": self.reason,
            "reason_code": self._code,
            "seen": self.seen,
            "copies": self.copies,
            **(self.score.to_dict() if self.score else missing),
        }
