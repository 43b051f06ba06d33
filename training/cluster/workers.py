"""`DaskWorkers`: the parts of an archive, done on a cluster."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from types import TracebackType
from typing import Any, Final, Self, cast
from uuid import uuid4

from distributed import Client, Future

from data.errors import DyingWorkers
from model import SectionClassifier
from model.artifact import load
from training.archive import Advance, Job, Part, PartDone
from training.archive.atomic import sweep
from training.archive.parts import PARTIAL
from training.cluster.connecting import Place, connected
from training.cluster.errands import Errands, noticing_loss, outcome_of
from training.cluster.plugins import registered
from training.cluster.shipping import ShippedModel, classify_on_worker

_RETRIES: Final = 2
"""How often a part is done again after an error, such as that of a disk over a network."""


class DaskWorkers:
    """Processes of this machine or others, to which a Dask scheduler gives the parts.

    The scheduler sees addresses and counts, and no article: workers read and write by themselves.

    To be used as a context, whose end stops what `run` began on the cluster.

    Parameters
    ----------
    place : Place
    classifier : SectionClassifier
    """

    def __init__(self, place: Place, classifier: SectionClassifier) -> None:
        self._place, self._classifier = place, classifier
        self._begun = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._begun.__exit__(kind, error, trace)

    def run(self, parts: Iterable[Part], job: Job, advance: Advance) -> Iterator[PartDone]:
        """Yield what comes of each part; see `training.archive.Workers`.

        Raises
        ------
        ClusterError
            If the cluster cannot be used, or goes away.
        """
        waiting = iter(parts)
        first = list(islice(waiting, 1))
        if not first:
            return  # nothing to start a cluster for
        client = self._begun.enter_context(connected(self._place))
        model = self._begun.enter_context(_shipped(self._classifier, client, job))
        errands: Errands[Part] = Errands(client, model)

        def begin(parts: Iterable[Part]) -> None:
            for part in parts:
                errands.begin(part, classify_on_worker, model, part, job, retries=_RETRIES)

        with noticing_loss(self._place.address, "go on with --resume"):
            begin(chain(first, islice(waiting, errands.free - 1)))
            while errands.busy:
                part, future = errands.finish()
                done = _outcome(future, part)
                begin(islice(waiting, errands.free))
                if not done.failure:
                    advance(done.rows + done.rejected, part.size)
                yield done
        sweep(job.folder)  # a worker that was killed leaves what it had begun


def _outcome(future: "Future[Any]", part: Part) -> PartDone:
    try:
        return cast(PartDone, outcome_of(future, _named(part)))
    except DyingWorkers as error:
        return PartDone(part.number, 0, 0, 0, failure=str(error))


def _named(part: Part) -> str:
    """Say where a part lies.

    >>> from training.archive import Form
    >>> _named(Part(3, "tin.jsonl", Form("jsonl"), 100, 200, 100))
    'tin.jsonl, bytes 100 to 200'
    """
    if part.stop is None:
        return part.address
    unit = "row groups" if part.form.kind == "parquet" else "bytes"
    return f"{part.address}, {unit} {part.start} to {part.stop}"


@contextmanager
def _shipped(classifier: SectionClassifier, client: Client, job: Job) -> Iterator[str]:
    """Give the model to the workers, and take it back in the end; its name there."""
    sign = job.folder / f"{PARTIAL}{uuid4().hex}-sign"
    sign.touch()
    plugin = ShippedModel(load(classifier.path), sign)
    try:
        with registered(client, plugin):
            yield plugin.name
    finally:
        sign.unlink(missing_ok=True)
