"""Clusters to try things on, and what may happen to them meanwhile."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from distributed import LocalCluster

Cluster = Any


@contextmanager
def cluster_of(workers: int, *, processes: bool) -> Iterator[Cluster]:
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=processes,
        dashboard_address="127.0.0.1:0",
    ) as cluster:
        yield cluster


@contextmanager
def meanwhile(do: Callable[[], None]) -> Iterator[None]:
    thread = threading.Thread(target=do)
    thread.start()
    yield
    thread.join()


def until(seen: Callable[[], object], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not seen():
        assert time.monotonic() < end
        time.sleep(0.001)


def kill(worker: Any) -> None:
    os.kill(worker.pid, signal.SIGKILL)
