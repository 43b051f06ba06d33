"""POST /v1/classify and /v1/classify/batch."""

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from data.errors import (
    BodyTooLarge,
    EmptyText,
    InvalidBody,
    InvalidJson,
    NotReady,
    TextTooLong,
    TooManyItems,
    UnknownModel,
    UnsupportedMediaType,
)
from serve import classifying
from serve.body import parse_json, require_json, validate
from serve.problems import problem_responses
from serve.request_id import request_id_of
from serve.results import BatchResult, Result
from serve.schemas import BatchRequest, ClassifyRequest

# A text of this size is classified in well under a millisecond: less than a thread would cost.
# Reading a page and explaining take longer.
_INLINE_BYTES = 16_000
_SLOW_FIELDS = (b'"page"', b'"explain"')

_REFUSALS = (InvalidJson, UnknownModel, BodyTooLarge, UnsupportedMediaType, InvalidBody, NotReady)

router = APIRouter(prefix="/v1", tags=["classify"])


def _takes(model: type[BaseModel]) -> dict[str, Any]:
    """Describe in OpenAPI the body of a call that reads it by itself."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def _is_quick(body: bytes) -> bool:
    """Tell whether one article can be answered between two other events of the loop."""
    return len(body) <= _INLINE_BYTES and not any(field in body for field in _SLOW_FIELDS)


def _never(_: bytes) -> bool:
    return False


async def _respond(
    request: Request,
    answer: Callable[[object], object],
    is_quick: Callable[[bytes], bool] = _never,
) -> JSONResponse:
    """Read the body and answer it: a quick one at once, any other in a worker thread.

    Everything from the first byte parsed to the last one written is in that thread, so a large
    request never holds up a small one.
    """
    require_json(request.headers.get("content-type", ""))
    body = await request.body()

    def work() -> JSONResponse:
        return JSONResponse(answer(parse_json(body)))

    return work() if is_quick(body) else await to_thread.run_sync(work)


@router.post(
    "/classify",
    response_model=Result,
    responses=problem_responses(*_REFUSALS, TextTooLong, EmptyText),
    openapi_extra=_takes(ClassifyRequest),
)
async def classify(request: Request) -> JSONResponse:
    """Put one article into its section."""
    state = request.app.state

    def answer(data: object) -> Result:
        article = validate(ClassifyRequest, data)
        return classifying.classify(article, state.registry, state.settings)

    return await _respond(request, answer, _is_quick)


@router.post(
    "/classify/batch",
    response_model=BatchResult,
    responses=problem_responses(*_REFUSALS, TooManyItems),
    openapi_extra=_takes(BatchRequest),
)
async def classify_batch(request: Request) -> JSONResponse:
    """Put several articles into their sections: one result or one error each, in order."""
    state = request.app.state

    def answer(data: object) -> BatchResult:
        batch = validate(BatchRequest, data)
        request_id = request_id_of(request.scope)
        return classifying.classify_batch(batch, state.registry, state.settings, request_id)

    return await _respond(request, answer)
