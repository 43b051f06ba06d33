"""Who does the long parts of a training or a search: this process, or others that it asks."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Generic, Protocol, TypeVar

from model.words.workers import Segmenters, Workers

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)


class Task(Protocol[Item_contra, Result_co]):
    """What is to be done for many items, with all that it takes; it can be sent elsewhere."""

    def do(self, item: Item_contra, jobs: int) -> Result_co:
        """Do it for one item, in so many threads; what is found does not depend on them."""
        ...


class Desk(Protocol[Item, Result_co]):
    """Where a task is done for one item after the other, or for several at once."""

    @property
    def free(self) -> int:
        """How many more items there is room for now."""
        ...

    @property
    def busy(self) -> bool:
        """Whether an item was begun and not finished."""
        ...

    def begin(self, item: Item) -> None:
        """Have the task done for an item."""
        ...

    def finish(self) -> tuple[Item, Result_co]:
        """Wait for one of those that were begun: the item, and what was found."""
        ...


class Helpers(Protocol):
    """Whoever can be asked."""

    def desk(self, task: Task[Item, Result]) -> AbstractContextManager[Desk[Item, Result]]:
        """Open a place where a task is done; what it takes is brought there once."""
        ...

    def segmenters(self) -> AbstractContextManager[Segmenters]:
        """Open a place where texts are segmented."""
        ...


class Alone:
    """Nobody is asked: one task at a time, in threads of this process.

    Parameters
    ----------
    jobs : int
        How many threads; processes for segmentation.
    """

    def __init__(self, jobs: int = 1) -> None:
        self._jobs = jobs

    @contextmanager
    def desk(self, task: Task[Item, Result]) -> Iterator[Desk[Item, Result]]:
        """See `Helpers`."""
        yield _OwnDesk(task, self._jobs)

    def segmenters(self) -> AbstractContextManager[Segmenters]:
        """See `Helpers`."""
        return Workers(self._jobs)


class _OwnDesk(Generic[Item, Result]):
    """Has room for one item, which is done when it is waited for."""

    def __init__(self, task: Task[Item, Result], jobs: int) -> None:
        self._task, self._jobs = task, jobs
        self._begun: list[Item] = []

    @property
    def free(self) -> int:
        return 1 - len(self._begun)

    @property
    def busy(self) -> bool:
        return bool(self._begun)

    def begin(self, item: Item) -> None:
        self._begun.append(item)

    def finish(self) -> tuple[Item, Result]:
        item = self._begun.pop()
        return item, self._task.do(item, self._jobs)


def do_all(
    helpers: Helpers, task: Task[Item, Result], items: Iterable[Item]
) -> Iterator[tuple[Item, Result]]:
    """Yield what is found of each item, in the order in which they are done."""
    waiting = iter(items)
    with helpers.desk(task) as desk:
        while True:
            # Asked anew each time: helpers come and go.
            while desk.free and (item := next(waiting, None)) is not None:
                desk.begin(item)
            if not desk.busy:
                return
            yield desk.finish()
