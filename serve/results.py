"""What the service says about an article."""

from typing import Annotated

from pydantic import ConfigDict, Field, with_config
from pydantic.config import JsonDict
from typing_extensions import TypedDict

from data.page import Page
from data.sections import Section
from model import NgramWeight, Prediction, SectionClassifier
from model.prediction import Regime
from serve.problems import Problem

_EXAMPLE: JsonDict = {
    "section": {"slug": "the-thao", "name": "Thể thao"},
    "confidence": 0.97,
    "accepted": True,
    "sections": [
        {"slug": "the-thao", "name": "Thể thao", "probability": 0.97},
        {"slug": "giai-tri", "name": "Giải trí", "probability": 0.01},
    ],
    "explanation": [
        {
            "ngram": "đội tuyển",
            "weight": 0.42,
            "places": [{"field": "text", "start": 0, "end": 9}],
        }
    ],
    "warnings": [],
    "regime": "marked",
    "model": {"name": "vntc", "version": "1"},
    "printed_section": None,
}


class SectionName(TypedDict):
    """A section."""

    slug: str
    name: str


class ScoredSection(SectionName):
    """A section with its probability."""

    probability: float


class PlaceFound(TypedDict):
    """Where an n-gram stands: half-open offsets in Unicode code points of the caller's field."""

    field: str
    start: int
    end: int


class Evidence(TypedDict):
    """An n-gram, what it adds to the section's score, and where it stands."""

    ngram: str
    weight: float
    places: list[PlaceFound]


class ModelName(TypedDict):
    """A model that answered."""

    name: str
    version: str


@with_config(ConfigDict(json_schema_extra={"examples": [_EXAMPLE]}))
class Result(TypedDict):
    """An article's section."""

    section: SectionName
    confidence: Annotated[float, Field(description="Probability of that section, 0 to 1.")]
    accepted: Annotated[
        bool | None,
        Field(
            description="Whether the confidence reaches the model's threshold and no warning "
            "forbids to accept the answer; null without a threshold"
        ),
    ]
    sections: Annotated[list[ScoredSection], Field(description="The `top_k` best, best first.")]
    explanation: Annotated[
        list[Evidence] | None, Field(description="Strongest n-grams; null unless asked for.")
    ]
    warnings: list[str]
    regime: Annotated[
        Regime,
        Field(description="Which weights answered: `plain` are for texts without diacritics"),
    ]
    model: ModelName
    printed_section: Annotated[
        str | None, Field(description="The section printed on a `page`; it does not sway the model")
    ]


class Failure(TypedDict):
    """Why one article of a batch got no section."""

    error: Problem


class BatchResult(TypedDict):
    """One result or one error for each article, in the order they were sent."""

    results: list[Result | Failure]


def section_name(section: Section) -> SectionName:
    """Write a section as JSON."""
    return {"slug": section.slug, "name": section.name}


def model_name(classifier: SectionClassifier) -> ModelName:
    """Write which model answered as JSON."""
    return {"name": classifier.name, "version": classifier.version}


def _evidence(found: NgramWeight) -> Evidence:
    places: list[PlaceFound] = [
        {"field": place.field, "start": place.start, "end": place.end} for place in found.places
    ]
    return {"ngram": found.ngram, "weight": found.weight, "places": places}


def result_of(
    classifier: SectionClassifier,
    content: object,
    prediction: Prediction,
    top_k: int | None,
    explanation: list[NgramWeight] | None,
) -> Result:
    """Write a prediction as JSON.

    Parameters
    ----------
    content
        What was classified; only a page has a printed section.
    top_k
        How many sections to list; None lists all.
    """
    return {
        "section": section_name(prediction.section),
        "confidence": prediction.confidence,
        "accepted": prediction.accepted,
        "sections": [
            {"slug": section.slug, "name": section.name, "probability": probability}
            for section, probability in prediction.scores[:top_k]
        ],
        "explanation": None if explanation is None else [_evidence(found) for found in explanation],
        "warnings": list(prediction.warnings),
        "regime": prediction.regime,
        "model": model_name(classifier),
        "printed_section": content.printed_section if isinstance(content, Page) else None,
    }
