"""What is counted for Prometheus."""

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
    values,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.values import MultiProcessValue

from model import Prediction, SectionClassifier

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_BYTES: Final = (1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 4_000_000)
_CONFIDENCES: Final = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1)

_FILE_BYTES: Final = 1024**2
_COUNTS: Final = ("counter", "histogram")


class Metrics:
    """The figures of one process; `share` makes them part of those of a crew.

    Labels take few values: routes are templates, models and sections those that were live.
    """

    def __init__(self, shared: Path | None = None) -> None:
        # Times of creation double the figures, and several workers cannot tell them anyway.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._shared = shared
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "chuyenmuc_requests",
            "Requests answered; status 499: the client hung up or the time was up.",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "chuyenmuc_request_seconds",
            "Time from a request's headers to the end of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._bytes = Histogram(
            "chuyenmuc_request_bytes",
            "Size of the request bodies that were read.",
            ["route"],
            buckets=_BYTES,
            registry=registry,
        )
        self._refusals = Counter(
            "chuyenmuc_refusals",
            "Requests, articles of a batch and lines of a stream refused, by the problem's code.",
            ["code"],
            registry=registry,
        )
        self._predictions = Counter(
            "chuyenmuc_predictions",
            "Articles put into each section.",
            ["model", "section"],
            registry=registry,
        )
        self._confidence = Histogram(
            "chuyenmuc_confidence",
            "Confidence of the answers.",
            ["model"],
            buckets=_CONFIDENCES,
            registry=registry,
        )
        self._not_sure = Counter(
            "chuyenmuc_not_sure",
            "Answers below the model's threshold, or with a warning.",
            ["model"],
            registry=registry,
        )
        self._warnings = Counter(
            "chuyenmuc_warnings",
            "Answers with a warning; low_vocabulary_coverage: no n-gram of the article is known.",
            ["model", "warning"],
            registry=registry,
        )
        self._live = Gauge(
            "chuyenmuc_model_live",
            "Workers in which this version of the model is live.",
            ["model", "version"],
            registry=registry,
            multiprocess_mode="sum",
        )
        self._shown: set[tuple[str, str]] = set()
        # To find a child by its labels costs more than to count with it.
        self._request_children = lru_cache(maxsize=1000)(self._request_children_of)
        self._prediction_child = lru_cache(maxsize=1000)(self._predictions.labels)
        self._model_children = lru_cache(maxsize=100)(self._model_children_of)
        self._warning_child = lru_cache(maxsize=1000)(self._warnings.labels)
        self._refusal_child = lru_cache(maxsize=100)(self._refusals.labels)

    def answered(self, method: str, route: str, status: int, size: int, seconds: float) -> None:
        """Count a request, once its answer has ended."""
        requests, durations, sizes = self._request_children(method, route, status)
        requests.inc()
        durations.observe(seconds)
        if size:
            sizes.observe(size)

    def refused(self, code: str) -> None:
        """Count a refusal."""
        self._refusal_child(code).inc()

    def predicted(self, classifier: SectionClassifier, prediction: Prediction) -> None:
        """Count an answer."""
        name = classifier.name
        confidence, not_sure = self._model_children(name)
        self._prediction_child(name, prediction.section.slug).inc()
        confidence.observe(prediction.confidence)
        if prediction.accepted is False:
            not_sure.inc()
        for warning in prediction.warnings:
            self._warning_child(name, warning).inc()

    def show_live(self, classifiers: Iterable[SectionClassifier]) -> None:
        """Show which versions are live in this process.

        What they may answer starts at zero, so that a rate can be told from the first answer on.
        """
        live = set()
        for classifier in classifiers:
            live.add((classifier.name, classifier.version))
            self._model_children(classifier.name)
            for section in classifier.sections:
                self._prediction_child(classifier.name, section.slug)
        for each in self._shown | live:
            self._live.labels(*each).set(each in live)
        self._shown |= live

    @property
    def is_shared(self) -> bool:
        """Whether to show the figures means to read those of other workers, which takes longer."""
        return self._shared is not None

    def expose(self) -> bytes:
        """Every figure, of all workers together, in the text format."""
        if self._shared is None:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together, str(self._shared))  # type: ignore[no-untyped-call]
        return generate_latest(together)

    def _request_children_of(
        self, method: str, route: str, status: int
    ) -> tuple[Counter, Histogram, Histogram]:
        requests = self._requests.labels(method, route, status)
        return requests, self._seconds.labels(route), self._bytes.labels(route)

    def _model_children_of(self, name: str) -> tuple[Histogram, Counter]:
        return self._confidence.labels(name), self._not_sure.labels(name)


def shared_metrics(folder: Path, slot: int) -> Metrics:
    """The metrics of a worker, kept in files that all workers of a service read.

    The files belong to the slot: a worker that replaces a dead one counts on where it stopped.

    Raises
    ------
    OSError
        The folder has no room for them.
    """
    folder.mkdir(exist_ok=True)
    for kind in _COUNTS:
        if not (folder / f"{kind}_{slot}.db").exists():
            _reserve(folder / f"{kind}_{slot}.db")
    _reserve(folder / f"gauge_sum_{slot}.db")  # what was live in the dead one is not any more
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    alone = values.ValueClass
    values.ValueClass = MultiProcessValue(lambda: slot)  # type: ignore[no-untyped-call]
    try:
        return Metrics(folder)
    except OSError:
        values.ValueClass = alone
        raise


def _reserve(path: Path) -> None:
    """Take the room for a file before it is mapped: a write without room would be the end of us.

    It comes in place whole: others read it at any time.
    """
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, _FILE_BYTES)
    partial.replace(path)
