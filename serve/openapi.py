"""What the service says of itself, for people and for those who generate a client from it."""

from collections.abc import Iterator
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from data.errors import InternalError, MissingKey, TooManyRequests, UnknownKey
from serve.door import CALLS, is_locked
from serve.problems import problem_responses
from serve.schemas import COMPONENT, BatchRequest, ClassifyRequest
from serve.settings import Settings

_BODIES: Final[tuple[tuple[type[BaseModel], JsonSchemaMode], ...]] = (
    (ClassifyRequest, "validation"),
    (BatchRequest, "validation"),
)
_SCHEME: Final = "key"
_LOCKED: Final = (MissingKey, UnknownKey)
_CALLED: Final = (TooManyRequests, InternalError)


def describe(app: FastAPI, settings: Settings) -> None:
    """Add to the application's schema what its routes do not know of.

    That is the form of the bodies they read by themselves, and what is refused before them: a call
    names every code it can answer with.
    """
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _complete(plain(), settings)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]


def _complete(schema: dict[str, Any], settings: Settings) -> None:
    components = schema["components"]
    components["schemas"] |= models_json_schema(_BODIES, ref_template=COMPONENT)[1]["$defs"]
    components["securitySchemes"] = {
        _SCHEME: {"type": "http", "scheme": "bearer", "description": "A key of the service."}
    }
    for path, operation in _operations(schema):
        needs_key = is_locked(path, settings)
        locked = _LOCKED if needs_key else ()
        called = _CALLED if path.startswith(CALLS) else ()
        for status, response in problem_responses(*locked, *called).items():
            operation["responses"].setdefault(str(status), response)
        if needs_key or "403" in operation["responses"]:
            operation["security"] = [{_SCHEME: []}]


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for operation in item.values():
            yield path, operation
