"""Lines of articles in, lines of answers out."""

import json
import re
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from model import SectionClassifier
from serve import Settings, create_app
from serve.lines import Line, Lines
from serve.registry import Registry

LINES = {"Content-Type": "application/x-ndjson"}
GOOD = {"text": "Đội tuyển Việt Nam thắng trận bóng đá trên sân Mỹ Đình"}


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,), max_line_bytes=1000, max_characters=500)


def written(*items: object) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def stream(client: TestClient, body: bytes, **options: Any) -> list[Any]:
    response = client.post("/v1/classify/stream", content=body, headers=LINES, params=options)
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def test_each_line_gets_what_it_gets_alone_in_order(client: TestClient) -> None:
    articles = [GOOD, {"title": "Giá vàng tăng", "body": "Giá vàng tăng."}, {"page": "Án"}] * 50
    alone = [client.post("/v1/classify", json=article).json() for article in articles[:3]] * 50
    answers = stream(client, written(*articles))
    assert answers == [{"line": number, **answer} for number, answer in enumerate(alone, 1)]


@pytest.mark.parametrize(
    ("bad", "status", "code"),
    [
        (b"{", 400, "invalid-json"),
        (b"\xff", 400, "invalid-json"),
        (b"[" * 900, 400, "invalid-json"),
        (b"null", 422, "invalid-body"),
        (b"[]", 422, "invalid-body"),
        (b"{}", 422, "invalid-body"),
        (written({"txt": "a"})[:-1], 422, "invalid-body"),
        (written({"text": "a", "top_k": 0})[:-1], 422, "invalid-body"),
        (written({"text": " "})[:-1], 422, "empty-text"),
        (written({"text": "a", "model": "khác"})[:-1], 404, "unknown-model"),
        (written({"text": "a" * 501})[:-1], 413, "text-too-long"),
        (written({"text": "a" * 1001})[:-1], 413, "line-too-long"),
    ],
)
def test_a_bad_line_is_answered_in_its_place(
    client: TestClient, bad: bytes, status: int, code: str
) -> None:
    first, failure, last = stream(client, written(GOOD) + bad + b"\n" + written(GOOD))
    assert (first.pop("line"), failure["line"], last.pop("line")) == (1, 2, 3)
    assert first == last
    assert (failure["error"]["status"], failure["error"]["code"]) == (status, code)
    assert failure.keys() == {"line", "error"}


@pytest.mark.parametrize(("size", "is_kept"), [(999, True), (1000, True), (1001, False)])
def test_the_length_of_a_line(client: TestClient, size: int, *, is_kept: bool) -> None:
    line = json.dumps({"text": "bóng đá"}).encode().ljust(size)
    for body in (line, line + b"\n"):
        (answer,) = stream(client, body)
        assert ("error" not in answer) is is_kept


def test_empty_lines_are_counted_and_passed_over(client: TestClient) -> None:
    body = b"\n\r\n" + written(GOOD)[:-1] + b"\r\n  \n" + written(GOOD) + b"\n\n"
    assert [answer["line"] for answer in stream(client, body)] == [3, 5]
    assert stream(client, b"") == []


def test_options_of_the_address_hold_unless_a_line_sets_its_own(
    client: TestClient, classifier: SectionClassifier
) -> None:
    body = written(GOOD, GOOD | {"top_k": 2, "explain": False}, GOOD | {"top_k": None})
    answers = stream(client, body, top_k=1, explain=True, model=classifier.name)
    assert [len(answer["sections"]) for answer in answers] == [1, 2, len(classifier.sections)]
    assert [answer["explanation"] is None for answer in answers] == [False, True, False]


@pytest.mark.parametrize(
    ("options", "kind", "status", "code"),
    [
        ({"top_k": 0}, LINES, 422, "invalid-body"),
        ({"explain": "maybe"}, LINES, 422, "invalid-body"),
        ({"model": "khác"}, LINES, 404, "unknown-model"),
        ({}, {"Content-Type": "application/json"}, 415, "unsupported-media-type"),
        ({}, {}, 415, "unsupported-media-type"),
    ],
)
def test_what_is_wrong_for_every_line_is_refused_whole(
    client: TestClient, options: dict[str, Any], kind: dict[str, str], status: int, code: str
) -> None:
    refusal = client.post(
        "/v1/classify/stream", content=written(GOOD), headers=kind, params=options
    )
    assert (refusal.status_code, refusal.json()["code"]) == (status, code)


def test_a_stream_may_be_larger_than_a_body(small_model: Path) -> None:
    settings = Settings(models=(small_model,), max_body_bytes=1000)
    with TestClient(create_app(settings)) as client:
        assert len(stream(client, written(GOOD) * 100)) == 100


@given(st.lists(st.binary(max_size=12)), st.integers(0, 10))
def test_lines_are_the_same_however_they_arrive(chunks: list[bytes], limit: int) -> None:
    lines = Lines(limit)
    cut = [line for chunk in chunks for line in lines.feed(chunk)] + list(lines.end())
    whole = enumerate(b"".join(chunks).split(b"\n"), 1)
    kept = [Line(number, line if len(line) <= limit else None) for number, line in whole]
    assert cut == [line for line in kept if line.content is None or line.content.strip()]


class Connection:
    """A client that writes and reads when it likes."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.answers: BinaryIO = self.socket.makefile("rb")
        self.socket.sendall(
            b"POST /v1/classify/stream?top_k=1 HTTP/1.1\r\nHost: a\r\n"
            b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        )

    def write(self, content: bytes) -> None:
        self.socket.sendall(b"%x\r\n%b\r\n" % (len(content), content))

    def end(self) -> None:
        self.socket.sendall(b"0\r\n\r\n")

    def read_head(self) -> bytes:
        status = self.answers.readline()
        while self.answers.readline().strip():
            pass
        return status

    def read(self) -> bytes:
        """The next answers; nothing at the end."""
        size = int(self.answers.readline(), 16)
        content = self.answers.read(size)
        self.answers.readline()
        return content

    def close(self) -> None:
        self.answers.close()
        self.socket.close()


@contextmanager
def connected(port: int) -> Iterator[Connection]:
    connection = Connection(port)
    try:
        yield connection
    finally:
        connection.close()


Listen = Callable[..., int]
Apps = dict[int, FastAPI]


def test_a_lone_line_is_answered_at_once(listen: Listen) -> None:
    with connected(listen()) as client:
        for number in range(1, 6):
            start = time.perf_counter()
            client.write(written(GOOD))
            if number == 1:
                assert client.read_head() == b"HTTP/1.1 200 OK\r\n"
            assert json.loads(client.read())["line"] == number
            assert time.perf_counter() - start < 1
        client.end()
        assert client.read() == b""


def test_the_client_of_the_manual_reads_while_it_writes(
    listen: Listen, capsys: pytest.CaptureFixture[str]
) -> None:
    manual = Path(__file__).parents[2] / "docs" / "http.md"
    (example,) = re.findall(r"^```python\n(.*?)^```$", manual.read_text(), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(example.replace("8000", str(listen(idle_timeout=5))), names)
    names["connection"].close()
    answers = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in answers] == ["1", "2"]
    # More than the buffers between the two can hold.
    connection = type(names["connection"])("127.0.0.1", names["connection"].port)
    lines = (written(GOOD)[:-1] for _ in range(20_000))
    assert sum(1 for _ in names["classify_lines"](connection, lines)) == 20_000
    connection.close()


def test_who_writes_nothing_is_told_and_closed(listen: Listen) -> None:
    port = listen(idle_timeout=0.3)
    with connected(port) as client:
        client.write(written(GOOD) + b'{"text": ')
        client.read_head()
        assert "error" not in json.loads(client.read())
        last = json.loads(client.read())
        assert (last["line"], last["error"]["code"]) == (2, "idle-stream")
        assert client.read() == b""
    with connected(port) as client:
        assert client.read_head() == b"HTTP/1.1 408 Request Timeout\r\n"


def test_a_service_that_stops_ends_its_streams_with_what_has_come(
    listen: Listen, apps: Apps
) -> None:
    port = listen()
    with connected(port) as client:
        client.write(written(GOOD))
        client.read_head()
        assert "error" not in json.loads(client.read())
        apps[port].state.draining = True
        last = json.loads(client.read())
        assert (last["line"], last["error"]["code"]) == (2, "draining")
        assert client.read() == b""


def test_who_does_not_read_is_closed_with_a_line_in_the_log(
    listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    def write_only() -> None:
        while True:  # until the buffers on both sides are full
            client.write(written(GOOD) * 500)

    with connected(listen(idle_timeout=0.3)) as client, pytest.raises(ConnectionError):
        write_only()
    assert "closed its stream: the client had read nothing for 0.3 s" in caplog.text
    assert "Mỹ Đình" not in caplog.text


def test_who_hangs_up_leaves_no_trace(listen: Listen, caplog: pytest.LogCaptureFixture) -> None:
    port = listen(max_streams=1)
    with connected(port) as client:
        client.write(written(GOOD))
        client.read_head()
        with connected(port) as other:
            assert other.read_head() == b"HTTP/1.1 503 Service Unavailable\r\n"
    for _ in range(100):
        with connected(port) as client:
            client.write(written(GOOD))
            if client.read_head() == b"HTTP/1.1 200 OK\r\n":
                break
            time.sleep(0.02)
    else:
        pytest.fail("the place of the one who hung up is not free")
    assert "Traceback" not in caplog.text


STATM = Path("/proc/self/statm")


@pytest.mark.slow
@pytest.mark.skipif(not STATM.exists(), reason="only Linux tells a process its memory")
def test_many_lines_need_no_more_memory_than_few(listen: Listen) -> None:
    lines, block = 100_000, 500

    def write() -> None:
        for _ in range(lines // block):
            client.write(written(GOOD) * block)
        client.end()

    with connected(listen()) as client:
        writer = threading.Thread(target=write)
        writer.start()
        client.read_head()
        answered, pages = 0, []
        while answers := client.read():
            answered += answers.count(b"\n")
            pages.append(int(STATM.read_text().split()[1]))
        writer.join()
    assert answered == lines
    assert max(pages) - pages[len(pages) // 10] < 8 * 1024**2 / resource.getpagesize()


def test_a_defect_costs_one_line_its_answer(
    app: FastAPI, client: TestClient, small_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Brittle(SectionClassifier):
        def classify_many(self, texts: Any, jobs: int | None = None) -> Any:
            if any("vỡ" in text for text in texts):
                raise ZeroDivisionError(texts)
            return super().classify_many(texts, jobs)

    app.state.registry = Registry([Brittle.load(small_model)], app.state.registry.metrics)
    good, failure, last = stream(client, written(GOOD, {"text": "đê vỡ trong đêm"}, GOOD))
    assert (failure["line"], failure["error"]["code"]) == (2, "internal")
    assert "error" not in good | last
    assert "ZeroDivisionError" in caplog.text
    assert "trong đêm" not in caplog.text
