"""Quick work, done for a few requests in one go."""

from asyncio import Future, get_running_loop
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_MOST: Final = 8
"""Items of work that are done in one go."""

_MOST_SIZE: Final = 32_000
"""Their size together, in bytes; an item that is larger is done alone."""

_LOOKS: Final = 4
"""How often the loop looks round, at the most, before work begins that could have company."""


class _Waiting(NamedTuple, Generic[Item, Answer]):
    answer: Future[Answer]
    item: Item
    size: int


class MicroBatcher(Generic[Item, Answer]):
    """Does work on the loop, for all requests together that wait for it.

    What is done by turns with all else that a request takes finds the processor's caches cold each
    time, and leaves them so. Between two goes the loop looks at what else has happened.

    Parameters
    ----------
    work
        From some items, one or more, to as many answers; takes less time than handing it to a
        thread.
    expects_more
        Tells whether others are about to come whose work could be done in the same go.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Answer]],
        expects_more: Callable[[], bool],
    ) -> None:
        self._work = work
        self._expects_more = expects_more
        self._waiting: deque[_Waiting[Item, Answer]] = deque()
        self._looks = 0

    def ask(self, item: Item, size: int) -> Future[Answer]:
        """Have work done for an item of so many bytes; who cancels the answer leaves the queue."""
        loop = get_running_loop()
        answer: Future[Answer] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._do_some)
        self._waiting.append(_Waiting(answer, item, size))
        return answer

    def _do_some(self) -> None:
        if len(self._waiting) < _MOST and self._looks < _LOOKS and self._expects_more():
            self._looks += 1
        else:
            self._looks = 0
            self._answer(self._take_some())
        if self._waiting:
            get_running_loop().call_soon(self._do_some)

    def _take_some(self) -> list[_Waiting[Item, Answer]]:
        """Take from the queue what is done in one go: one item, and what goes with it."""
        some = [self._waiting.popleft()]
        room = _MOST_SIZE - some[0].size
        while self._waiting and len(some) < _MOST and self._waiting[0].size <= room:
            some.append(self._waiting.popleft())
            room -= some[-1].size
        return some

    def _answer(self, asked: Sequence[_Waiting[Item, Answer]]) -> None:
        wanted = [each for each in asked if not each.answer.done()]  # else given up
        if not wanted:
            return
        try:
            answers = self._work([each.item for each in wanted])
        except Exception as error:  # noqa: BLE001 - the callers' to tell
            for each in wanted:
                each.answer.set_exception(error)
        else:
            for each, answer in zip(wanted, answers, strict=True):
                each.answer.set_result(answer)
