"""How the service says no: `application/problem+json` (RFC 9457) with a stable code."""

import logging
import traceback
from asyncio import CancelledError
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, NotRequired

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, ExceptionHandler, Message, Receive, Scope, Send
from typing_extensions import TypedDict

from data.errors import (
    ChuyenmucError,
    Draining,
    InternalError,
    InvalidFields,
    MissingKey,
    ServiceError,
    TooManyRequests,
    UnknownKey,
)
from serve.body import faults_of
from serve.request_id import request_id_of
from serve.schemas import COMPONENT

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="chuyenmuc"'

_RETRY_AFTER: Final = ("Retry-After", "Seconds after which to try again.")
_HEADERS_SHOWN: Final = {
    401: ("WWW-Authenticate", "How to send a key."),
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}

logger = logging.getLogger(__name__)


class FieldFault(TypedDict):
    """One wrong field of a request."""

    path: str
    message: str


class Problem(TypedDict):
    """Why a request was refused."""

    type: str
    title: str
    status: int
    code: str
    detail: NotRequired[str]
    errors: NotRequired[list[FieldFault]]
    request_id: NotRequired[str]


def _problem(code: str, title: str, status: int) -> Problem:
    return {"type": f"urn:chuyenmuc:problem:{code}", "title": title, "status": status, "code": code}


def problem_of(error: Exception) -> Problem:
    """Write an error as a problem; one that nobody foresaw keeps its words to itself."""
    match error:
        case ChuyenmucError():
            problem = _problem(error.code, error.title, error.status)
            problem["detail"] = str(error)
            if isinstance(error, InvalidFields):
                problem["errors"] = [{"path": path, "message": text} for path, text in error.faults]
            return problem
        case RequestValidationError():
            return problem_of(InvalidFields(faults_of(error.errors())))
        case HTTPException():
            phrase = HTTPStatus(error.status_code).phrase
            return _problem(phrase.lower().replace(" ", "-"), phrase, error.status_code)
    return _problem(InternalError.code, InternalError.title, InternalError.status)


def log_unexpected(error: Exception, request_id: str) -> None:
    """Log where an error came from, without its message: that may quote an article."""
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("request %s: unexpected %s\n%s", request_id, type(error).__name__, places)


def _headers_of(error: Exception) -> Mapping[str, str] | None:
    """What a client needs besides to do better next time."""
    match error:
        case HTTPException():
            return error.headers
        case MissingKey():
            return {"WWW-Authenticate": CHALLENGE}
        case UnknownKey():
            return {"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}
        case TooManyRequests() | ServiceError(status=503):
            return {"Retry-After": str(error.retry_after)}
    return None


def _respond(error: Exception, scope: Scope) -> JSONResponse:
    problem = problem_of(error)
    problem["request_id"] = request_id_of(scope)
    scope["state"]["problem"] = problem["code"]  # for the log and the figures
    return JSONResponse(problem, problem["status"], _headers_of(error), MEDIA_TYPE)


async def refuse(error: Exception, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a call with an error."""
    await _respond(error, scope)(scope, receive, send)


async def _on_error(request: Request, error: Exception) -> JSONResponse:
    return _respond(error, request.scope)


HANDLERS: Mapping[type[Exception], ExceptionHandler] = dict.fromkeys(
    (ChuyenmucError, RequestValidationError, HTTPException), _on_error
)


class UnexpectedErrors:
    """Middleware that answers 500 and logs, so that no error reaches the server's own log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; answer for it when it fails before it has answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answered = False

        async def send_noting(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except CancelledError:
            if not scope["app"].state.draining:
                raise
            if not answered:  # the time for running requests is up
                await refuse(Draining(), scope, receive, send)
        except ClientDisconnect:
            pass  # nobody is left to answer
        except Exception as error:  # noqa: BLE001 - the last line of defence
            log_unexpected(error, request_id_of(scope))
            if not answered:
                await refuse(error, scope, receive, send)


def problem_responses(*errors: type[ChuyenmucError]) -> dict[int | str, dict[str, Any]]:
    """Describe in OpenAPI how a call refuses: by status, with the exact codes of each."""
    by_status: dict[int, list[type[ChuyenmucError]]] = {}
    for error in errors:
        by_status.setdefault(error.status, []).append(error)
    return {status: _described(kinds) for status, kinds in sorted(by_status.items())}


def _described(kinds: list[type[ChuyenmucError]]) -> dict[str, Any]:
    codes = [kind.code for kind in kinds]
    schema = {
        "allOf": [
            {"$ref": COMPONENT.format(model=Problem.__name__)},
            {"type": "object", "properties": {"code": {"enum": codes}}},
        ]
    }
    examples = {
        kind.code: {"value": _problem(kind.code, kind.title, kind.status)} for kind in kinds
    }
    described: dict[str, Any] = {
        "description": " or ".join(f"`{code}`" for code in codes),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
    }
    if kinds[0].status in _HEADERS_SHOWN:
        name, meaning = _HEADERS_SHOWN[kinds[0].status]
        described["headers"] = {name: {"description": meaning, "schema": {"type": "string"}}}
    return described
