"""Answers lines as they come: in order, in constant memory, at the pace of who reads them."""

import logging
from asyncio import timeout
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from time import monotonic, perf_counter
from typing import Final

from fastapi import Response
from pydantic_core import to_json
from starlette.types import Message, Receive, Scope, Send

from data.errors import Draining, IdleStream, Overloaded
from serve.body import LINES
from serve.lines import Line, Lines
from serve.problems import problem_of
from serve.protocol import abort
from serve.request_id import request_id_of
from serve.results import Failure, Result
from serve.settings import Settings
from serve.turns import Turns

_RUN: Final = 0.01
"""Seconds for which lines are answered before their answers go out."""

_MOST_LINES: Final = 16
_MOST_BYTES: Final = 64_000
"""Lines that are answered in one go: so many, or all up to the one with which they are so long."""

_LOOK: Final = 1.0
"""Seconds after which a stream on which nothing comes looks whether the service is to stop."""

logger = logging.getLogger(__name__)


class Streams:
    """The streams that are open, of which there may be so many."""

    def __init__(self, max_streams: int) -> None:
        self._places = max_streams

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place.

        Raises
        ------
        Overloaded
            There is none.
        """
        if not self._places:
            raise Overloaded
        self._places -= 1
        try:
            yield
        finally:
            self._places += 1


class LineStream(Response):
    """A response that reads lines and answers them, both at once.

    It reads on only when what it has answered is on its way, so that a client who does not read
    holds up nothing but itself; and not for ever.

    Parameters
    ----------
    answer
        What to say to some lines, None for one that is too long; it is called in a worker thread.
    is_draining
        Whether the service is about to stop; a stream then ends with the lines that have come.
    """

    media_type = LINES

    def __init__(
        self,
        answer: Callable[[Sequence[bytes | None]], Sequence[Result | Failure]],
        turns: Turns,
        streams: Streams,
        settings: Settings,
        is_draining: Callable[[], bool],
    ) -> None:
        self.status_code = 200
        self.background = None
        self.init_headers()
        self._answer, self._turns, self._streams = answer, turns, streams
        self._lines = Lines(settings.max_line_bytes)
        self._idle_timeout = settings.idle_timeout
        self._is_draining = is_draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer until the lines end.

        Raises
        ------
        Overloaded
            Too many streams are open.
        IdleStream, Draining
            Not even the first line came.
        """
        with self._streams.place():
            first = await self._next(receive)
            try:
                await self._give_all(first, receive, send)
            except TimeoutError:
                words = "request %s: closed its stream: the client had read nothing for %g s"
                logger.warning(words, request_id_of(scope), self._idle_timeout)
                await abort(scope)

    async def _give_all(self, first: Message, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await self._give(send, start)
        async for answers in self._answers(first, receive):
            await self._give(send, _body(answers))
        await self._give(send, _body(b"", more=False))

    async def _answers(self, message: Message, receive: Receive) -> AsyncIterator[bytes]:
        while message["type"] == "http.request":
            arrived = self._lines.feed(message.get("body", b""))
            async for answers in self._runs(arrived):
                yield answers
            if not message.get("more_body", False):
                async for answers in self._runs(self._lines.end()):
                    yield answers
                return
            try:
                message = await self._next(receive)
            except (IdleStream, Draining) as error:
                yield _written(self._lines.number, {"error": problem_of(error)})
                return

    async def _runs(self, lines: Iterator[Line]) -> AsyncIterator[bytes]:
        """Answer what there is, a moment's work at a time."""
        is_done = False
        while not is_done:
            answers, is_done = await self._turns.take(lambda: self._run(lines), is_welcome=True)
            if answers:
                yield answers

    def _run(self, lines: Iterator[Line]) -> tuple[bytes, bool]:
        """The answers to as many lines as a moment allows, and whether that is all of them."""
        end = perf_counter() + _RUN
        answers = bytearray()
        while some := _next_few(lines):
            found = self._answer([line.content for line in some])
            for line, answer in zip(some, found, strict=True):
                answers += _written(line.number, answer)
            if perf_counter() > end:
                return bytes(answers), False
        return bytes(answers), True

    async def _next(self, receive: Receive) -> Message:
        """What comes next, unless nothing comes for too long or the service is about to stop."""
        deadline = monotonic() + self._idle_timeout
        while not self._is_draining():
            left = deadline - monotonic()
            if left <= 0:
                raise IdleStream(self._idle_timeout)
            with suppress(TimeoutError):
                async with timeout(min(left, _LOOK)):
                    return await receive()
        raise Draining

    async def _give(self, send: Send, message: Message) -> None:
        async with timeout(self._idle_timeout):
            await send(message)


def _next_few(lines: Iterator[Line]) -> list[Line]:
    few: list[Line] = []
    size = 0
    for line in islice(lines, _MOST_LINES):
        few.append(line)
        size += len(line.content or b"")
        if size >= _MOST_BYTES:
            break
    return few


def _body(content: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


def _written(number: int, answer: Result | Failure) -> bytes:
    return to_json({"line": number, **answer}) + b"\n"
