"""Whether one model is better than another on the same articles: differences, as data."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from data.sections import Section
from training.paired import f1_p_values, holm, mcnemar
from training.resampling import Draws
from training.tally import Interval, Tally, intervals

_SIGNIFICANT: Final = 0.05
# Five groups that all speak for one model do so by chance once in sixteen times, and the bootstrap,
# which draws from them alone, knows no other outcome.
_FEWEST_GROUPS: Final = 6


class Difference(NamedTuple):
    """A figure of both models, and B's minus A's with its interval."""

    a: float
    b: float
    change: Interval


class SectionDifference(NamedTuple):
    """How the F1 of one section changes.

    `p` tests this section alone, `adjusted_p` as one of all.
    """

    section: Section
    f1: Difference
    p: float
    adjusted_p: float
    support: int


class Changed(NamedTuple):
    """An article that only one of the models has right.

    `place` is where it stands among the articles, in the order of reading.
    """

    place: int
    id: str
    gold: Section
    a: Section
    b: Section


@dataclass(frozen=True)
class Comparison:
    """Model B against model A.

    Attributes
    ----------
    n : int
        Number of articles.
    sections : tuple of Section
        All that the corpus or a model knows.
    accuracy, macro_f1 : Difference
    agreement : float
        Share of the articles that both put into the same section.
    differing : int
        Groups of near-duplicates that they answer otherwise.
    fixed, broken : tuple of str
        Ids of the articles that only B has right, and of those that only A has.
    changed : tuple of Changed
        The same articles, in the order of reading.
    mcnemar_p : float
        Whether fixed and broken are more than chance apart.
    per_section : tuple of SectionDifference
        Sections of which the corpus has an article.
    """

    n: int
    sections: tuple[Section, ...]
    accuracy: Difference
    macro_f1: Difference
    agreement: float
    differing: int
    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    changed: tuple[Changed, ...]
    mcnemar_p: float
    per_section: tuple[SectionDifference, ...]

    @classmethod
    def of(
        cls,
        sections: Sequence[Section],
        gold: NDArray[np.intp],
        a: NDArray[np.intp],
        b: NDArray[np.intp],
        *,
        ids: Sequence[str],
        groups: NDArray[np.intp],
        seed: int,
    ) -> Self:
        """Compare the answers of two models with the truth.

        Parameters
        ----------
        sections : sequence of Section
            All that the corpus or a model knows.
        gold, a, b : ndarray of intp, shape (n_articles,)
            Places in `sections`.
        ids : sequence of str
            Of the articles.
        groups : ndarray of intp, shape (n_articles,)
            Near-duplicates share a group: they are drawn together, and exchanged together.
        seed : int
        """
        size = len(sections)
        tallies = [Tally.of(gold, answers, size) for answers in (a, b)]
        draws = Draws(groups, seed)
        drawn = [draws.tally(gold, answers, size) for answers in (a, b)]
        fixed = _ids(ids, (a != gold) & (b == gold))
        broken = _ids(ids, (a == gold) & (b != gold))
        f1 = _differences(Tally.f1, tallies, drawn)
        p_values = f1_p_values(gold, a, b, size=size, groups=groups, seed=seed)
        return cls(
            n=len(gold),
            sections=tuple(sections),
            accuracy=_differences(Tally.accuracy, tallies, drawn)[0],
            macro_f1=_differences(Tally.macro_f1, tallies, drawn)[0],
            agreement=float((a == b).mean()),
            differing=len(np.unique(groups[a != b])),
            fixed=fixed,
            broken=broken,
            changed=tuple(_changed(sections, gold, a, b, ids)),
            mcnemar_p=mcnemar(len(fixed), len(broken)),
            per_section=tuple(_per_section(sections, f1, p_values, tallies[0].gold)),
        )

    @property
    def better_sections(self) -> list[Section]:
        """Sections whose F1 is shown to be higher with B."""
        return [each.section for each in self._changed_sections() if each.f1.change.value > 0]

    @property
    def worse_sections(self) -> list[Section]:
        """Sections whose F1 is shown to be lower with B."""
        return [each.section for each in self._changed_sections() if each.f1.change.value < 0]

    @property
    def is_better(self) -> bool:
        """Whether B is shown to have the higher accuracy or macro F1."""
        return any(change.low > 0 for _, change in self.shown())

    @property
    def is_worse(self) -> bool:
        """Whether B is shown to have the lower accuracy or macro F1."""
        return any(change.high < 0 for _, change in self.shown())

    def shown(self) -> list[tuple[str, Interval]]:
        """Return the differences, by name, whose interval leaves 0 out."""
        if self.differing < _FEWEST_GROUPS:
            return []
        changes = (("accuracy", self.accuracy.change), ("macro F1", self.macro_f1.change))
        return [(name, change) for name, change in changes if change.low > 0 or change.high < 0]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain values, ready for JSON."""
        return {
            "n": self.n,
            "sections": {section.slug: section.name for section in self.sections},
            "accuracy": _plain(self.accuracy),
            "macro_f1": _plain(self.macro_f1),
            "better": self.is_better,
            "worse": self.is_worse,
            "better_sections": [section.slug for section in self.better_sections],
            "worse_sections": [section.slug for section in self.worse_sections],
            "agreement": self.agreement,
            "mcnemar": {
                "fixed": len(self.fixed),
                "broken": len(self.broken),
                "p": self.mcnemar_p,
            },
            "per_section": {
                each.section.slug: {
                    "name": each.section.name,
                    "f1": _plain(each.f1),
                    "p": each.p,
                    "adjusted_p": each.adjusted_p,
                    "support": each.support,
                }
                for each in self.per_section
            },
            "fixed": list(self.fixed),
            "broken": list(self.broken),
            "changed": [
                {
                    "place": each.place,
                    "id": each.id,
                    "gold": each.gold.slug,
                    "a": each.a.slug,
                    "b": each.b.slug,
                }
                for each in self.changed
            ],
        }

    def _changed_sections(self) -> Iterator[SectionDifference]:
        return (each for each in self.per_section if each.adjusted_p < _SIGNIFICANT)


def _ids(ids: Sequence[str], chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(ids[place] for place in np.flatnonzero(chosen).tolist())


def _changed(
    sections: Sequence[Section],
    gold: NDArray[np.intp],
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    ids: Sequence[str],
) -> Iterator[Changed]:
    for place in np.flatnonzero((a == gold) != (b == gold)).tolist():
        answers = (sections[labels[place]] for labels in (gold, a, b))
        yield Changed(place, ids[place], *answers)


def _differences(
    figure: Callable[[Tally], NDArray[np.float64]],
    tallies: Sequence[Tally],
    drawn: Sequence[Tally],
) -> list[Difference]:
    """Return the differences of a figure of A and B, section by section if it is one of sections.

    The draws are of the same articles for both, so that what chance does to both drops out.
    """
    a, b = map(figure, tallies)
    drawn_a, drawn_b = map(figure, drawn)
    columns = (np.atleast_1d(a).tolist(), np.atleast_1d(b).tolist())
    changes = intervals(b - a, drawn_b - drawn_a)
    return [Difference(*each) for each in zip(*columns, changes, strict=True)]


def _per_section(
    sections: Sequence[Section],
    f1: Sequence[Difference],
    p_values: NDArray[np.float64],
    supports: NDArray[np.float64],
) -> Iterator[SectionDifference]:
    """Leave out what the corpus has no article of: nobody can be right there."""
    kept = np.flatnonzero(supports)
    adjusted = holm(p_values[kept]).tolist()
    for place, adjusted_p in zip(kept.tolist(), adjusted, strict=True):
        p, support = float(p_values[place]), int(supports[place])
        yield SectionDifference(sections[place], f1[place], p, adjusted_p, support)


def _plain(difference: Difference) -> dict[str, Any]:
    return {"a": difference.a, "b": difference.b, "difference": difference.change._asdict()}
