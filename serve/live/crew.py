"""How the workers of one service agree on what is live, through files in a folder of their own.

`order.json` says which version of each model is to be live, under a number that rises with every
change. Each worker watches it, follows it, and writes into `worker-N.json` how far it has come.
N is the worker's slot, held by a lock that ends with the process: whoever replaces a dead worker
takes its slot over.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from filelock import FileLock, Timeout

from data.errors import ActivationBusy, UnwritableState
from serve.live.choice import write_whole

_PATIENCE: Final = 30.0
"""Seconds an activation waits for those before it."""


class Order(NamedTuple):
    """What is to be live, under a number that rises.

    Attributes
    ----------
    number : int
    versions : mapping of str to str
        The version of each model, by name.
    chosen : mapping of str to str
        Those that an operator chose; the others are the newest there were.
    """

    number: int
    versions: Mapping[str, str]
    chosen: Mapping[str, str]


class Standing(NamedTuple):
    """How far a worker has come: the last order it follows, and why it does not follow the next."""

    worker: int
    number: int
    fault: str | None = None


class Agreement(Protocol):
    """What the workers of a service share."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold off every other change until this one is made; `ActivationBusy` if it takes long."""

    def order(self) -> Order | None:
        """The last order; None before the first."""

    def publish(self, order: Order) -> None:
        """Give an order; `UnwritableState` if it cannot be written."""

    def report(self, number: int, fault: str | None = None) -> None:
        """Say how far this worker has come."""

    def standings(self) -> list[Standing]:
        """How far every worker has come."""


class Alone:
    """The agreement of a single process with itself."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._order: Order | None = None
        self._standing = Standing(0, 0)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold off every other change."""
        if not self._turn.acquire(timeout=_PATIENCE):
            raise ActivationBusy(_PATIENCE)
        try:
            yield
        finally:
            self._turn.release()

    def order(self) -> Order | None:
        """The last order."""
        return self._order

    def publish(self, order: Order) -> None:
        """Give an order."""
        self._order = order

    def report(self, number: int, fault: str | None = None) -> None:
        """Say how far this process has come."""
        self._standing = Standing(0, number, fault)

    def standings(self) -> list[Standing]:
        """How far this process has come."""
        return [self._standing]


class Crew:
    """The agreement of several workers.

    Parameters
    ----------
    folder
        The run folder; it belongs to one service.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slot: int | None = None
        self._held: FileLock | None = None

    def join(self) -> int:
        """Take the lowest free slot, and return its number.

        Raises
        ------
        OSError
            The folder cannot be written to.
        """
        slot = 0
        while True:
            lock = FileLock(self.folder / f"worker-{slot}.lock", blocking=False, is_singleton=False)
            try:
                lock.acquire()
            except Timeout:
                slot += 1
                continue
            self._held, self.slot = lock, slot
            self.report(0)
            return slot

    def leave(self) -> None:
        """Give the slot up."""
        if self._held is not None:
            self._record(self.slot).unlink(missing_ok=True)
            self._held.release()
            self._held = self.slot = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold off every other change, whichever worker makes it."""
        lock = FileLock(self.folder / "turn.lock", timeout=_PATIENCE, is_singleton=False)
        try:
            lock.acquire()
        except Timeout:
            raise ActivationBusy(_PATIENCE) from None
        except OSError as error:
            raise UnwritableState(error.strerror or "no reason given") from None
        try:
            yield
        finally:
            lock.release()

    def order(self) -> Order | None:
        """The last order."""
        try:
            content = json.loads((self.folder / "order.json").read_bytes())
        except FileNotFoundError:
            return None
        return Order(**content)

    def publish(self, order: Order) -> None:
        """Give an order."""
        try:
            write_whole(self.folder / "order.json", order._asdict())
        except OSError as error:
            raise UnwritableState(error.strerror or "no reason given") from None

    def report(self, number: int, fault: str | None = None) -> None:
        """Say how far this worker has come.

        Raises
        ------
        OSError
            It cannot be written; the worker then counts as one that has not followed.
        """
        if self.slot is not None:  # the master has none: it gives orders and follows none
            standing = {"pid": os.getpid(), "number": number, "fault": fault}
            write_whole(self._record(self.slot), standing)

    def standings(self) -> list[Standing]:
        """How far every worker has come that has not left in peace."""
        found = []
        for path in sorted(self.folder.glob("worker-*.json")):
            try:
                content = json.loads(path.read_bytes())
            except FileNotFoundError:  # it left between two looks
                continue
            slot = int(path.stem.removeprefix("worker-"))
            found.append(Standing(slot, content["number"], content["fault"]))
        return found

    def _record(self, slot: int | None) -> Path:
        return self.folder / f"worker-{slot}.json"
