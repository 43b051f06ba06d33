"""Segmentation on a cluster: texts go out, and the places of their words come back."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, Final, cast

from distributed import Client, Future, get_worker

from model.words.workers import CHUNKS_PER_WORKER, find_all_joins
from training.cluster.errands import noticing_loss, outcome_of, threads_of
from training.cluster.plugins import check_versions, new_name, versions_of

_DECISIVE: Final = ("chuyenmuc", "underthesea", "underthesea-core")
"""Packages that another version of may find other words."""


class DaskSegmenters:
    """Workers that segment; see `model.words.workers.Segmenters`.

    A few chunks a thread are under way, 32 texts each. What is found is kept by the cache of the
    process that asks, so the workers need no place to write to.

    Parameters
    ----------
    client : Client
    address : str
        The scheduler's.
    """

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self._name, self._numbers = new_name(), count()
        self._versions = versions_of(_DECISIVE)

    @property
    def room(self) -> int:
        """How many chunks of texts are to be under way."""
        with self._noticing_loss():
            return CHUNKS_PER_WORKER * threads_of(self._client)

    def submit(self, texts: Sequence[str]) -> Callable[[], list[bytes]]:
        """Give out prepared texts; calling what is returned waits for their joins.

        Raises
        ------
        ClusterError
            Now or later, if the cluster goes away, or its workers do at these texts.
        """
        if not texts:
            return list
        key = f"{self._name}-{next(self._numbers)}"
        with self._noticing_loss():
            future = self._client.submit(segment_on_worker, texts, self._versions, key=key)
        return partial(self._wait, future)

    def _wait(self, future: "Future[Any]") -> list[bytes]:
        with self._noticing_loss():
            return cast(list[bytes], outcome_of(future, "the segmentation of 32 texts"))

    def _noticing_loss(self) -> Any:
        return noticing_loss(
            self._address, "run the same again: what is segmented is not segmented again"
        )


def segment_on_worker(texts: Sequence[str], versions: Mapping[str, str]) -> list[bytes]:
    """Find the joins of some prepared texts, on the worker that runs this.

    Raises
    ------
    UnfitWorker
        If it would find others than its fellows.
    """
    check_versions(get_worker().address, versions)
    return find_all_joins(texts)
