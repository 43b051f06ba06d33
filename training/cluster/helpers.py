"""`DaskHelpers`: a cluster that is asked to do the long parts of a training or a search."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self, TypeVar

from training.cluster.connecting import Place, connected
from training.cluster.desk import DaskDesk, TaskHolder
from training.cluster.plugins import registered
from training.cluster.segmenting import DaskSegmenters
from training.helpers import Task

Item = TypeVar("Item")
Result = TypeVar("Result")


class DaskHelpers:
    """Workers of a cluster; see `training.helpers.Helpers`.

    To be used as a context, which comes to the cluster: what is wrong with it is known before
    anything is read.

    Parameters
    ----------
    place : Place
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._begun = ExitStack()

    def __enter__(self) -> Self:
        """Come to the cluster.

        Raises
        ------
        UnreachableCluster, NoWorkers
        """
        self._client = self._begun.enter_context(connected(self._place))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._begun.__exit__(kind, error, trace)

    @contextmanager
    def desk(self, task: Task[Item, Result]) -> Iterator[DaskDesk[Item, Result]]:
        """Open a place where a task is done; see `training.helpers.Helpers`."""
        holder = TaskHolder()
        with registered(self._client, holder):
            yield DaskDesk(self._client, self._place.address, holder.name, task)

    @contextmanager
    def segmenters(self) -> Iterator[DaskSegmenters]:
        """Open a place where texts are segmented; see `training.helpers.Helpers`."""
        yield DaskSegmenters(self._client, self._place.address)
