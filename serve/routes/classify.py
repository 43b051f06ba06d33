"""POST /v1/classify and /v1/classify/batch."""

from asyncio import timeout
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from pydantic_core import to_json

from data.errors import (
    BodyTooLarge,
    Draining,
    EmptyText,
    InvalidBody,
    InvalidJson,
    NotReady,
    Overloaded,
    SlowRequest,
    TextTooLong,
    TimedOut,
    TooManyItems,
    UnknownModel,
    UnsupportedMediaType,
)
from model import Prediction
from serve import classifying
from serve.body import parse_json, require_json, validate
from serve.classifying import Asked
from serve.microbatching import MicroBatcher
from serve.problems import problem_responses
from serve.request_id import request_id_of
from serve.results import BatchResult, Result
from serve.routes.direct import Direct
from serve.schemas import COMPONENT, BatchRequest, ClassifyRequest
from serve.settings import Settings
from serve.turns import Turns

# A body of this size is read, and mostly answered, in less time than a thread would cost.
_SMALL_BODY = 16_000

_REFUSALS = (
    InvalidJson,
    UnknownModel,
    SlowRequest,
    BodyTooLarge,
    UnsupportedMediaType,
    InvalidBody,
    NotReady,
    Overloaded,
    TimedOut,
    Draining,
)

router = APIRouter(prefix="/v1", tags=["classify"], route_class=Direct)


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    """Describe in OpenAPI the body of a call that reads it by itself."""
    reference = {"$ref": COMPONENT.format(model=model.__name__)}
    content = {"application/json": {"schema": reference}}
    return {"requestBody": {"required": True, "content": content}}


def _written(answer: Result | BatchResult) -> Response:
    """Write an answer, in a fourth of the time that the standard library takes."""
    return Response(to_json(answer), media_type="application/json")


async def _respond(request: Request, answer: Callable[[bytes], Awaitable[Response]]) -> Response:
    """Read the body and answer it, both within the time there is for a request.

    An answer that is late is a 503 as any other sign of overload: 504 speaks of a server behind
    this one. A request that is late is a 408.
    """
    require_json(request.headers.get("content-type", ""))
    settings: Settings = request.app.state.settings
    has_arrived = False
    try:
        async with timeout(settings.request_timeout):
            body = await request.body()
            has_arrived = True
            return await answer(body)
    except TimeoutError:
        raise (TimedOut if has_arrived else SlowRequest)(settings.request_timeout) from None


@router.post(
    "/classify",
    response_model=Result,
    responses=problem_responses(*_REFUSALS, TextTooLong, EmptyText),
    openapi_extra=_takes(ClassifyRequest),
)
async def classify(request: Request) -> Response:
    """Put one article into its section."""
    state = request.app.state
    turns: Turns = state.turns
    batcher: MicroBatcher[Asked, Prediction | Exception] = state.batcher

    def read(body: bytes) -> ClassifyRequest:
        return validate(ClassifyRequest, parse_json(body))

    def ask(article: ClassifyRequest) -> Asked:
        return classifying.ask(article, state.registry, state.settings)

    def tell(asked: Asked, prediction: Prediction | Exception) -> Response:
        result = classifying.tell(asked, prediction, state.registry.metrics)
        request.scope["state"]["result"] = result
        return _written(result)

    def work(article: ClassifyRequest) -> Response:
        asked = ask(article)
        return tell(asked, *classifying.predict([asked]))

    async def answer(body: bytes) -> Response:
        # What is large is read in the thread too, so that it never holds up what is small.
        if len(body) > _SMALL_BODY:
            return await turns.take(lambda: work(read(body)))
        article = read(body)
        if classifying.is_quick(article, state.registry):
            asked = ask(article)
            with turns.place():
                prediction = await batcher.ask(asked, len(body))
            return tell(asked, prediction)
        return await turns.take(lambda: work(article))

    return await _respond(request, answer)


@router.post(
    "/classify/batch",
    response_model=BatchResult,
    responses=problem_responses(*_REFUSALS, TooManyItems),
    openapi_extra=_takes(BatchRequest),
)
async def classify_batch(request: Request) -> Response:
    """Put several articles into their sections: one result or one error each, in order."""
    state = request.app.state
    turns: Turns = state.turns
    request_id = request_id_of(request.scope)

    async def answer(body: bytes) -> Response:
        def work() -> Response:
            batch = validate(BatchRequest, parse_json(body))
            return _written(
                classifying.classify_batch(batch, state.registry, state.settings, request_id)
            )

        return await turns.take(work)

    return await _respond(request, answer)
