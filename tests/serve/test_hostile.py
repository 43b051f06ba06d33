"""Whatever is sent, the service answers, and never with the sender's own words in a refusal."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from serve import Settings, create_app

SECRET = "tin chưa đăng"
NAMES = ["text", "title", "lead", "body", "page", "top_k", "explain", "model", "articles", SECRET]
CALLS = ["/v1/classify", "/v1/classify/batch", "/v1/classify/stream"]

texts = st.text() | st.sampled_from(
    [SECRET, f"{SECRET}\ud83d", f"{SECRET}\0", " ", "\u200b", f"{SECRET} " * 300, "giá vàng tăng"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=4)
    ),
    max_leaves=12,
)
articles = st.fixed_dictionaries(
    {}, optional={"text": texts, "page": texts, "top_k": scalars, "explain": st.booleans()}
)
objects = (
    values
    | articles
    | st.fixed_dictionaries({"articles": st.lists(articles | values, max_size=4)})
    | st.dictionaries(st.sampled_from(NAMES), values, max_size=5)
)


def _written(value: object, cut: int, noise: bytes) -> bytes:
    whole = json.dumps(value).encode("utf-8", "surrogatepass")
    return whole if cut > len(whole) else whole[:cut] + noise + whole[cut:]


bodies = st.binary(max_size=60) | st.builds(
    _written, objects, st.integers(0, 400), st.binary(max_size=3)
)


@pytest.fixture(scope="module")
def hostile_client(small_model: Path) -> Iterator[TestClient]:
    limits = Settings(models=(small_model,), max_body_bytes=3000, max_characters=1000, max_items=3)
    with TestClient(create_app(limits), raise_server_exceptions=False) as client:
        yield client


def refusals(call: str, response: Any) -> Iterator[str]:
    """What an answer says where it says no."""
    if response.status_code >= 400:
        yield response.text
    elif call.endswith("batch"):
        yield from (json.dumps(each) for each in response.json()["results"] if "error" in each)
    elif call.endswith("stream"):
        yield from (line for line in response.text.splitlines() if '"error"' in line)


@pytest.mark.parametrize("call", CALLS)
@given(body=bodies)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_makes_it_fail_or_repeat_it(
    hostile_client: TestClient, caplog: pytest.LogCaptureFixture, call: str, body: bytes
) -> None:
    kind = "application/x-ndjson" if call.endswith("stream") else "application/json"
    with caplog.at_level(logging.DEBUG, "serve"):
        response = hostile_client.post(call, content=body, headers={"Content-Type": kind})
    assert response.status_code < 500
    for words in refusals(call, response):
        assert SECRET not in words.encode().decode("unicode_escape", "replace")
        assert SECRET not in words
        assert '"internal"' not in words
    assert SECRET not in caplog.text


@given(
    name=st.text(st.characters(codec="utf-8"), max_size=30) | st.just(SECRET),
    value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=30),
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_or_header_makes_it_fail_or_repeat_it(
    hostile_client: TestClient, caplog: pytest.LogCaptureFixture, name: str, value: str
) -> None:
    headers = {
        field: value.encode("latin-1")
        for field in (b"Authorization", b"X-Request-ID", b"X-Forwarded-For", b"Content-Type")
    }
    with caplog.at_level(logging.DEBUG, "serve"):
        responses = [
            hostile_client.get("/v1/sections", params={"model": name}, headers=headers),
            hostile_client.post("/v1/classify/stream", params={"top_k": name}, headers=headers),
            hostile_client.post("/v1/classify", content=b"{}", headers=headers),
        ]
    for response in responses:
        assert response.status_code < 500
        assert SECRET not in response.text
    assert SECRET not in caplog.text
