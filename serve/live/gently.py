"""Work that is in nobody's way."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final, TypeVar

T = TypeVar("T")

_NICE: Final = 10
"""A tenth of the share that those who answer have of a core that is asked for too much."""


def gently(work: Callable[[], T]) -> T:
    """Do some work in a thread that lets all others go first, and wait for it.

    On Linux a thread has a priority of its own, and cannot raise it again: hence a new one each
    time. Elsewhere it is a thread like any other.
    """
    with ThreadPoolExecutor(1, "gently", initializer=_step_back) as thread:
        return thread.submit(work).result()


def _step_back() -> None:
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
