"""What a model says of itself: `manifest.json`, the file that makes a directory a model."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.cleaning import ALL
from data.sections import Section
from model.ngrams import MAX_ORDER
from model.reading import Units

FORMATS: Final[Mapping[Units, int]] = {"syllables": 1, "segmented": 2}
"""The artifact's format number, by what its n-grams are made of.

A model gets the lowest number whose readers answer as it should: code that knows only of syllables
refuses a model of segmented words, and goes on reading all others.

To change the format in a way that old code would misread: take the next number, teach
`model.artifact` to read the old ones as well or let them be refused, add a model of an old format
to the tests, and say so in `docs/upgrading.md`. A field that old code may ignore needs none of
this.
"""

Role = Literal[
    "weights",
    "ngrams",
    "plain_weights",
    "plain_ngrams",
    "pipeline",
    "evaluation",
    "report",
    "sketch",
]
Order = Annotated[int, Field(ge=1, le=MAX_ORDER)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, allow_inf_nan=False)


class FileEntry(_Record):
    """A file of the artifact, and the sha256 of its bytes in hexadecimal."""

    name: Annotated[str, Field(pattern=r"^[a-z_]+-[0-9a-f]{12}\.[a-z]+$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Sample(_Record):
    """A sentence of our own, and the probabilities expected of it, in column order."""

    text: Annotated[str, Field(pattern=r"\S")]
    probabilities: list[float]


Share = Annotated[float, Field(ge=0, le=1)]
Temperature = Annotated[float, Field(ge=1e-6)]
Compression = Annotated[float, Field(ge=0, le=1e6)]


class Calibration(_Record):
    """How the scores of some weights become probabilities and decisions.

    Attributes
    ----------
    temperature : float
        What compressed scores are divided by before the softmax; 1 for an uncalibrated model.
    compression : float
        How much positive scores are pressed together before: a score `s` becomes
        ``s / (1 + compression * s)``; 0 for an uncalibrated model.
    threshold : float or None
        The confidence from which an answer is accepted; None for an uncalibrated model.
    coverage : tuple of float or None
        The least share of a text's syllables, and of its pairs of neighbours, that is known of
        news in Vietnamese; None for an uncalibrated model.
    """

    temperature: Temperature = 1.0
    compression: Compression = 0.0
    threshold: Share | None = None
    coverage: tuple[Share, Share] | None = None


class Manifest(_Record):
    """Everything about a model but its arrays.

    Attributes
    ----------
    format : int
        One of `FORMATS`.
    name, version, created : str
        The version is derived from the weights; `created` is an ISO 8601 time in UTC.
    sections : list of Section
        In column order.
    units : str
        "syllables"; or "segmented": a text's words are joined, and each counts as one syllable.
    ngram_range : tuple of int
        The shortest and the longest n-gram, in units.
    headlines : bool
        Whether n-grams in the headline count as features of their own besides.
    cleaning : list of str
        The rules of `data.cleaning` that are applied to a text first.
    normalisation : list of str
        What is done to a text before its n-grams are counted.
    temperature, compression, threshold, coverage
        As in `Calibration`, of texts with their diacritics.
    plain : Calibration or None
        Of texts without diacritics; None where these have no weights of their own.
    config : dict
        The whole training configuration, defaults filled in.
    versions : dict of str to str
        Of Python and of the libraries that shaped the weights.
    corpus : dict
        Fingerprint, number of articles, articles per section.
    split : dict
        How the articles were set apart for the evaluation.
    metrics : dict
        Headline figures of the evaluation the model was born with; empty without one.
    samples : list of Sample
        The self-test.
    files : dict of str to FileEntry
        Every other file of the artifact, by its role.
    """

    format: int
    name: str
    version: str
    created: str
    sections: Annotated[list[Section], Field(min_length=2)]
    units: Units = "syllables"
    ngram_range: tuple[Order, Order]
    headlines: bool
    cleaning: list[str]
    normalisation: list[str]
    temperature: Temperature
    compression: Compression
    threshold: Share | None
    coverage: tuple[Share, Share] | None
    plain: Calibration | None
    config: dict[str, Any]
    versions: dict[str, str]
    corpus: dict[str, Any]
    split: dict[str, Any]
    metrics: dict[str, Any]
    samples: Annotated[list[Sample], Field(min_length=1)]
    files: dict[Role, FileEntry]

    @property
    def calibration(self) -> Calibration:
        """Of texts with their diacritics."""
        return Calibration(
            temperature=self.temperature,
            compression=self.compression,
            threshold=self.threshold,
            coverage=self.coverage,
        )

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.format < FORMATS[self.units]:
            raise ValueError(f"format {self.format} has no units {self.units!r}")
        if unknown := set(self.cleaning) - ALL:
            raise ValueError(f"this version does not know the cleaning rules {sorted(unknown)}")
        if self.ngram_range[0] > self.ngram_range[1]:
            raise ValueError("ngram_range falls")
        if len({section.slug for section in self.sections}) < len(self.sections):
            raise ValueError("two sections share a slug")
        if any(len(sample.probabilities) != len(self.sections) for sample in self.samples):
            raise ValueError("a sample has not one probability a section")
        return self
