"""Spans for OpenTelemetry: what was seen of each request, as a part of its caller's trace.

OpenTelemetry is imported where spans are switched on, and nowhere else.
"""

import threading
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.types import Scope

if TYPE_CHECKING:
    from opentelemetry.util.types import AttributeValue

    from serve.observing import Seen
    from serve.results import Result

_NAME: Final = "chuyenmuc"
_PARENT: Final = "traceparent"
_LAST_CALL: Final = 2.0
"""Seconds that the last spans have to reach a collector that may not be there."""


def is_installed() -> bool:
    """Tell whether the extra is there that spans need."""
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter  # noqa: F401 - see above
    except ImportError:
        return False
    return True


class Traces:
    """Sends spans to a collector, in batches and in the background.

    There is a span of every request but probes and refusals of a full service. Where to, how many
    of them and under what name is said by OpenTelemetry's own variables. Of the caller's words none
    goes into a span, neither the address nor the `tracestate`.
    """

    def __init__(self) -> None:
        from opentelemetry import trace
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        release = version(_NAME)
        own = Resource.create({"service.name": _NAME, "service.version": release})
        self._provider = TracerProvider(
            resource=own.merge(OTELResourceDetector().detect()),  # the environment's word counts
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer(_NAME, release)
        self._propagator = TraceContextTextMapPropagator()
        self._kind = trace.SpanKind.SERVER
        self._failed = trace.StatusCode.ERROR

    def note(self, scope: Scope, seen: "Seen") -> None:
        """Make a span of a request that has ended."""
        end = time.time_ns()
        given = Headers(scope=scope).get(_PARENT)
        span = self._tracer.start_span(
            f"{seen.method} {seen.route}",
            self._propagator.extract({_PARENT: given}) if given else None,
            self._kind,
            _attributes(scope, seen),
            start_time=end - round(seen.seconds * 1e9),
        )
        if seen.status >= 500:
            span.set_status(self._failed)
        span.end(end)

    def close(self) -> None:
        """Send what is left, if that can be done in a moment."""
        # The library itself would try for up to half a minute.
        last = threading.Thread(target=self._provider.shutdown, daemon=True)
        last.start()
        last.join(_LAST_CALL)


def _attributes(scope: Scope, seen: "Seen") -> "dict[str, AttributeValue]":
    state = scope["state"]
    attributes: dict[str, AttributeValue] = {
        "http.request.method": seen.method,
        "http.route": seen.route,
        "http.response.status_code": seen.status,
        "http.request.body.size": seen.size,
        "url.scheme": scope["scheme"],
        "chuyenmuc.request_id": state["request_id"],
    }
    if problem := state.get("problem"):
        attributes["error.type"] = problem
    result: Result | None = state.get("result")
    if result:
        attributes["chuyenmuc.model.name"] = result["model"]["name"]
        attributes["chuyenmuc.model.version"] = result["model"]["version"]
        attributes["chuyenmuc.section"] = result["section"]["slug"]
        attributes["chuyenmuc.confidence"] = result["confidence"]
    return attributes
