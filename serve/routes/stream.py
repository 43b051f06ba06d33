"""POST /v1/classify/stream."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from data.errors import (
    Draining,
    EmptyText,
    IdleStream,
    InvalidBody,
    InvalidJson,
    LineTooLong,
    NotReady,
    Overloaded,
    TextTooLong,
    UnknownModel,
    UnsupportedMediaType,
)
from serve import classifying
from serve.body import BYTES, LINES, parse_json, require_lines
from serve.problems import problem_responses
from serve.request_id import request_id_of
from serve.results import Failure, Result
from serve.streaming import LineStream

_IN_A_LINE = (InvalidJson, InvalidBody, LineTooLong, TextTooLong, EmptyText, UnknownModel)

_SCHEMA = {"type": "string", "contentMediaType": LINES}
_TAKES = {
    "requestBody": {
        "required": True,
        "description": "One article a line, in the form that `/v1/classify` takes:\n\n"
        '    {"text": "Giá vàng tăng"}\n    {"title": "Đội tuyển thắng trận", "top_k": 1}\n',
        "content": {kind: {"schema": _SCHEMA} for kind in (LINES, BYTES)},
    }
}
_GIVES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "For each line, in order, its number as `line` and either the result that "
        "`/v1/classify` gives or an `error`: "
        + ", ".join(f"`{error.code}`" for error in _IN_A_LINE),
        "content": {LINES: {"schema": _SCHEMA}},
    }
}

router = APIRouter(prefix="/v1", tags=["classify"])


@router.post(
    "/classify/stream",
    response_class=Response,
    responses=_GIVES
    | problem_responses(
        *(UnknownModel, IdleStream, UnsupportedMediaType, InvalidBody),
        *(NotReady, Overloaded, Draining),
    ),
    openapi_extra=_TAKES,
)
async def classify_stream(
    request: Request,
    top_k: Annotated[int | None, Query(ge=1, description="As in a line.")] = None,
    explain: Annotated[bool | None, Query(description="As in a line.")] = None,
    model: Annotated[str | None, Query(max_length=200, description="As in a line.")] = None,
) -> LineStream:
    """Put any number of articles into their sections, each as it comes.

    The options of the address hold for every line that does not set its own. Read the answers while
    you write: who only writes is closed in the end.
    """
    state = request.app.state
    require_lines(request.headers.get("content-type", ""))
    state.registry.find(model)
    given = {"top_k": top_k, "explain": explain, "model": model}
    options = {name: value for name, value in given.items() if value is not None}
    request_id = request_id_of(request.scope)

    def read(line: bytes | None) -> classifying.Asked:
        if line is None:
            raise LineTooLong(state.settings.max_line_bytes)
        article = classifying.with_options(parse_json(line), options)
        return classifying.ask(article, state.registry, state.settings)

    def answer(lines: Sequence[bytes | None]) -> list[Result | Failure]:
        return classifying.classify_each(lines, read, request_id, state.registry.metrics)

    def is_draining() -> bool:
        return bool(state.draining)

    return LineStream(answer, state.turns, state.streams, state.settings, is_draining)
