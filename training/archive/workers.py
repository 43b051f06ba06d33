"""Who does the parts of a run."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from threading import Event
from typing import Protocol, TypeVar

from model import SectionClassifier
from training.archive.parts import Advance, Job, Part, PartDone
from training.archive.working import classify_part

T = TypeVar("T")
R = TypeVar("R")


class Workers(Protocol):
    """Does parts, somewhere."""

    def run(self, parts: Iterable[Part], job: Job, advance: Advance) -> Iterator[PartDone]:
        """Yield what comes of each part, as soon as it is done.

        Parameters
        ----------
        parts : iterable of Part
        job : Job
        advance : callable
            Told of the rows and bytes that are done.
        """
        ...


class _Stopped(Exception):
    """The run is over."""


class LocalWorkers:
    """Threads of this process: reading, classifying and writing leave Python to each other.

    Each thread reads and writes a part; what it reads is classified by as many threads more, which
    all parts share, so that a single large part has all cores too.
    """

    def __init__(self, classifier: SectionClassifier, jobs: int) -> None:
        self._classifier, self._jobs = classifier, jobs

    def run(self, parts: Iterable[Part], job: Job, advance: Advance) -> Iterator[PartDone]:
        """Yield what comes of each part; see `Workers`."""
        stop = Event()

        def tell(rows: int, size: int) -> None:
            if stop.is_set():
                raise _Stopped
            advance(rows, size)

        with (
            ThreadPoolExecutor(self._jobs) as classifying,
            ThreadPoolExecutor(self._jobs) as working,
        ):

            def begin(part: Part) -> Future[PartDone]:
                return working.submit(classify_part, part, job, self._classifier, classifying, tell)

            try:
                yield from as_done(begin, parts, self._jobs)
            finally:
                # Whatever ended the run, the parts at work end at their next chunk.
                stop.set()


def as_done(begin: Callable[[T], "Future[R]"], items: Iterable[T], limit: int) -> Iterator[R]:
    """Begin items, no more than `limit` at a time, and yield what comes of each as it is done."""
    items = iter(items)
    running = {begin(item) for item in islice(items, limit)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            running.update(begin(item) for item in islice(items, 1))
            yield future.result()
