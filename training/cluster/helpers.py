"""`DaskHelpers`: a cluster that is asked to do the long parts of a training or a search."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from distributed import Client

from training.cluster.connecting import Place, connected
from training.cluster.desk import DaskDesk, TaskHolder
from training.cluster.plugins import registered
from training.cluster.segmenting import DaskSegmenters
from training.helpers import Task

Item = TypeVar("Item")
Result = TypeVar("Result")


class DaskHelpers:
    """Workers of a cluster; see `training.helpers.Helpers`.

    Parameters
    ----------
    client : Client
    address : str
        The scheduler's.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address

    @contextmanager
    def desk(self, task: Task[Item, Result]) -> Iterator[DaskDesk[Item, Result]]:
        """Open a place where a task is done; see `training.helpers.Helpers`."""
        holder = TaskHolder()
        with registered(self._client, holder):
            yield DaskDesk(self._client, self._address, holder.name, task)

    @contextmanager
    def segmenters(self) -> Iterator[DaskSegmenters]:
        """Open a place where texts are segmented; see `training.helpers.Helpers`."""
        yield DaskSegmenters(self._client, self._address)


@contextmanager
def helpers_at(place: Place) -> Iterator[DaskHelpers]:
    """Come to a cluster: what is wrong with it is known before anything is read.

    Raises
    ------
    UnreachableCluster, NoWorkers
    """
    with connected(place) as client:
        yield DaskHelpers(client, place.address)
