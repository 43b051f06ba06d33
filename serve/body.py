"""From the bytes of a request body to a checked request."""

import json
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from data.errors import InvalidFields, InvalidJson, UnsupportedMediaType

Model = TypeVar("Model", bound=BaseModel)

# The name of an unknown field is the caller's own text: it is repeated if it looks like a name.
_FIELD = re.compile(r"[A-Za-z0-9_.-]{,60}")

_IN_OUR_WORDS = {
    "model_type": "must be a JSON object",
    "extra_forbidden": "no such field",
    "string_unicode": "holds half a character",
}


LINES = "application/x-ndjson"
BYTES = "application/octet-stream"  # how a file is sent whose type the sender does not know
_NAMES_OF_LINES = {LINES, "application/ndjson", "application/jsonl", BYTES}


def require_json(content_type: str) -> None:
    """Refuse a Content-Type that is not JSON.

    Raises
    ------
    UnsupportedMediaType

    Examples
    --------
    >>> require_json("application/json; charset=utf-8")
    """
    kind, _, subtype = _essence(content_type).partition("/")
    if kind != "application" or not (subtype == "json" or subtype.endswith("+json")):
        raise UnsupportedMediaType


def require_lines(content_type: str) -> None:
    """Refuse a Content-Type that is not lines of JSON.

    Raises
    ------
    UnsupportedMediaType
    """
    if _essence(content_type) not in _NAMES_OF_LINES:
        raise UnsupportedMediaType("lines of JSON", LINES)


def _essence(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def parse_json(body: bytes) -> object:
    """Parse a body.

    Raises
    ------
    InvalidJson

    Examples
    --------
    >>> parse_json('{"text": "Giá vàng tăng"}'.encode())
    {'text': 'Giá vàng tăng'}
    """
    try:
        return json.loads(body.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise InvalidJson(f"{error.msg} ({place})") from None
    except UnicodeDecodeError:
        raise InvalidJson("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise InvalidJson("a number is too long or the nesting too deep") from None


def validate(model: type[Model], data: object) -> Model:
    """Check parsed JSON against a model.

    Raises
    ------
    InvalidFields
        With every fault at once.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise InvalidFields(faults_of(error.errors())) from None


def faults_of(errors: Sequence[Any]) -> list[tuple[str, str]]:
    """Pydantic's errors as (path, message), without the values they complain about."""
    return [(_path(error["loc"]), _message(error)) for error in errors]


def _path(location: Sequence[str | int]) -> str:
    path = ".".join(map(str, location))
    return path if _FIELD.fullmatch(path) else "(unknown)"


def _message(error: Any) -> str:
    return _IN_OUR_WORDS.get(error["type"]) or str(error["msg"])
