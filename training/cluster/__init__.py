"""Archives on a Dask cluster: the same parts, done by other processes or machines."""

from typing import TYPE_CHECKING

from data.errors import MissingDask
from model import SectionClassifier

if TYPE_CHECKING:
    from training.cluster.workers import DaskWorkers

__all__ = ["dask_workers"]


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
    try:
        from training.cluster.connecting import place_of
        from training.cluster.workers import DaskWorkers
    except ImportError as error:
        raise MissingDask from error
    return DaskWorkers(place_of(where, cores), classifier)
