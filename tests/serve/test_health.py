"""Alive, ready, documented."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from serve import Settings, create_app


def test_a_service_with_a_model_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_a_service_without_a_model_is_alive_and_not_ready() -> None:
    with TestClient(create_app(Settings())) as client:
        assert client.get("/livez").status_code == 200
        for response in (client.get("/readyz"), client.post("/v1/classify", json={"text": "a"})):
            assert (response.status_code, response.json()["code"]) == (503, "not-ready")


def test_a_service_that_has_not_started_is_not_ready(app: FastAPI) -> None:
    assert TestClient(app).get("/readyz").status_code == 503


def test_the_documentation_needs_no_network(client: TestClient) -> None:
    page = client.get("/docs").text
    addresses = re.findall(r"""(?:src|href|url)\s*[=:]\s*["']([^"']+)["']""", page)
    assert len(addresses) >= 3
    for address in addresses:
        assert client.get(address).status_code == 200
    assert "//" not in "".join(addresses)
    assert '"validatorUrl": null' in page


@pytest.mark.parametrize("address", ["/v1/classify", "/v1/classify/batch"])
def test_the_schema_describes_what_is_sent_answered_and_refused(
    client: TestClient, address: str
) -> None:
    call = client.get("/openapi.json").json()["paths"][address]["post"]
    assert call["requestBody"]["content"]["application/json"]["schema"]["examples"]
    assert "$ref" in call["responses"]["200"]["content"]["application/json"]["schema"]
    for status in ("400", "404", "413", "415", "422", "503"):
        assert set(call["responses"][status]["content"]) == {"application/problem+json"}


def test_the_examples_of_the_schema_are_answered(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for address in ("/v1/classify", "/v1/classify/batch"):
        content = paths[address]["post"]["requestBody"]["content"]["application/json"]
        for example in content["schema"]["examples"]:
            response = client.post(address, json={**example, "top_k": 1})
            assert response.status_code == 200


@pytest.mark.parametrize(("root_path", "docs"), [("", "/docs"), ("/tin", "/tin/docs")])
def test_home_leads_to_the_documentation(root_path: str, docs: str) -> None:
    client = TestClient(create_app(Settings()), root_path=root_path, follow_redirects=False)
    response = client.get("/")
    assert response.status_code == 307
    assert response.headers["Location"] == docs
