"""Work on a Dask cluster: what one process would do, done by other processes or machines."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from data.errors import MissingDask
from model import SectionClassifier

if TYPE_CHECKING:
    from training.cluster.helpers import DaskHelpers
    from training.cluster.workers import DaskWorkers

__all__ = ["dask_helpers", "dask_workers"]


def dask_workers(where: str, classifier: SectionClassifier, cores: int) -> "DaskWorkers":
    """Return workers that do the parts of an archive on a cluster.

    Parameters
    ----------
    where : str
        The address of a scheduler; ``local`` or ``local:4`` for processes of this machine.
    classifier : SectionClassifier
        Loaded from a directory, which this process alone needs to see.
    cores : int
        How many processes ``local`` means.

    Raises
    ------
    UsageError
        If `where` is neither.
    MissingDask
        If the extra ``chuyenmuc[dask]`` is not installed.
    """
    with _needing_dask():
        from training.cluster.connecting import place_of
        from training.cluster.workers import DaskWorkers
    return DaskWorkers(place_of(where, cores), classifier)


def dask_helpers(where: str, cores: int) -> "AbstractContextManager[DaskHelpers]":
    """Come to workers that do the long parts of a training or a search on a cluster.

    Parameters
    ----------
    where : str
        As for `dask_workers`.
    cores : int
        How many processes ``local`` means.

    Raises
    ------
    UsageError, MissingDask
    """
    with _needing_dask():
        from training.cluster.connecting import place_of
        from training.cluster.helpers import helpers_at
    return helpers_at(place_of(where, cores))


@contextmanager
def _needing_dask() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise MissingDask from error
