"""The model on its way to the workers of a cluster, and what they do with it."""

from pathlib import Path
from threading import Event
from typing import cast

from distributed import Worker, get_worker

from data.errors import UnfitWorker
from model import SectionClassifier
from model.artifact import Artifact
from training.archive import Job, Part, PartDone, classify_part
from training.cluster.plugins import NamedPlugin, check_versions, versions_of


class _RunOver(Exception):
    """Nobody waits for the part any more."""


class ShippedModel(NamedPlugin):
    """Brings a model to every worker once: to those that are there, and those that come later.

    Parameters
    ----------
    artifact : Artifact
        Sent as it is in memory, so that the workers need not see its directory.
    sign : Path
        A file in the folder of the output: a worker that does not see it would write elsewhere.
    """

    def __init__(self, artifact: Artifact, sign: Path) -> None:
        super().__init__()
        self._artifact, self._sign = artifact, sign
        self._versions = versions_of(["chuyenmuc"])

    def setup(self, worker: Worker) -> None:
        """Take the model into use on a worker."""
        self._address = worker.address
        self._over = Event()
        self._classifier = SectionClassifier(self._artifact)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  (Dask's own parameter)
        """Break off what is being done when the run ends or the worker leaves."""
        self._over.set()

    def classify(self, part: Part, job: Job) -> PartDone:
        """Do a part on this worker.

        Raises
        ------
        UnfitWorker
            If it would be done otherwise than elsewhere, or the output would be lost.
        OSError
            If the output cannot be written.
        """
        check_versions(self._address, self._versions)
        if not self._sign.exists():
            reason = f"does not see the folder {job.folder}: name one that all machines share"
            raise UnfitWorker(self._address, reason)
        return classify_part(part, job, self._classifier, advance=self._go_on)

    def _go_on(self, rows: int, size: int) -> None:  # noqa: ARG002  (told when the part is done)
        if self._over.is_set():
            raise _RunOver


def classify_on_worker(model: str, part: Part, job: Job) -> PartDone:
    """Do a part, on the worker that runs this, with the model of that name."""
    return cast(ShippedModel, get_worker().plugins[model]).classify(part, job)
