"""Who works and who waits: a bounded number of requests, others are told to come back."""

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from data.errors import Overloaded

T = TypeVar("T")

_BEGUN_AT_ONCE: Final = 2
"""Requests that are begun between two looks of the loop at what else has happened.

Whoever comes anew, as probes do, is not seen before: so nobody waits for all who came earlier.
"""


class Turns:
    """Gives requests their turn, in the order in which they come.

    A few are begun at a time. What takes long goes to a few threads: more of them would only keep
    each other, and the loop, from the interpreter's lock.

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
        self._coming = 0
        self._begun = 0
        self._unbegun: deque[Future[None]] = deque()
        self._threads = ThreadPoolExecutor(max_concurrency, thread_name_prefix="classify")

    @property
    def _is_full(self) -> bool:
        return self._taken + len(self._unbegun) + self._coming >= self._places

    def expect(self) -> bool:
        """Tell whether there is a place for a request that has come, but has no task yet.

        It is counted until the loop has looked round, by when its task waits for its beginning.
        """
        if self._is_full:
            return False
        if not self._coming:
            get_running_loop().call_soon(self._forget_coming)
        self._coming += 1
        return True

    def _forget_coming(self) -> None:
        self._coming = 0

    def require_place(self) -> None:
        """Refuse a request for which there is no place.

        Raises
        ------
        Overloaded
        """
        if self._is_full:
            raise Overloaded

    async def begin(self) -> None:
        """Wait until a request may be begun: looked at, read, made sense of."""
        if self._unbegun or self._begun >= _BEGUN_AT_ONCE:
            turn = get_running_loop().create_future()
            self._unbegun.append(turn)
            await turn
        else:
            self._count_begun()

    def _count_begun(self) -> None:
        if not self._begun:
            get_running_loop().call_soon(self._begin_some)
        self._begun += 1

    def _begin_some(self) -> None:
        """The loop has looked round: begin some of those who wait."""
        self._begun = 0
        while self._unbegun and self._begun < _BEGUN_AT_ONCE:
            turn = self._unbegun.popleft()
            if not turn.done():  # else its request was given up
                turn.set_result(None)
                self._count_begun()

    @property
    def is_beginning(self) -> bool:
        """Whether requests wait that are begun at the loop's next looks."""
        return bool(self._unbegun)

    @contextmanager
    def place(self, *, is_welcome: bool = False) -> Iterator[None]:
        """Hold a place.

        Parameters
        ----------
        is_welcome
            Whether it is there though all are taken: for what goes on with what was let in before.

        Raises
        ------
        Overloaded
        """
        if self._taken >= self._places and not is_welcome:
            raise Overloaded
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1

    async def take(self, work: Callable[[], T], *, is_welcome: bool = False) -> T:
        """Wait for a turn and do some work in it, in a thread.

        A caller who gives up leaves the queue. What has begun is finished all the same, and keeps
        its thread until then.

        Raises
        ------
        Overloaded
        """
        with self.place(is_welcome=is_welcome):
            return await get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Begin no more work."""
        self._threads.shutdown(wait=False, cancel_futures=True)
