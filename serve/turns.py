"""Who works and who waits: a bounded number of requests, others are told to come back."""

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any, Final, TypeVar

from data.errors import Overloaded

T = TypeVar("T")

_MOMENT: Final = 0.002
"""Seconds of quick work after which the loop looks at what else has happened.

Whoever comes anew, as probes do, is not seen before: so nobody waits for all who came earlier.
"""


class Turns:
    """Gives requests their turn, in the order in which they come.

    Quick work is done on the loop, a moment's worth at a time. Any other goes to a few threads:
    more of them would only keep each other, and the loop, from the interpreter's lock.

    Parameters
    ----------
    max_concurrency
        How many threads work.
    max_queue
        How many requests may wait besides.
    """

    def __init__(self, max_concurrency: int, max_queue: int) -> None:
        self._places = max_concurrency + max_queue
        self._taken = 0
        self._quick: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._threads = ThreadPoolExecutor(max_concurrency, thread_name_prefix="classify")

    def require_place(self) -> None:
        """Refuse a request for which there is no place.

        Raises
        ------
        Overloaded
        """
        if self._taken >= self._places:
            raise Overloaded

    async def take(self, work: Callable[[], T], *, is_quick: bool, is_welcome: bool = False) -> T:
        """Wait for a turn and do some work in it.

        A caller who gives up leaves the queue. What has begun in a thread is finished there all the
        same, and keeps its thread until then.

        Parameters
        ----------
        is_quick
            Whether it takes less time than handing it to a thread.
        is_welcome
            Whether it may wait though the queue is full: it goes on with what was let in before.

        Raises
        ------
        Overloaded
        """
        if not is_welcome:
            self.require_place()
        self._taken += 1
        try:
            if is_quick:
                return await self._soon(work)
            return await get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._taken -= 1

    def _soon(self, work: Callable[[], T]) -> Future[T]:
        """Put quick work into the queue, which begins once all that came with it are counted."""
        loop = get_running_loop()
        done: Future[T] = loop.create_future()
        if not self._quick:
            loop.call_soon(self._do_some)
        self._quick.append((done, work))
        return done

    def _do_some(self) -> None:
        """Do quick work for a moment; go on when the loop has looked around."""
        end = perf_counter() + _MOMENT
        while self._quick and perf_counter() < end:
            done, work = self._quick[0]
            if not done.done():  # else its caller has given up
                try:
                    done.set_result(work())
                except Exception as error:  # noqa: BLE001 - the caller's to answer
                    done.set_exception(error)
            self._quick.popleft()
        if self._quick:
            get_running_loop().call_soon(self._do_some)

    def close(self) -> None:
        """Begin no more work."""
        self._threads.shutdown(wait=False, cancel_futures=True)
