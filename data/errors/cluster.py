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
        super().__init__(f"the Dask worker {worker} {reason}; what is done stays done: --resume")


class LostCluster(ClusterError):
    """The scheduler went away, or forgot the work."""

    code = "lost-cluster"

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(
            f"{address}: the Dask scheduler has gone; what is done stays done: start it again, "
            "then go on with --resume"
        )
