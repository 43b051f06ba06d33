"""How much a caller may send."""

from typing import Final

from anyio import move_on_after
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.errors import BodyTooLarge, Overloaded
from serve.door import STREAM, path_of

_PATIENCE: Final = 5.0
"""Seconds spent on reading the rest of a body that is refused."""

_MOST_DISCARDED: Final = 64 * 1024**2
"""Bytes of it that are read at the most."""

_MOST_HELD: Final = 64
"""Bodies of the largest size that may be in memory at once, in full or in part."""


class BodyLimit:
    """Middleware that stops reading a request body once it is too large.

    It counts the bytes that arrive, since a chunked body announces no length; a Content-Length
    over the limit only saves keeping them. The refusal is raised where the body is read, so a
    call that takes no body never notices. All bodies together are bounded too: they wait for the
    slow senders among them without holding a place in the queue.

    A stream passes: its limit is one of lines.

    Parameters
    ----------
    max_bytes
        Largest body in bytes.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with a `receive` that counts."""
        if scope["type"] != "http" or path_of(scope) == STREAM:
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        announced_too_much = announced.isdecimal() and int(announced) > self.max_bytes
        received = 0

        async def receive_counting() -> Message:
            nonlocal received
            message = await receive()
            size = len(message.get("body", b""))
            received += size
            self.held += size
            if announced_too_much or received > self.max_bytes:
                await _discard_rest(message, receive)
                raise BodyTooLarge(self.max_bytes)
            if self.held > self.max_bytes * _MOST_HELD:
                raise Overloaded
            return message

        try:
            await self.app(scope, receive_counting, send)
        finally:
            self.held -= received


async def _discard_rest(message: Message, receive: Receive) -> None:
    """Read what is left of a body, within bounds.

    A caller that is still sending when the connection closes sees a broken pipe, not the answer.
    """
    discarded = 0
    with move_on_after(_PATIENCE):
        while message.get("more_body", False) and discarded < _MOST_DISCARDED:
            message = await receive()
            discarded += len(message.get("body", b""))
