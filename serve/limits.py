"""How much a caller may send."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.errors import BodyTooLarge


class BodyLimit:
    """Middleware that stops reading a request body once it is too large.

    It counts the bytes that arrive, since a chunked body announces no length; a Content-Length
    over the limit only saves reading them. The refusal is raised where the body is read, so a
    call that takes no body never notices.

    Parameters
    ----------
    max_bytes
        Largest body in bytes.
    """

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with a `receive` that counts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        announced_too_much = announced.isdecimal() and int(announced) > self.max_bytes
        received = 0

        async def receive_counting() -> Message:
            nonlocal received
            if announced_too_much:
                raise BodyTooLarge(self.max_bytes)
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise BodyTooLarge(self.max_bytes)
            return message

        await self.app(scope, receive_counting, send)
