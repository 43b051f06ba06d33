"""The processes that fit sections side by side."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from joblib import Parallel, delayed


def start_workers(jobs: int) -> None:
    """Start the processes that joblib will use, or find them running.

    A terminal sends Ctrl-C to every process of a program. Only the first one is to hear it: it
    stops the others, which would each print where they were.
    """
    if jobs > 1:
        with _interrupts_ignored():
            Parallel(n_jobs=jobs)(delayed(abs)(number) for number in range(jobs))


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Ignore Ctrl-C for the moment; a process started meanwhile ignores it for good."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what becomes of a signal
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
