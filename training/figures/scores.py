"""How often answers are right: of all articles, and section by section."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.sections import Section
from training.figures.answers import Answers
from training.resampling import Draws, spread
from training.tally import Interval, Tally, intervals

_TOP_K: Final = (1, 2, 3, 5)


class Score(NamedTuple):
    """How often some articles are put into the right section."""

    n: int
    accuracy: Interval
    macro_f1: Interval

    @classmethod
    def of(
        cls,
        gold: NDArray[np.intp],
        predicted: NDArray[np.intp],
        size: int,
        draws: Draws,
        among: NDArray[np.bool_],
    ) -> Self | None:
        """Score some of the articles; None if there are none.

        Parameters
        ----------
        gold, predicted : ndarray of intp, shape (n_articles,)
            Places among the sections.
        size : int
            How many sections there are.
        draws : Draws
        among : ndarray of bool, shape (n_articles,)
            Which articles to score.
        """
        if not among.any():
            return None
        tally = Tally.of(gold[among], predicted[among], size)
        drawn = draws.tally(gold, predicted, size, among)
        return cls(
            n=int(np.count_nonzero(among)),
            accuracy=intervals(tally.accuracy(), drawn.accuracy(np.nan))[0],
            macro_f1=intervals(tally.macro_f1(), drawn.macro_f1(np.nan))[0],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "n": self.n,
            "accuracy": self.accuracy._asdict(),
            "macro_f1": self.macro_f1._asdict(),
        }


class SectionScore(NamedTuple):
    """How one section fares.

    Attributes
    ----------
    section : Section
    precision, recall, f1 : Interval
        0 where there is nothing to tell them by.
    support, predicted : int
        Articles that belong there, and that were put there.
    """

    section: Section
    precision: Interval
    recall: Interval
    f1: Interval
    support: int
    predicted: int

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return {
            "name": self.section.name,
            "precision": self.precision._asdict(),
            "recall": self.recall._asdict(),
            "f1": self.f1._asdict(),
            "support": self.support,
            "predicted": self.predicted,
        }


def per_section(
    sections: Sequence[Section], tally: Tally, drawn: Tally
) -> tuple[SectionScore, ...]:
    """Score each section.

    Parameters
    ----------
    sections : sequence of Section
    tally : Tally
        Of all articles.
    drawn : Tally
        Of each draw.
    """
    columns = zip(
        sections,
        intervals(tally.precision(), drawn.precision(np.nan)),
        intervals(tally.recall(), drawn.recall(np.nan)),
        intervals(tally.f1(), drawn.f1(np.nan)),
        tally.gold.astype(int).tolist(),
        tally.predicted.astype(int).tolist(),
        strict=True,
    )
    return tuple(SectionScore(*column) for column in columns)


def top_k_accuracy(answers: Answers, draws: Draws) -> dict[int, Interval]:
    """Return how often the right section is among the first k, for k of 1, 2, 3, 5.

    Sections of one probability keep the classifier's order, as they do in an answer. More than
    the classifier knows are not asked for.
    """
    kept = [k for k in _TOP_K if k <= answers.known]
    rank = _rank(answers)
    # Those of a rank from kept[i - 1] on to below kept[i] are in column i.
    (drawn,) = draws.sums_of(spread(np.searchsorted(kept, rank, side="right"), len(kept) + 1))
    reached = np.cumsum(drawn, axis=1)
    values = np.array([np.mean(rank < k) for k in kept])
    return dict(zip(kept, intervals(values, reached[:, :-1] / reached[:, -1:]), strict=True))


def _rank(answers: Answers) -> NDArray[np.intp]:
    """Return how many sections come before the right one; all of them if it is not known."""
    of_gold = answers.of_gold[:, None]
    before = (answers.probabilities > of_gold).sum(axis=1)
    equal = answers.probabilities == of_gold
    before += (equal & (np.arange(answers.known) < answers.gold[:, None])).sum(axis=1)
    return np.where(answers.gold < answers.known, before, answers.known)
