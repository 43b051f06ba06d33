"""GET /v1/sections and /v1/models."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Query, Request
from pydantic import Field
from typing_extensions import TypedDict

from data.errors import ArtifactError, InvalidBody, NotReady, UnknownModel
from model import SectionClassifier
from serve.evaluations import evaluation_of
from serve.live.catalogue import Version, find_versions
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


class VersionCard(TypedDict):
    """A version of a model that lies on the disk."""

    version: str
    created: str
    live: bool


class ModelCard(ModelName):
    """A model and what is known about it."""

    live: bool
    created: str
    threshold: Annotated[
        float | None, Field(description="Confidence from which a section is accepted.")
    ]
    plain_threshold: Annotated[
        float | None,
        Field(description="Likewise for texts without diacritics, if they have their own weights."),
    ]
    sections: list[SectionName]
    articles: Annotated[int | None, Field(description="How many it has learnt from, if it tells.")]
    metrics: Annotated[dict[str, Any], Field(description="The evaluation the model was born with.")]
    card: Annotated[
        dict[str, Any],
        Field(description="What else is said of it, as `vi` and `en`: data, limits, not_for."),
    ]
    versions: Annotated[
        list[VersionCard], Field(description="The versions that could be live, newest first.")
    ]


class ModelDetails(ModelCard):
    """All of it, the whole evaluation included."""

    evaluation: Annotated[
        dict[str, Any] | None,
        Field(description="Every figure of that evaluation, without lists of articles."),
    ]


class Models(TypedDict):
    """Every live model; `default` answers when a request names none."""

    models: list[ModelCard]
    default: str | None


def _card(classifier: SectionClassifier, found: Iterable[Version]) -> ModelCard:
    created = {
        each.version: each.manifest.created for each in found if each.name == classifier.name
    }
    created[classifier.version] = classifier.manifest.created
    plain = classifier.manifest.plain
    return {
        **model_name(classifier),
        "live": True,
        "created": classifier.manifest.created,
        "threshold": classifier.threshold,
        "plain_threshold": plain.threshold if plain else None,
        "sections": [section_name(section) for section in classifier.sections],
        "articles": classifier.manifest.corpus.get("articles"),
        "metrics": classifier.manifest.metrics,
        "card": classifier.manifest.config.get("card") or {},
        "versions": [
            {"version": version, "created": time, "live": version == classifier.version}
            for version, time in sorted(created.items(), key=itemgetter(1), reverse=True)
        ],
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
    found = await _versions_on_disk(request)
    cards = [_card(classifier, found) for classifier in _registry(request)]
    return {"models": cards, "default": cards[0]["name"] if cards else None}


@router.get("/models/{name}")
async def model(request: Request, name: str) -> ModelDetails:
    """Describe one model."""
    classifier = _registry(request).find(name)
    card = _card(classifier, await _versions_on_disk(request))
    return {**card, "evaluation": await to_thread.run_sync(evaluation_of, classifier)}


async def _versions_on_disk(request: Request) -> list[Version]:
    """What an activation would find now; nothing if the folders cannot be read any more."""
    try:
        return await to_thread.run_sync(find_versions, request.app.state.settings.models)
    except ArtifactError:
        return []


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.registry
    return registry
