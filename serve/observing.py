"""What is seen of every request: one line in the log, and its share of the figures."""

import logging
import time
from typing import Final, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serve.door import path_of
from serve.request_id import request_id_of

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_PROBES: Final = frozenset({"/livez", "/readyz", "/metrics"})
_NO_ANSWER: Final = 499
"""Status of a request whose client hung up, as nginx has it."""

logger = logging.getLogger(__name__)


class Seen(NamedTuple):
    """What is noted of a request: the size of its body in bytes, the time to its end in seconds."""

    method: str
    route: str
    status: int
    size: int
    seconds: float


class Observe:
    """Middleware that counts and logs each request once its answer has ended.

    What is logged is the template of the route that answered, never the address itself, whose
    words are the caller's.

    Parameters
    ----------
    paths
        The templates; one without parameters is known before a route has answered.
    """

    def __init__(self, app: ASGIApp, paths: frozenset[str]) -> None:
        self.app = app
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with a `receive` and a `send` that take note."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status, size = _NO_ANSWER, 0

        async def receive_noting() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            return message

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if scope["app"].state.draining:
                    MutableHeaders(scope=message)["Connection"] = "close"
            await send(message)

        try:
            await self.app(scope, receive_noting, send_noting)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else "(other)"
            seen = Seen(method, self._route_of(scope), status, size, time.perf_counter() - started)
            _count(scope, seen)
            _tell(scope, seen)

    def _route_of(self, scope: Scope) -> str:
        if "route" in scope:
            return str(scope["route"].path)
        path = path_of(scope)
        return path if path in self.paths else "(none)"


def _count(scope: Scope, seen: Seen) -> None:
    metrics = scope["app"].state.registry.metrics
    metrics.answered(*seen)
    if code := scope["state"].get("problem"):
        metrics.refused(code)


def _tell(scope: Scope, seen: Seen) -> None:
    # Probes come every few seconds: they would bury the rest.
    is_probe = seen.route in _PROBES and seen.status < 500
    _log(scope, seen, logging.DEBUG if is_probe else logging.INFO)
    traces = scope["app"].state.traces
    if traces and not is_probe:
        traces.note(scope, seen)


def _log(scope: Scope, seen: Seen, level: int) -> None:
    if logger.isEnabledFor(level):
        milliseconds = round(seen.seconds * 1000, 3)
        request_id = request_id_of(scope)
        text = (
            f"{seen.method} {seen.route} {seen.status} in {milliseconds} ms, request {request_id}"
        )
        # Made here, for `Logger.log` would look for its caller at every request.
        record = logging.LogRecord(__name__, level, __file__, 0, text, (), None)
        record.fields = {
            "method": seen.method,
            "route": seen.route,
            "status": seen.status,
            "milliseconds": milliseconds,
            "bytes": seen.size,
            "problem": scope["state"].get("problem"),
            "request_id": request_id,
        }
        logger.handle(record)
