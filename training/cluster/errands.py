"""Calls that a cluster does, no more of them at a time than it has threads."""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import count
from typing import Any, Generic, TypeVar

from distributed import Client, Future, KilledWorker, as_completed
from distributed.comm.core import CommClosedError

from data.errors import DyingWorkers, LostCluster

Item = TypeVar("Item")


class Errands(Generic[Item]):
    """Calls that were given out, each for an item of the caller's.

    While there are no more than threads, the scheduler holds few, and the end of a worker is blamed
    on the call it was at: that is done again elsewhere, as often as the scheduler allows (its
    ``allowed-failures``, three).

    Parameters
    ----------
    client : Client
    name : str
        Nobody else's: several runs may share a cluster.
    """

    def __init__(self, client: Client, name: str) -> None:
        self._client, self._name = client, name
        self._numbers = count()
        self._running: dict[str, Item] = {}
        self._futures = as_completed(loop=client.loop)

    @property
    def free(self) -> int:
        """How many more there are threads for."""
        return max(threads_of(self._client) - len(self._running), 0)

    @property
    def busy(self) -> bool:
        """Whether any was given out and has not come back."""
        return bool(self._running)

    def begin(
        self, item: Item, function: Callable[..., Any], *arguments: object, **options: object
    ) -> None:
        """Have a function called for an item; the options are those of `Client.submit`."""
        key = f"{self._name}-{next(self._numbers)}"
        self._running[key] = item
        self._futures.add(self._client.submit(function, *arguments, key=key, **options))

    def finish(self) -> tuple[Item, "Future[Any]"]:
        """Wait for one of them; the item, and what has become of it."""
        future = next(self._futures)
        return self._running.pop(future.key), future


def threads_of(client: Client) -> int:
    """Count the threads that there are now, at least one to come; workers come and go."""
    threads: dict[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def outcome_of(future: "Future[Any]", what: str) -> Any:
    """Return what a call returned.

    Parameters
    ----------
    future : Future
    what : str
        What it was about, to be told to the user.

    Raises
    ------
    DyingWorkers
        If the scheduler has given it up.
    Exception
        Whatever the call raised.
    """
    try:
        return future.result()
    except KilledWorker as error:
        raise DyingWorkers(what, error.allowed_failures + 1) from error


@contextmanager
def noticing_loss(address: str, further: str) -> Iterator[None]:
    """Say it in a line when the scheduler at an address goes away.

    Parameters
    ----------
    address : str
    further : str
        How the user goes on when it is there again.

    Raises
    ------
    LostCluster
    """
    try:
        yield
    except (CancelledError, CommClosedError) as error:
        raise LostCluster(address, further) from error
