"""What a classifier answers."""

from dataclasses import dataclass
from typing import NamedTuple

from data.sections import Section


@dataclass(frozen=True, slots=True)
class Prediction:
    """The section of one text, and how sure that is.

    Attributes
    ----------
    section : Section
        The most probable one.
    confidence : float
        Its calibrated probability, 0 to 1.
    accepted : bool or None
        Whether the confidence reaches the model's threshold; None for a model without one.
    scores : tuple of (Section, float)
        Every section with its probability, the most probable first.
    warnings : tuple of str
        Codes of what makes the answer doubtful.
    """

    section: Section
    confidence: float
    accepted: bool | None
    scores: tuple[tuple[Section, float], ...]
    warnings: tuple[str, ...] = ()


class Place(NamedTuple):
    """Where an n-gram stands: half-open offsets in code points of the caller's own string."""

    field: str
    start: int
    end: int


class NgramWeight(NamedTuple):
    """An n-gram of a text, and what all its places together add to a section's score."""

    ngram: str
    weight: float
    places: tuple[Place, ...]
