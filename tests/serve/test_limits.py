"""At, below and above each limit."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serve import Settings, create_app

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,), max_body_bytes=1000, max_items=3, max_characters=100)


def body_of(size: int) -> bytes:
    """A sound request of that many bytes, most of it white space."""
    body = json.dumps({"text": "bóng đá"}).encode()
    return body + b" " * (size - len(body))


def in_chunks(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), 100):
        yield body[start : start + 100]


@pytest.mark.parametrize(("size", "status"), [(999, 200), (1000, 200), (1001, 413)])
@pytest.mark.parametrize("sent", [bytes, in_chunks])
def test_body(
    client: TestClient, size: int, status: int, sent: Callable[[bytes], bytes | Iterator[bytes]]
) -> None:
    response = client.post("/v1/classify", content=sent(body_of(size)), headers=JSON)
    assert response.status_code == status
    if status == 413:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.json()["code"] == "body-too-large"
        assert "1000 bytes" in response.json()["detail"]


def test_a_length_that_lies_does_not_lift_the_limit(client: TestClient) -> None:
    headers = {**JSON, "Content-Length": "10"}
    response = client.post("/v1/classify", content=in_chunks(body_of(1001)), headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")


@pytest.mark.parametrize(("count", "status"), [(2, 200), (3, 200), (4, 413)])
def test_items(client: TestClient, count: int, status: int) -> None:
    response = client.post("/v1/classify/batch", json={"articles": [{"text": "bóng đá"}] * count})
    assert response.status_code == status
    if status == 413:
        assert response.json()["code"] == "too-many-items"


@pytest.mark.parametrize(("length", "status"), [(99, 200), (100, 200), (101, 413)])
@pytest.mark.parametrize("form", ["text", "title", "page"])
def test_characters(client: TestClient, length: int, status: int, form: str) -> None:
    response = client.post("/v1/classify", json={form: ("bóng đá " * 20)[:length]})
    assert response.status_code == status
    if status == 413:
        assert response.json()["code"] == "text-too-long"


def test_characters_of_all_parts_count_together(client: TestClient) -> None:
    response = client.post(
        "/v1/classify", json={"title": "a" * 50, "lead": "b" * 30, "body": "c" * 21}
    )
    assert (response.status_code, response.json()["code"]) == (413, "text-too-long")


def test_ten_megabytes_of_text_are_refused_by_the_defaults(small_model: Path) -> None:
    with TestClient(create_app(Settings(models=(small_model,)))) as client:
        response = client.post("/v1/classify", json={"text": "a" * 10 * 1024**2})
        assert (response.status_code, response.json()["code"]) == (413, "body-too-large")
        assert client.post("/v1/classify", json={"text": "bóng đá"}).status_code == 200
