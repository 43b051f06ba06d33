"""A task on a cluster: brought to each worker once, then done there item by item."""

from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar, cast

import dask
from distributed import Client, Future, Worker, get_worker
from distributed.client import FutureCancelledError

from data.errors import DyingWorkers, NoWorkers
from training.cluster.connecting import ARRIVAL
from training.cluster.errands import Errands, noticing_loss, outcome_of
from training.cluster.plugins import NamedPlugin, check_versions, versions_of
from training.helpers import Task

Item = TypeVar("Item")
Result = TypeVar("Result")

_DECISIVE: Final = ("chuyenmuc", "numpy", "scipy", "scikit-learn", "numba")
"""Packages that another version of may find other digits."""

_SCHEDULER_GONE: Final = frozenset({"scheduler-connection-lost", "scheduler-restart"})
"""Why Dask calls futures off that it has forgotten with all else."""

_ALLOWED: Final = "distributed.scheduler.allowed-failures"
"""How often workers may end over one call. The scheduler does not count those of which the only one
that had the task is the last."""


@dataclass(frozen=True)
class _Lacking:
    """What a worker answers that has not got the task."""

    worker: str


class TaskHolder(NamedPlugin):
    """Keeps a task on a worker, from the first item that is done there until the desk is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._versions = versions_of(_DECISIVE)

    def setup(self, worker: Worker) -> None:
        """Have nothing yet."""
        self._address = worker.address
        self._task: Task[Any, Any] | None = None

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  (Dask's own parameter)
        """Let the task go."""
        self._task = None

    def do(self, item: object, task: Task[Any, Any] | None) -> object:
        """Do the task for an item, if it was ever brought here.

        Raises
        ------
        UnfitWorker
            If it would be done otherwise than elsewhere.
        """
        check_versions(self._address, self._versions)
        self._task = self._task or task
        if self._task is None:
            return _Lacking(self._address)
        return self._task.do(item, 1)


def do_on_worker(holder: str, item: object, task: Task[Any, Any] | None = None) -> object:
    """Do a task for an item, on the worker that runs this."""
    return cast(TaskHolder, get_worker().plugins[holder]).do(item, task)


class _Errand(NamedTuple):
    """An item, and how often workers have ended over it."""

    item: Any
    losses: int = 0


class DaskDesk(Generic[Item, Result]):
    """Has room for as many items as the cluster has threads; see `training.helpers.Desk`.

    An item is sent without the task. Only a worker that says it lacks the task is brought it, by
    its fellows where they have it, and keeps it: what workers learn on the way stays too, and one
    that was killed or came later is nothing special.

    Parameters
    ----------
    client : Client
    address : str
        The scheduler's.
    holder : str
        The name of the `TaskHolder`, which is on every worker.
    task : Task
    """

    def __init__(self, client: Client, address: str, holder: str, task: Task[Item, Result]) -> None:
        self._client, self._address, self._holder = client, address, holder
        self._task = task
        self._shipment: Future[Any] | None = None
        self._errands: Errands[_Errand] = Errands(client, holder)

    @property
    def free(self) -> int:
        """How many threads have nothing to do."""
        with self._noticing_loss():
            return self._errands.free

    @property
    def busy(self) -> bool:
        """Whether an item was begun and not finished."""
        return self._errands.busy

    def begin(self, item: Item) -> None:
        """Have the task done for an item."""
        with self._noticing_loss():
            self._errands.begin(_Errand(item), do_on_worker, self._holder, item)

    def finish(self) -> tuple[Item, Result]:
        """Wait for one of those that were begun: the item, and what was found.

        Raises
        ------
        ClusterError
            If the cluster goes away, or its workers do at this item.
        """
        with self._noticing_loss():
            while True:
                errand, future = self._errands.finish()
                try:
                    found = outcome_of(future, "a fit")
                except FutureCancelledError as error:
                    if error.reason in _SCHEDULER_GONE:
                        raise
                    self._forgive(errand)
                    continue
                if not isinstance(found, _Lacking):
                    return errand.item, found
                self._bring(errand, found.worker)

    def _forgive(self, errand: _Errand) -> None:
        """Give an item out again that was lost together with the last worker that had the task."""
        if errand.losses == dask.config.get(_ALLOWED):
            raise DyingWorkers("a fit", errand.losses + 1)
        self._shipment = None
        self._bring(errand._replace(losses=errand.losses + 1))

    def _bring(self, errand: _Errand, worker: str | None = None) -> None:
        """Give an item out together with the task, to a worker if it is still there."""
        if self._shipment is None or self._shipment.status != "finished":
            self._shipment = self._shipped()
        where: dict[str, Any] = {}
        if worker:
            where = {"workers": [worker], "allow_other_workers": True}
        call = (do_on_worker, self._holder, errand.item, self._shipment)
        self._errands.begin(errand, *call, **where)

    def _shipped(self) -> "Future[Any]":
        """Send the task to one of the workers, from where the others fetch it."""
        # Not through the scheduler where that is a thread of this process.
        direct = self._client.cluster is not None
        losses = 0
        while True:
            try:
                (shipment,) = self._client.scatter(
                    [self._task], direct=direct, hash=False, timeout=ARRIVAL
                )
                return cast("Future[Any]", shipment)
            except TimeoutError as error:
                raise NoWorkers(self._address, ARRIVAL) from error
            except OSError:
                # Whoever was to get it has ended, or else the scheduler has.
                losses += 1
                if losses > dask.config.get(_ALLOWED) or self._client.status != "running":
                    raise

    def _noticing_loss(self) -> Any:
        return noticing_loss(self._address, "run the same again")
