"""Alive, ready, documented."""

import re

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
