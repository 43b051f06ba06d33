"""Refusals of a full service, made of prepared bytes: many of them must cost next to nothing."""

import json
import logging
from asyncio import get_running_loop
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import State

from data.errors import Overloaded
from serve.door import WORK
from serve.problems import MEDIA_TYPE, problem_of
from serve.request_id import HEADER, sound_or_new
from serve.settings import Settings

OVERLOAD: Final = "overload"
"""Under this name the application hands it to the server, as state of its lifespan."""

_ERROR: Final = Overloaded()
_PROBLEM: Final = json.dumps(problem_of(_ERROR), separators=(",", ":"))[:-1] + ',"request_id":"'
_HEAD: Final = (
    f"content-type: {MEDIA_TYPE}\r\nretry-after: {_ERROR.retry_after}\r\n{HEADER.lower()}: "
)
_PATHS: Final = {path.encode(): path for path in WORK}
_ID: Final = HEADER.lower().encode()

_LOG_EVERY: Final = 1.0
"""Seconds that one line of the log stands for: one for each refusal would be a load of its own."""

_MOST_A_SECOND: Final = 6_000
"""Refusals that may be made: a third of a processor's time.

Who asks again at once, as if not told to wait, would have a full service do nothing but say no.
"""

_SHORTEST_REST: Final = 0.01
_LONGEST_REST: Final = float(_ERROR.retry_after)

logger = logging.getLogger(__name__)


class Overload:
    """Refuses calls for which there is no place, before the server makes anything of them.

    Parameters
    ----------
    state
        Of the application; says whether there is a place, and what counts the refusals.
    """

    def __init__(self, state: State, settings: Settings) -> None:
        self._state = state
        self._has_browsers = bool(settings.cors_origins)
        self._refused = 0
        self._paid_until = 0.0

    def refuses(self, method: bytes, target: bytes) -> bool:
        """Tell whether a request is one that has come in vain; it is counted as coming if not.

        What browsers ask of another site is answered elsewhere, with the headers they insist on.
        """
        if method != b"POST" or target.partition(b"?")[0] not in _PATHS:
            return False
        if self._has_browsers or self._state.draining:
            return False
        return not self._state.turns.expect()

    def refusal(self, target: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes:
        """What to answer, from the second header on; the refusal is counted."""
        self._count(_PATHS[target.partition(b"?")[0]])
        given = next((value for name, value in headers if name == _ID), b"")
        request_id = sound_or_new(given.decode("latin-1"))
        body = f'{_PROBLEM}{request_id}"}}'
        return f"{_HEAD}{request_id}\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode()

    def rest(self) -> float:
        """Seconds for which to hear nothing on the connection of a request just refused."""
        now = get_running_loop().time()
        self._paid_until = max(self._paid_until, now) + 1 / _MOST_A_SECOND
        seconds = min(self._paid_until - now, _LONGEST_REST)
        return seconds if seconds > _SHORTEST_REST else 0.0

    def _count(self, path: str) -> None:
        metrics = self._state.registry.metrics
        metrics.answered("POST", path, _ERROR.status, size=0, seconds=0.0)
        metrics.refused(_ERROR.code)
        if not self._refused:
            get_running_loop().call_later(_LOG_EVERY, self.tell)
        self._refused += 1

    def tell(self) -> None:
        """Log how many requests were refused since this was last told, if any were."""
        if self._refused:
            refused, self._refused = self._refused, 0
            fields = {"problem": _ERROR.code, "refused": refused}
            words = "refused %d requests within a second: %s"
            logger.warning(words, refused, _ERROR.code, extra={"fields": fields})
