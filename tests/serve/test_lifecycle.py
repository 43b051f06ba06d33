"""What a serving process does at its start and end."""

import gc

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from serve.overload import OVERLOAD

REQUESTS = {
    "an answer": (200, b'{"text": "Gia vang <b>tang</b> hom nay", "explain": true}'),
    "no JSON": (400, b"{"),
    "no such model": (404, b'{"text": "a", "model": "b"}'),
    "too large": (413, b'{"text": "' + b"a" * 2_000_000 + b'"}'),
    "nothing to read": (422, b'{"text": " "}'),
    "wrong fields": (422, b'{"text": 1}'),
}


async def garbage_of(app: FastAPI, status: int, body: bytes) -> int:
    """Ask the application itself some times: a client may leave garbage of its own."""
    statuses = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        statuses.append(message.get("status", status))

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/classify",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }

    async def ask() -> None:
        await app({**scope, "state": {OVERLOAD: app.state.overload}}, receive, send)

    await ask()
    gc.collect()
    gc.disable()
    try:
        for _ in range(20):
            await ask()
        return gc.collect()
    finally:
        gc.enable()
        assert set(statuses) == {status}


def test_what_is_there_at_the_start_is_passed_over_until_the_end(app: FastAPI) -> None:
    usual = gc.get_threshold()
    with TestClient(app):
        frozen = gc.get_freeze_count()
        assert gc.get_threshold() > usual
    assert frozen > 10_000
    assert gc.get_freeze_count() < frozen / 10
    assert gc.get_threshold() == usual


@pytest.mark.parametrize("request_of", REQUESTS)
def test_requests_leave_no_garbage(request_of: str, app: FastAPI) -> None:
    # So it may be looked for seldom.
    with TestClient(app) as client:
        assert client.portal
        assert client.portal.call(garbage_of, app, *REQUESTS[request_of]) == 0
