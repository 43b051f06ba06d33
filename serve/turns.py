"""Who works and who waits: a bounded number of requests, others are told to come back."""

from asyncio import get_running_loop, sleep
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from data.errors import Overloaded

T = TypeVar("T")


class Turns:
    """Gives requests their turn, in the order in which they come.

    Quick work is done between two events of the loop. Any other goes to a few threads: more of
    them would only keep each other, and the loop, from the interpreter's lock.

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
                await sleep(0)  # all that came in the same moment are counted before one is done
                return work()
            return await get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._taken -= 1

    def close(self) -> None:
        """Begin no more work."""
        self._threads.shutdown(wait=False, cancel_futures=True)
