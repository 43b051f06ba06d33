"""Spans for OpenTelemetry."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from starlette.testclient import TestClient

from data.errors import ConfigError
from model import SectionClassifier
from serve import Settings, create_app
from serve.settings import read_settings
from tests.serve.conftest import Running

EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
SECRET = "mot-bai-bao-chua-dang"
TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
TRACEPARENT = f"00-{TRACE}-{CALLER}-01"

Spans = Callable[[Callable[[TestClient], object]], list[ReadableSpan]]


@pytest.fixture
def spans(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Spans:
    """Give the spans of what is asked of a service."""
    exporter = InMemorySpanExporter()
    monkeypatch.setattr(f"{EXPORTER}.OTLPSpanExporter", lambda: exporter)

    def gather(ask: Callable[[TestClient], object]) -> list[ReadableSpan]:
        app = create_app(Settings(models=(small_model,), tracing=True))
        with TestClient(app, raise_server_exceptions=False) as client:
            ask(client)
        return list(exporter.get_finished_spans())

    return gather


@contextmanager
def collector() -> Iterator[tuple[str, list[ResourceSpans]]]:
    """Receive spans as a collector does; gives its address, and what has come."""
    received: list[ResourceSpans] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            assert self.headers["Content-Type"] == "application/x-protobuf"
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.extend(ExportTraceServiceRequest.FromString(body).resource_spans)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", received
        finally:
            server.shutdown()
            thread.join()


def test_a_request_is_one_span_of_its_callers_trace(
    spans: Spans, classifier: SectionClassifier
) -> None:
    before = time.time_ns()
    headers = {"traceparent": TRACEPARENT, "X-Request-ID": "7"}
    text = "Đội tuyển Việt Nam thắng trận bóng đá"
    (span,) = spans(
        lambda client: client.post("/v1/classify", json={"text": text}, headers=headers)
    )
    assert (span.name, span.kind) == ("POST /v1/classify", SpanKind.SERVER)
    assert span.context is not None
    assert span.parent is not None
    assert f"{span.context.trace_id:032x}" == TRACE
    assert f"{span.parent.span_id:016x}" == CALLER
    assert span.start_time is not None
    assert span.end_time is not None
    assert before < span.start_time < span.end_time < time.time_ns()
    attributes = dict(span.attributes or {})
    assert attributes.pop("http.request.body.size") == len(f'{{"text":"{text}"}}'.encode())
    prediction = classifier.classify(text)
    assert attributes == {
        "http.request.method": "POST",
        "http.route": "/v1/classify",
        "http.response.status_code": 200,
        "url.scheme": "http",
        "chuyenmuc.request_id": "7",
        "chuyenmuc.model.name": classifier.name,
        "chuyenmuc.model.version": classifier.version,
        "chuyenmuc.section": prediction.section.slug,
        "chuyenmuc.confidence": prediction.confidence,
    }


def test_refusals_and_failures_are_told_and_probes_are_not(
    spans: Spans, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(client: TestClient) -> None:
        for probe in ("/livez", "/readyz", "/metrics"):
            client.get(probe)
        client.post("/v1/classify", json={"text": ""})
        monkeypatch.setattr(SectionClassifier, "classify_many", lambda *_, **__: 1 / 0)
        client.post("/v1/classify", json={"text": "Giá vàng"})

    refused, failed = spans(ask)
    assert dict(refused.attributes or {})["error.type"] == "empty-text"
    assert refused.status.status_code == StatusCode.UNSET
    assert dict(failed.attributes or {})["error.type"] == "internal"
    assert failed.status.status_code == StatusCode.ERROR
    assert (refused.parent, failed.parent) == (None, None)


def test_no_word_of_the_caller_is_in_a_span_or_in_the_log(
    spans: Spans, caplog: pytest.LogCaptureFixture
) -> None:
    def ask(client: TestClient) -> None:
        for sent in (TRACEPARENT, f"00-{SECRET}", SECRET * 20):
            headers = {"traceparent": sent, "tracestate": SECRET, "baggage": SECRET}
            client.post(f"/v1/classify?{SECRET}", json={"text": SECRET}, headers=headers)
            client.get(f"/{SECRET}", headers=headers)

    found = spans(ask)
    assert len(found) == 6
    assert not [span for span in found if SECRET in span.to_json()]
    assert SECRET not in caplog.text


def test_spans_reach_a_collector(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "tòa soạn")
    with collector() as (address, received):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with TestClient(create_app(Settings(models=(small_model,), tracing=True))) as client:
            client.get("/v1/models", headers={"traceparent": TRACEPARENT})
    (batch,) = received
    about = {each.key: each.value.string_value for each in batch.resource.attributes}
    assert about["service.name"] == "tòa soạn"
    assert about["service.version"]
    (span,) = batch.scope_spans[0].spans
    assert (span.name, span.trace_id.hex()) == ("GET /v1/models", TRACE)


@pytest.mark.slow
def test_a_service_that_stops_sends_its_last_spans(
    serving: Callable[[Settings, Path], Running],
    small_model: Path,
    port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings(models=(small_model,), port=port, workers=2, tracing=True)
    with collector() as (address, received):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        with serving(settings, tmp_path / "log") as (client, process):
            for _ in range(20):
                assert client.post("/v1/classify", json={"text": "Giá vàng"}).status_code == 200
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    spans = [span for batch in received for span in batch.scope_spans[0].spans]
    assert len(spans) == 20
    assert len({span.trace_id for span in spans}) == 20


def test_without_a_collector_answers_are_the_same_and_the_end_is_not_late(
    small_model: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{port}")
    monkeypatch.setattr("serve.tracing._LAST_CALL", 0.2)
    with TestClient(create_app(Settings(models=(small_model,), tracing=True))) as client:
        assert client.post("/v1/classify", json={"text": "Giá vàng"}).status_code == 200
        start = time.perf_counter()
    assert time.perf_counter() - start < 1


def test_without_the_extra_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, EXPORTER, None)
    assert not read_settings().tracing
    with pytest.raises(ConfigError, match=r"tracing -> .*pip install 'chuyenmuc\[otel\]'"):
        read_settings(tracing=True)


def test_switched_off_it_costs_nothing() -> None:
    script = (
        "import sys; from serve import Settings, create_app; create_app(Settings()); "
        "print({n for n in sys.modules if n in {'opentelemetry.sdk', 'opentelemetry.exporter'}})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
