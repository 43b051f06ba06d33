"""How the service says no."""

import json
import logging
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/khong-co", 404, "not-found"),
        ("GET", "/v1/classify/", 404, "not-found"),
        ("GET", "/v1/classify", 405, "method-not-allowed"),
        ("DELETE", "/v1/models", 405, "method-not-allowed"),
        ("GET", "/v1/models/khac", 404, "unknown-model"),
    ],
)
def test_every_refusal_is_a_problem(
    client: TestClient, method: str, address: str, status: int, code: str
) -> None:
    response = client.request(method, address)
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert problem["code"] == code
    assert problem["type"].endswith(code)
    assert problem["title"]
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert (status == 405) == ("Allow" in response.headers)


SECRET = "một bài báo chưa đăng"


@pytest.mark.parametrize(
    "body",
    [
        {"text": SECRET, "page": SECRET},
        {"text": [SECRET]},
        {"text": SECRET, SECRET: SECRET},
        {"text": SECRET, "top_k": SECRET},
        {"text": f"{SECRET}\ud83d"},
        [SECRET],
        SECRET,
    ],
)
def test_a_refusal_never_repeats_the_article(
    client: TestClient, body: object, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "serve"):
        response = client.post(
            "/v1/classify", content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
    assert response.status_code == 422
    assert SECRET not in response.text
    assert SECRET not in caplog.text


def test_what_nobody_foresaw_is_a_problem_without_detail(
    app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/defect")
    async def defect() -> None:
        raise ValueError(SECRET)

    with TestClient(app) as client, caplog.at_level(logging.ERROR):
        response = client.get("/defect", headers={"X-Request-ID": "3.am"})
    assert response.status_code == 500
    assert response.json().keys() == {"type", "title", "status", "code", "request_id"}
    assert response.json()["code"] == "internal"
    assert response.headers["X-Request-ID"] == "3.am"
    assert "request 3.am: unexpected ValueError" in caplog.text
    assert "test_problems.py" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize("given", ["a", "3f-2_b.c", "x" * 128])
def test_a_sound_request_id_is_kept(client: TestClient, given: str) -> None:
    response = client.get("/livez", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", [None, "", "hai chữ", "a\tb", "<b>", "x" * 129])
def test_any_other_request_gets_an_id_of_its_own(client: TestClient, given: str | None) -> None:
    headers = {} if given is None else {b"X-Request-ID": given.encode()}
    ids = {client.get("/livez", headers=headers).headers["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in ids)
