"""GET /v1/sections and /v1/models."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from typing_extensions import TypedDict

from data.errors import InvalidBody, NotReady, UnknownModel
from model import SectionClassifier
from serve.problems import problem_responses
from serve.registry import Registry
from serve.results import ModelName, SectionName, model_name, section_name

router = APIRouter(
    prefix="/v1", tags=["models"], responses=problem_responses(UnknownModel, InvalidBody, NotReady)
)


class Sections(TypedDict):
    """The sections a model knows, in its own order."""

    sections: list[SectionName]
    model: ModelName


class ModelCard(ModelName):
    """A model and what is known about it."""

    live: bool
    created: str
    threshold: Annotated[
        float | None, Field(description="Confidence from which a section is accepted.")
    ]
    sections: list[SectionName]
    metrics: Annotated[dict[str, Any], Field(description="The evaluation the model was born with.")]


class Models(TypedDict):
    """Every live model; `default` answers when a request names none."""

    models: list[ModelCard]
    default: str | None


def _card(classifier: SectionClassifier) -> ModelCard:
    return {
        **model_name(classifier),
        "live": True,
        "created": classifier.manifest.created,
        "threshold": classifier.threshold,
        "sections": [section_name(section) for section in classifier.sections],
        "metrics": classifier.manifest.metrics,
    }


@router.get("/sections")
async def sections(
    request: Request,
    model: Annotated[str | None, Query(description="Name of the model.")] = None,
) -> Sections:
    """List the sections of a model in its own order."""
    classifier = _registry(request).find(model)
    return {
        "sections": [section_name(section) for section in classifier.sections],
        "model": model_name(classifier),
    }


@router.get("/models")
async def models(request: Request) -> Models:
    """List the models, the default one first."""
    cards = [_card(classifier) for classifier in _registry(request)]
    return {"models": cards, "default": cards[0]["name"] if cards else None}


@router.get("/models/{name}")
async def model(request: Request, name: str) -> ModelCard:
    """Describe one model."""
    return _card(_registry(request).find(name))


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.registry
    return registry
