"""The form of the log: lines for people, or JSON for programs."""

import logging
import traceback
from datetime import UTC, datetime
from typing import Final, Literal

from pydantic_core import to_json

LogFormat = Literal["text", "json"]

_OWN: Final = ("serve", "uvicorn", "uvicorn.error", "opentelemetry")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and what the record adds to them.

    An exception is told by its kind and its places in the code; its words may quote an article.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "pid": record.process,
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["places"] = traceback.format_tb(record.exc_info[2])
        return to_json(line, fallback=str).decode()


class SteadyHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """A handler whose troubles, such as a full disk, never become those of a request.

    The first line that can be written again says how many are missing.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, and before it what befell those that could not be written."""
        if self._lost:
            lost, self._lost = self._lost, 0
            notice = logging.getLogger(__name__).makeRecord(
                __name__, logging.WARNING, "", 0, "%d lines of the log are lost", (lost,), None
            )
            super().emit(notice)
            if self._lost:  # nor could this one
                self._lost += lost
                return
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        """Count the record as lost."""
        self._lost += 1


def log_config(level: str, form: LogFormat) -> dict[str, object]:
    """Our own log and the server's, in one form, to standard error."""
    formatters = {
        "text": {"format": "%(levelname)-8s %(message)s"},
        "json": {"()": "serve.logs.JsonFormatter"},
    }
    own = {"handlers": ["standard error"], "level": level.upper(), "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": formatters[form]},
        "handlers": {
            "standard error": {"()": "serve.logs.SteadyHandler", "formatter": "own"},
        },
        "loggers": {name: dict(own) for name in _OWN},
    }
