"""HTTP as uvicorn speaks it, with two things more: quick refusals, and connections that are cut."""

from asyncio import Event, TimerHandle, Transport, sleep
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from serve.overload import OVERLOAD, Overload

_ABORT: Final = "chuyenmuc.abort"
_STATUS: Final = b"HTTP/1.1 503 Service Unavailable"
_PATIENCE: Final = 5.0
"""Seconds that the rest of a request may take which is refused before it has arrived."""


class _Answered:
    """Stands for a request that is answered, whatever of it is still to come."""

    response_complete = True
    message_event = Event()


class Protocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Refuses what a full service cannot take, and lets the application drop a connection.

    A refusal is written here, where the headers end: no task, no call of the application is made
    for it. What is left of the request is read and thrown away, within a time.

    ASGI has no way to drop a connection with what is still to be sent on it: a server asked to
    close waits until the client has read everything, which one who does not read never does.
    """

    _overload: Overload | None = None
    _refusal: bytes | None = None
    _goes_on = False
    _patience: TimerHandle | None = None
    _rest: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:
        """Note how to cut this connection."""
        super().connection_made(transport)
        self._overload = self.app_state.get(OVERLOAD)
        app: ASGIApp = self.app  # type: ignore[has-type]

        async def abortable(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_ABORT] = transport.abort
            await app(scope, receive, send)

        self.app = abortable

    def on_headers_complete(self) -> None:
        """Refuse the request if there is no place for it."""
        overload = self._overload
        if overload is None or not self._is_in_vain(overload):
            super().on_headers_complete()
            return
        self.cycle: Any = _Answered
        self._refusal = overload.refusal(self.url, self.headers)
        # Behind one that asks for another protocol, the parser takes the body for a request.
        self._goes_on = (
            self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and not self.parser.should_upgrade()
        )
        if self.expect_100_continue:
            self._refuse(goes_on=False)  # whoever has asked before sending does not send now

    def _is_in_vain(self, overload: Overload) -> bool:
        # Behind an answer that is still to come, or one that nobody reads, it has to wait.
        is_next = self.cycle is None or self.cycle.response_complete
        if not is_next or self.flow.write_paused:
            return False
        return overload.refuses(self.parser.get_method(), self.url)

    def on_message_complete(self) -> None:
        """Say no once the request has arrived: then its connection can go on."""
        if self._refusal is not None:
            self._refuse(goes_on=self._goes_on)
        else:
            super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Have patience with a request that is refused and has not arrived."""
        super().data_received(data)
        if self._refusal is not None and self._patience is None:
            self._patience = self.loop.call_later(_PATIENCE, self._refuse)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: a line for each would fill the log, and no library would change anything."""

    def _refuse(self, *, goes_on: bool = False) -> None:
        refusal, self._refusal = self._refusal, None
        self._be_patient_no_more()
        if refusal is None or self.transport.is_closing():
            return
        headers = [name + b": " + value for name, value in self.server_state.default_headers]
        if not goes_on:
            headers.append(b"connection: close")
        self.transport.write(b"\r\n".join((_STATUS, *headers, refusal)))
        if goes_on:
            self.on_response_complete()
            self._be_deaf()
        else:
            self.transport.close()

    def _be_deaf(self) -> None:
        """Hear nothing on this connection for as long as others are to be refused."""
        if self._overload is not None and (seconds := self._overload.rest()):
            self.flow.pause_reading()
            self._rest = self.loop.call_later(seconds, self.flow.resume_reading)

    def _be_patient_no_more(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def connection_lost(self, error: Exception | None) -> None:
        """Forget what was to be answered."""
        self._be_patient_no_more()
        if self._rest is not None:
            self._rest.cancel()
        self._refusal = None
        super().connection_lost(error)


async def abort(scope: Scope) -> None:
    """Drop the connection of a request, where the server has a way to."""
    cut = scope.get("extensions", {}).get(_ABORT)
    if cut is not None:
        cut()
        await sleep(0)  # the server learns of it first, and finds nothing odd in an answer cut off
