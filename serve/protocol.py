"""HTTP as uvicorn speaks it, with one thing more: a connection can be cut."""

from asyncio import Transport, sleep
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

_ABORT: Final = "chuyenmuc.abort"


class AbortableProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Gives the application a way to drop a connection with what is still to be sent on it.

    ASGI has none: a server asked to close waits until the client has read everything, which one
    who does not read never does.
    """

    def connection_made(self, transport: Transport) -> None:
        """Note how to cut this connection."""
        super().connection_made(transport)
        app: ASGIApp = self.app  # type: ignore[has-type]

        async def abortable(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_ABORT] = transport.abort
            await app(scope, receive, send)

        self.app = abortable


async def abort(scope: Scope) -> None:
    """Drop the connection of a request, where the server has a way to."""
    cut = scope.get("extensions", {}).get(_ABORT)
    if cut is not None:
        cut()
        await sleep(0)  # the server learns of it first, and finds nothing odd in an answer cut off
