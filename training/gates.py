"""Gates: bounds that the figures of an evaluation must keep."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Self

from data.errors import UnknownSection, UsageError
from data.sections import Section
from training.evaluation import Evaluation

_WHOLE: Final[Mapping[str, Callable[[Evaluation], float]]] = {
    "accuracy": lambda evaluation: evaluation.accuracy.value,
    "macro_f1": lambda evaluation: evaluation.macro_f1.value,
    "weighted_f1": lambda evaluation: evaluation.weighted_f1.value,
}
_OF_SECTION: Final = ("precision", "recall", "f1")
_ERRORS: Final[Mapping[str, Callable[[Evaluation], float]]] = {
    "ece": lambda evaluation: evaluation.calibration.ece.value,
}


class Gate(NamedTuple):
    """A bound on one figure; the figure itself may reach it.

    Attributes
    ----------
    figure : str
        "accuracy", "macro_f1", "weighted_f1", "ece", or one of a section: "recall.thoi-su".
    bound : float
        0 to 1.
    """

    figure: str
    bound: float

    @property
    def is_ceiling(self) -> bool:
        """Whether the figure must not be over the bound, rather than under it."""
        return self.figure in _ERRORS

    @classmethod
    def parse(cls, written: str, *, ceiling: bool, sections: Sequence[Section]) -> Self:
        """Read a gate as a user writes it.

        Parameters
        ----------
        written : str
            "FIGURE=BOUND".
        ceiling : bool
            Whether the user wants the figure low.
        sections : sequence of Section
            The model's, whose figures may be bound.

        Raises
        ------
        UsageError
            If it has another form, the bound lies outside of 0 to 1 or the figure is not known.
        UnknownSection

        Examples
        --------
        >>> Gate.parse("macro_f1=0.9", ceiling=False, sections=[])
        Gate(figure='macro_f1', bound=0.9)
        """
        flag = "--fail-over" if ceiling else "--fail-under"
        figure, _, number = (part.strip() for part in written.partition("="))
        known = list(_ERRORS) if ceiling else _floors()
        name, dot, slug = figure.partition(".")
        if (f"{name}.SLUG" if dot else name) not in known:
            raise UsageError(f"{flag} {written}: no figure {figure!r}; it takes {', '.join(known)}")
        if dot and slug not in {section.slug for section in sections}:
            raise UnknownSection(slug, [section.slug for section in sections])
        return cls(figure, _bound(f"{flag} {written}", number))

    def value(self, evaluation: Evaluation) -> float | None:
        """Look its figure up; None for a section of which the corpus has no article."""
        name, dot, slug = self.figure.partition(".")
        if not dot:
            return {**_WHOLE, **_ERRORS}[name](evaluation)
        score = next(score for score in evaluation.per_section if score.section.slug == slug)
        found: float = getattr(score, name).value
        return found if score.support else None


class Failure(NamedTuple):
    """A gate that an evaluation does not pass, and the figure it found."""

    gate: Gate
    value: float | None


def parse_gates(
    fail_under: Iterable[str], fail_over: Iterable[str], sections: Sequence[Section]
) -> list[Gate]:
    """Read the gates of both flags; see `Gate.parse`.

    Raises
    ------
    UsageError, UnknownSection
    """
    floors = [Gate.parse(written, ceiling=False, sections=sections) for written in fail_under]
    ceilings = [Gate.parse(written, ceiling=True, sections=sections) for written in fail_over]
    return floors + ceilings


def failures(gates: Iterable[Gate], evaluation: Evaluation) -> list[Failure]:
    """Return the gates that are not passed, in their order.

    A figure that the corpus does not decide passes no gate: nobody has shown that it is kept.
    """
    found = (Failure(gate, gate.value(evaluation)) for gate in gates)
    return [failure for failure in found if _fails(*failure)]


def _fails(gate: Gate, value: float | None) -> bool:
    if value is None:
        return True
    return value > gate.bound if gate.is_ceiling else value < gate.bound


def _floors() -> list[str]:
    return [*_WHOLE, *(f"{figure}.SLUG" for figure in _OF_SECTION)]


def _bound(written: str, number: str) -> float:
    try:
        bound = float(number)
    except ValueError:
        bound = math.nan
    if not 0 <= bound <= 1:
        raise UsageError(f"{written}: give FIGURE=BOUND, the bound a number from 0 to 1")
    return bound
