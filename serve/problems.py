"""How the service says no: `application/problem+json` (RFC 9457) with a stable code."""

import logging
import traceback
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NotRequired

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, ExceptionHandler, Message, Receive, Scope, Send
from typing_extensions import TypedDict

from data.errors import ChuyenmucError, InvalidFields
from serve.body import faults_of
from serve.request_id import request_id_of

MEDIA_TYPE = "application/problem+json"

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
    return _problem("internal", "Internal error", HTTPStatus.INTERNAL_SERVER_ERROR)


def log_unexpected(error: Exception, request_id: str) -> None:
    """Log where an error came from, without its message: that may quote an article."""
    places = "".join(traceback.format_tb(error.__traceback__))
    logger.error("request %s: unexpected %s\n%s", request_id, type(error).__name__, places)


def _respond(error: Exception, scope: Scope) -> JSONResponse:
    problem = problem_of(error)
    problem["request_id"] = request_id_of(scope)
    headers = getattr(error, "headers", None)
    return JSONResponse(problem, problem["status"], headers, MEDIA_TYPE)


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
        except ClientDisconnect:
            pass  # nobody is left to answer
        except Exception as error:  # noqa: BLE001 - the last line of defence
            log_unexpected(error, request_id_of(scope))
            if not answered:
                await _respond(error, scope)(scope, receive, send)


def problem_responses(*errors: type[ChuyenmucError]) -> dict[int | str, dict[str, Any]]:
    """Describe in OpenAPI how a call refuses, by status, with the codes of each."""
    codes: dict[int, list[str]] = {}
    for error in errors:
        codes.setdefault(error.status, []).append(f"`{error.code}`")
    content = {MEDIA_TYPE: {"schema": TypeAdapter(Problem).json_schema()}}
    return {
        status: {"description": " or ".join(names), "content": content}
        for status, names in sorted(codes.items())
    }
