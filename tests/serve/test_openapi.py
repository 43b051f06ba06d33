"""The schema says what the service does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from serve import Settings, create_app
from serve.keys import new_key

JSON = {"Content-Type": "application/json"}
NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,), max_body_bytes=2000, max_items=2, max_characters=500)


@pytest.mark.parametrize("model", ["ClassifyRequest", "BatchRequest"])
def test_the_examples_of_the_schema_are_answered(client: TestClient, model: str) -> None:
    schema = client.get("/openapi.json").json()
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]: path
        for path, item in schema["paths"].items()
        for method in item.values()
        for content in method.get("requestBody", {"content": {}})["content"].values()
        if "$ref" in content["schema"]
    }
    examples = schema["components"]["schemas"][model]["examples"]
    assert examples
    for example in examples:
        assert client.post(bodies[model], json=example).status_code == 200


def test_a_result_is_described(client: TestClient) -> None:
    answer = operation(client, "POST", "/v1/classify")["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Result")


def codes(operation: dict[str, Any], status: int) -> list[str]:
    content = operation["responses"][str(status)]["content"]["application/problem+json"]
    assert set(content["examples"]) == set(
        content["schema"]["allOf"][1]["properties"]["code"]["enum"]
    )
    return list(content["examples"])


def operation(client: TestClient, method: str, template: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()["paths"][template][method.lower()]
    return found


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "invalid-json"),
        (b"{}", "invalid-body"),
        (b'{"text": " "}', "empty-text"),
        (b'{"text": "a", "model": "b"}', "unknown-model"),
        (json.dumps({"text": "a" * 501}).encode(), "text-too-long"),
        (b" " * 2001, "body-too-large"),
    ],
)
def test_a_refusal_of_an_article_is_in_the_schema(
    client: TestClient, body: bytes, code: str
) -> None:
    refusal = client.post("/v1/classify", content=body, headers=JSON)
    assert refusal.json()["code"] == code
    assert code in codes(operation(client, "POST", "/v1/classify"), refusal.status_code)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/classify/batch", b"{"),
        ("/v1/classify/batch", b"{}"),
        ("/v1/classify/batch", b'{"articles": [1, 2, 3]}'),
        ("/v1/classify/batch", b'{"articles": [], "model": "b"}'),
        ("/v1/classify/batch", b" " * 2001),
        ("/v1/classify/stream?top_k=0", b""),
        ("/v1/classify/stream?model=b", b""),
        ("/v1/models/b/activate", b"{}"),
    ],
)
def test_so_is_every_other(client: TestClient, path: str, body: bytes) -> None:
    described = operation(client, "POST", path.partition("?")[0].replace("/b/", "/{name}/"))
    for kind in (NDJSON if "stream" in path else JSON, {"Content-Type": "text/plain"}):
        refusal = client.post(path, content=body, headers=kind)
        assert refusal.json()["code"] in codes(described, refusal.status_code)


CALLS = [
    ("POST", "/v1/classify"),
    ("POST", "/v1/classify/batch"),
    ("POST", "/v1/classify/stream"),
    ("GET", "/v1/sections"),
    ("GET", "/v1/models"),
    ("GET", "/v1/models/{name}"),
    ("POST", "/v1/models/{name}/activate"),
    ("GET", "/v1/models/{name}/report"),
]


def test_every_call_is_known_here(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {(method.upper(), path) for path, item in paths.items() for method in item}
    assert {call for call in described if call[1].startswith("/v1/")} == set(CALLS)


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_what_is_refused_at_the_door_is_in_the_schema(
    tmp_path: Path, method: str, path: str
) -> None:
    secret, key = new_key("kho")
    (tmp_path / "keys").write_text(str(key))
    settings = Settings(keys=tmp_path / "keys", rate_limit=0.001, rate_burst=1)
    client = TestClient(create_app(settings))
    described = operation(client, method, path)
    assert described["security"] == [{"key": []}]
    address = path.format(name="kho")
    known = {"Authorization": f"Bearer {secret}"}
    seen = []
    for headers in ({}, {"Authorization": "Bearer a"}, known, known):
        kind = NDJSON if path.endswith("stream") else JSON
        refusal = client.request(method, address, headers=headers | kind, content=b"{}")
        if not refusal.is_success:
            code = refusal.json()["code"]
            assert code in codes(described, refusal.status_code)
            seen.append(code)
    assert seen[:2] == ["missing-key", "unknown-key"]
    assert seen[-1] == "too-many-requests"
    assert "internal" in codes(described, 500)


def test_an_overloaded_service_is_in_the_schema(client: TestClient) -> None:
    for path in ("/v1/classify", "/v1/classify/batch", "/v1/classify/stream"):
        described = operation(client, "POST", path)
        assert {"overloaded", "not-ready"} <= set(codes(described, 503))
        assert "Retry-After" in described["responses"]["503"]["headers"]
    assert "timed-out" in codes(operation(client, "POST", "/v1/classify"), 503)


def test_without_keys_none_is_asked_for(client: TestClient) -> None:
    assert "security" not in operation(client, "POST", "/v1/classify")
    assert "401" not in operation(client, "POST", "/v1/classify")["responses"]
    assert operation(client, "POST", "/v1/models/{name}/activate")["security"] == [{"key": []}]


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)


def test_every_reference_leads_somewhere(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    found = set(references(schema))
    assert "#/components/schemas/ClassifyRequest" in found
    for reference in found:
        place = schema
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_the_schema_is_sound(app: FastAPI) -> None:
    validate(app.openapi())
