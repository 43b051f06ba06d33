"""The processes that segment."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Final, Protocol, Self

from data.errors import UsageError
from model.words.segmentation import find_joins

_SECONDS_BETWEEN_LOOKS: Final = 1.0


CHUNKS_PER_WORKER: Final = 3
"""Given out at a time, so that none waits for work."""


class Segmenters(Protocol):
    """Whoever segments."""

    @property
    def room(self) -> int:
        """How many chunks of texts are to be with them at a time."""
        ...

    def submit(self, texts: Sequence[str]) -> Callable[[], list[bytes]]:
        """Give out prepared texts; calling what is returned waits for their joins."""
        ...


def find_all_joins(texts: Sequence[str]) -> list[bytes]:
    """Find the joins of each of some prepared texts."""
    return [find_joins(text) for text in texts]


class Workers:
    """Processes that segment; they start with the first texts they are given.

    Parameters
    ----------
    jobs : int
        How many processes; with 1 the work is done in this one.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop the processes, at once where the work was interrupted."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=kind is not None)

    @property
    def room(self) -> int:
        """See `Segmenters`."""
        return self._jobs * CHUNKS_PER_WORKER

    def submit(self, texts: Sequence[str]) -> Callable[[], list[bytes]]:
        """See `Segmenters`."""
        task = partial(find_all_joins, texts)
        if self._jobs == 1 or not texts:
            return task
        if self._pool is None:
            from joblib.externals.loky import ProcessPoolExecutor

            start = partial(_start, os.getpid())
            self._pool = ProcessPoolExecutor(self._jobs, initializer=start)
        return partial(_wait, self._pool.submit(task))


def _wait(future: Any) -> list[bytes]:
    from joblib.externals.loky.process_executor import BrokenProcessPool

    try:
        joins: list[bytes] = future.result()
    except BrokenProcessPool as error:
        raise UsageError(
            "a process that segments was killed, perhaps for want of memory; "
            "what is done is kept: run again, with fewer --jobs"
        ) from error
    return joins


def _start(parent: int) -> None:
    """Prepare a worker: it ends when its parent says so, or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A parent that was killed tells its workers nothing: they would wait for work for ever.
    while os.getppid() == parent:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    os._exit(1)
