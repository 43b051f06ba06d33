"""One id for each request, in the answer and in the log."""

import os
import re
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "X-Request-ID"
_RAW: Final = HEADER.lower().encode()
_BYTES: Final = 16
_VALID = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id_of(scope: Scope) -> str:
    """The id that `RequestId` gave this request."""
    return str(scope["state"]["request_id"])


def sound_or_new(given: str) -> str:
    """The caller's id if it is sound, else a new one."""
    return given if _VALID.fullmatch(given) else os.urandom(_BYTES).hex()


class RequestId:
    """Middleware that takes the caller's X-Request-ID if it is sound, else makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with an id in its state, and the id in the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = sound_or_new(Headers(scope=scope).get(HEADER, ""))
        scope.setdefault("state", {})["request_id"] = request_id
        header = (_RAW, request_id.encode())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), header]
            await send(message)

        await self.app(scope, receive, send_with_id)
