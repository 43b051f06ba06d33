"""Where the workers of a cluster are, and how to come to them."""

import logging
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from distributed import Client, LocalCluster, Worker, WorkerPlugin
from distributed.utils import silence_logging_cmgr

from data.errors import NoWorkers, UnreachableCluster, UsageError

_LOCAL: Final = re.compile(r"local(?::(?P<processes>[1-9]\d{0,3}))?")
_ADDRESS: Final = re.compile(r"(?:[a-z]+://)?[^\s:/]+:\d+/?|[a-z]+://\S+")

_ANSWER: Final = 15.0
"""Seconds for a scheduler to answer."""

ARRIVAL: Final = 60.0
"""Seconds for a worker to come where there is none."""


class Place(NamedTuple):
    """Where the work is done.

    Attributes
    ----------
    address : str
        A scheduler's, or ``local``.
    processes : int or None
        How many to start on this machine; None for a cluster that is running.
    """

    address: str
    processes: int | None


def place_of(where: str, cores: int) -> Place:
    """Read what the user names: a scheduler's address, ``local`` or ``local:N``.

    Raises
    ------
    UsageError

    Examples
    --------
    >>> place_of("local", cores=8)
    Place(address='local', processes=8)
    >>> place_of("local:2", cores=8)
    Place(address='local', processes=2)
    >>> place_of("tcp://10.0.0.1:8786", cores=8)
    Place(address='tcp://10.0.0.1:8786', processes=None)
    """
    if local := _LOCAL.fullmatch(where):
        return Place("local", int(local["processes"] or cores))
    if where.startswith("local:") or not _ADDRESS.fullmatch(where):
        raise UsageError(
            f"--dask {where}: neither local, local:N nor an address such as tcp://10.0.0.1:8786"
        )
    return Place(where, None)


class _Uninterrupted(WorkerPlugin):
    """Lets Ctrl-C end this process, which ends its workers, and not them with it."""

    def setup(self, worker: Worker) -> None:  # noqa: ARG002  (Dask's own parameter)
        signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def connected(place: Place) -> Iterator[Client]:
    """Come to a cluster that has a worker at least; stop what was started for it.

    Raises
    ------
    UnreachableCluster, NoWorkers
    """
    with silence_logging_cmgr(logging.CRITICAL):
        started = _running(place.address) if place.processes is None else _local(place.processes)
        with started as client:
            yield client


@contextmanager
def _local(processes: int) -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            processes=True,
            # A limit would only kill a worker that met an enormous row, or a large corpus.
            memory_limit=None,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            plugins=(_Uninterrupted(),),
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield client


@contextmanager
def _running(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreachableCluster(address, reason) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=ARRIVAL)
        except TimeoutError as error:
            raise NoWorkers(address, ARRIVAL) from error
        yield client
