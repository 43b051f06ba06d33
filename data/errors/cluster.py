"""Clusters that cannot be used."""

from data.errors.base import ChuyenmucError


class ClusterError(ChuyenmucError):
    """A Dask cluster cannot do the work."""

    code = "cluster"
    title = "The cluster cannot be used"


class MissingDask(ClusterError):
    """The package that speaks to clusters is not installed."""

    code = "missing-dask"

    def __init__(self) -> None:
        super().__init__("a cluster needs Dask; install it with: pip install 'chuyenmuc[dask]'")


class UnreachableCluster(ClusterError):
    """No scheduler answers."""

    code = "unreachable-cluster"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(
            f"{address}: no Dask scheduler answers ({reason}); give the address that "
            "'dask scheduler' prints, such as tcp://10.0.0.1:8786, or local"
        )


class NoWorkers(ClusterError):
    """A scheduler has nobody to give work to."""

    code = "no-workers"

    def __init__(self, address: str, seconds: float) -> None:
        self.address, self.seconds = address, seconds
        super().__init__(
            f"{address}: no worker has come in {seconds:g} s; start some: dask worker {address}"
        )


class UnfitWorker(ClusterError):
    """A worker would do something else than the others."""

    code = "unfit-worker"

    def __init__(self, worker: str, reason: str) -> None:
        self.worker, self.reason = worker, reason
        super().__init__(f"the Dask worker {worker} {reason}")


class DyingWorkers(ClusterError):
    """Workers end, one after the other, at the same piece of work."""

    code = "dying-workers"

    def __init__(self, what: str, times: int) -> None:
        self.what, self.times = what, times
        super().__init__(
            f"{what}: {times} workers ended while they were at it; look for the reason in the log "
            "of the last one, perhaps want of memory"
        )


class LostCluster(ClusterError):
    """The scheduler went away, or forgot the work."""

    code = "lost-cluster"

    def __init__(self, address: str, further: str) -> None:
        self.address, self.further = address, further
        super().__init__(f"{address}: the Dask scheduler has gone; start it again, then {further}")
