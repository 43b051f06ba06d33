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
        with _interrupts_held():
            Parallel(n_jobs=jobs)(delayed(abs)(number) for number in range(jobs))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back until the end; a process started meanwhile never hears it.

    Blocked, so that it is heard afterwards; and ignored, for joblib lets it through again while it
    starts its processes, and what is ignored stays so in them.
    """
    in_main_thread = threading.current_thread() is threading.main_thread()
    if not in_main_thread or not hasattr(signal, "pthread_sigmask"):  # Windows has none
        yield
        return
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
