"""Refusals of a full service, as they stand on the wire."""

import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from serve import Settings, create_app
from serve.server import listening_sockets

Listen = Callable[..., int]
Apps = dict[int, FastAPI]

BODY = json.dumps({"text": "Đội tuyển thắng trận bóng đá"}).encode()
HEAD = (
    b"POST /v1/classify HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    + f"Content-Length: {len(BODY)}\r\n".encode()
)
ASK = HEAD + b"\r\n" + BODY
LOOK = b"GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


class Caller:
    """A client that says exactly what it is told to."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = self.socket.makefile("rb")

    def ask(self, *parts: bytes) -> Answer:
        for part in parts:
            self.socket.sendall(part)
            time.sleep(0.02 if len(parts) > 1 else 0)
        return self.read()

    def read(self) -> Answer:
        status = int(self.file.readline().split()[1])
        lines = iter(lambda: self.file.readline().strip().decode(), "")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines)
        }
        return Answer(status, headers, self.file.read(int(headers["content-length"])))

    @property
    def is_hung_up(self) -> bool:
        return self.file.read(1) == b""


@contextmanager
def calling(port: int) -> Iterator[Caller]:
    caller = Caller(port)
    try:
        yield caller
    finally:
        caller.file.close()
        caller.socket.close()


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,), max_concurrency=1, max_queue=1)


def fill(app: FastAPI, requests: int = 2) -> None:
    app.state.turns._taken = requests  # noqa: SLF001


@pytest.fixture
def full(listen: Listen, apps: Apps) -> int:
    """The port of a service without a place."""
    port = listen()
    fill(apps[port])
    return port


def test_the_server_refuses_in_the_words_of_the_application(full: int, settings: Settings) -> None:
    app = create_app(settings)
    with TestClient(app) as client:
        fill(app)
        own = client.post("/v1/classify", content=BODY, headers={"X-Request-ID": "ban-tin-7"})
    with calling(full) as caller:
        answer = caller.ask(HEAD + b"X-Request-ID: ban-tin-7\r\n\r\n" + BODY)
    assert answer.status == own.status_code == 503
    assert json.loads(answer.body) == own.json()
    assert answer.headers.keys() == own.headers.keys() | {"date", "server"}
    assert {name: answer.headers[name] for name in own.headers} == dict(own.headers)
    assert int(answer.headers["retry-after"]) >= 1


def test_an_id_that_is_not_sound_is_replaced(full: int) -> None:
    with calling(full) as caller:
        answer = caller.ask(HEAD + b"X-Request-ID: a\xff b\r\n\r\n" + BODY)
    assert len(answer.headers["x-request-id"]) == 32
    assert json.loads(answer.body)["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "parts",
    [
        (ASK,),
        (HEAD + b"\r\n", BODY),
        (HEAD[:20], HEAD[20:] + b"\r\n" + BODY[:5], BODY[5:]),
        (
            HEAD.rpartition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n",
            b"%x\r\n%s\r\n" % (len(BODY), BODY),
            b"0\r\n\r\n",
        ),
    ],
)
def test_the_connection_goes_on(full: int, apps: Apps, parts: tuple[bytes, ...]) -> None:
    with calling(full) as caller:
        assert caller.ask(*parts).code == "overloaded"
        assert caller.ask(LOOK).status == 200
        assert caller.ask(*parts).code == "overloaded"
        fill(apps[full], 0)
        assert caller.ask(*parts).status == 200


def test_what_is_sent_at_once_is_answered_in_order(full: int, apps: Apps) -> None:
    with calling(full) as caller:
        answers = [caller.ask(ASK + LOOK + ASK + LOOK), *(caller.read() for _ in range(3))]
        assert [answer.status for answer in answers] == [503, 200, 503, 200]
        fill(apps[full], 1)
        caller.socket.sendall(ASK * 3)
        # One place is left: it is free again when the turn of the next has come.
        assert [caller.read().status for _ in range(3)] == [200, 200, 200]


def test_who_asks_before_sending_is_told_at_once(full: int) -> None:
    with calling(full) as caller:
        answer = caller.ask(HEAD + b"Expect: 100-continue\r\n\r\n")
        assert (answer.code, answer.headers["connection"]) == ("overloaded", "close")
        assert caller.is_hung_up


@pytest.mark.parametrize(
    "ask",
    [ASK.replace(b"HTTP/1.1", b"HTTP/1.0"), HEAD + b"Connection: close\r\n\r\n" + BODY],
)
def test_who_wants_no_more_is_closed(full: int, ask: bytes) -> None:
    with calling(full) as caller:
        answer = caller.ask(ask)
        assert (answer.code, answer.headers["connection"]) == ("overloaded", "close")
        assert caller.is_hung_up


def test_who_wants_a_websocket_is_refused_like_others(
    listen: Listen, apps: Apps, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if a library for websockets were there.
    monkeypatch.setattr("uvicorn.protocols.websockets.auto.AutoWebSocketsProtocol", object)
    port = listen()
    fill(apps[port])
    ask = HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + BODY
    with calling(port) as caller:
        answer = caller.ask(ask)
        assert (answer.code, answer.headers["connection"]) == ("overloaded", "close")
        assert caller.is_hung_up
    assert {record.name for record in caplog.records} <= {"serve.overload"}


def test_a_body_that_never_comes_is_not_waited_for(
    full: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serve.protocol._PATIENCE", 0.1)
    with calling(full) as caller:
        assert caller.ask(HEAD + b"\r\n" + BODY[:5]).headers["connection"] == "close"
        assert caller.is_hung_up
    with calling(full) as caller:
        caller.socket.sendall(HEAD + b"\r\n" + BODY[:5])
    time.sleep(0.2)  # who has hung up is not answered
    with calling(full) as caller:
        assert caller.ask(LOOK).status == 200


def test_refusals_are_counted_one_by_one_and_logged_together(
    full: int, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serve.overload._LOG_EVERY", 0.3)
    batch = ASK.replace(b"/v1/classify", b"/v1/classify/batch?a")
    with caplog.at_level(logging.INFO, "serve"), calling(full) as caller:
        for ask in (ASK, ASK, batch):
            assert caller.ask(ask).status == 503
        figures = caller.ask(LOOK.replace(b"livez", b"metrics")).body.decode()
        time.sleep(0.5)
    for sample in (
        'requests_total{method="POST",route="/v1/classify",status="503"} 2.0',
        'requests_total{method="POST",route="/v1/classify/batch",status="503"} 1.0',
        'refusals_total{code="overloaded"} 3.0',
        'request_seconds_count{route="/v1/classify"} 2.0',
    ):
        assert f"chuyenmuc_{sample}\n" in figures
    (told,) = (record for record in caplog.records if record.name == "serve.overload")
    assert told.getMessage() == "refused 3 requests within a second: overloaded"
    assert vars(told)["fields"] == {"problem": "overloaded", "refused": 3}


def test_who_asks_again_at_once_is_not_heard_for_a_while(
    full: int, apps: Apps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serve.overload._MOST_A_SECOND", 2)
    with calling(full) as caller, calling(full) as other:
        caller.ask(ASK)
        fill(apps[full], 0)
        start = time.perf_counter()
        assert other.ask(ASK).status == 200
        assert time.perf_counter() - start < 0.4
        assert caller.ask(ASK).status == 200
        assert time.perf_counter() - start > 0.4
    with calling(full) as hasty:  # leaves while it is not heard
        fill(apps[full])
        hasty.ask(ASK)
    with calling(full) as caller:
        assert caller.ask(LOOK).status == 200


def test_pages_of_other_sites_may_read_why_they_are_refused(listen: Listen, apps: Apps) -> None:
    origin = "https://bao.example"
    port = listen(cors_origins=(origin,))
    fill(apps[port])
    with calling(port) as caller:
        answer = caller.ask(HEAD + f"Origin: {origin}\r\n\r\n".encode() + BODY)
    assert (answer.code, answer.headers["access-control-allow-origin"]) == ("overloaded", origin)


def test_as_many_are_let_in_as_there_are_places(listen: Listen, apps: Apps) -> None:
    port = listen(max_queue=20)
    fill(apps[port], 15)
    callers = [Caller(port) for _ in range(30)]
    for caller in callers:
        caller.socket.sendall(ASK)
    statuses = [caller.read().status for caller in callers]
    for caller in callers:
        caller.file.close()
        caller.socket.close()
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 6


def test_a_socket_is_listened_on_more_than_once(port: int) -> None:
    sockets = listening_sockets(uvicorn.Config("", port=port, log_config=None))
    try:
        assert len(sockets) > 1
        assert {each.getsockname() for each in sockets} == {("127.0.0.1", port)}
    finally:
        for each in sockets:
            each.close()
