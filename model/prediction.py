"""What a classifier answers."""

from typing import Literal, NamedTuple

from data.sections import Section

Regime = Literal["marked", "plain"]


class Prediction(NamedTuple):
    """The section of one text, and how sure that is.

    Attributes
    ----------
    section : Section
        The most probable one.
    confidence : float
        Its calibrated probability, 0 to 1.
    accepted : bool or None
        Whether the confidence reaches the threshold of the weights that answered, and no warning
        forbids to accept it; None for a model without a threshold.
    warnings : tuple of str
        Codes of what makes the answer doubtful.
    sections : tuple of Section
        In column order.
    probabilities : tuple of float
        In the same order.
    regime : str
        Which weights answered: "marked", of texts with their diacritics, or "plain".
    """

    section: Section
    confidence: float
    accepted: bool | None
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    probabilities: tuple[float, ...]
    regime: Regime = "marked"

    @property
    def scores(self) -> tuple[tuple[Section, float], ...]:
        """Every section with its probability, the most probable first."""
        pairs = zip(self.sections, self.probabilities, strict=True)
        return tuple(sorted(pairs, key=lambda pair: -pair[1]))


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
