"""What browsers are told."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serve import Settings, create_app

PAGE = "https://bao.example"
PREFLIGHT = {
    "Origin": PAGE,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,authorization",
}


@pytest.mark.parametrize("address", ["/", "/docs"])
def test_a_page_loads_nothing_from_elsewhere_and_stands_in_no_frame(
    client: TestClient, address: str
) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert "'unsafe-inline'" not in re.findall("script-src[^;]*", policy)[0]


def test_the_documentation_runs_its_own_script_only(client: TestClient) -> None:
    response = client.get("/docs")
    (script,) = re.findall("<script>(.*?)</script>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"]


def test_answers_that_are_no_pages_are_left_alone(client: TestClient) -> None:
    assert "Content-Security-Policy" not in client.get("/livez").headers
    head = client.head("/docs")
    assert head.status_code in {200, 405}


def test_no_page_of_another_origin_may_call_by_default(client: TestClient) -> None:
    assert client.options("/v1/classify", headers=PREFLIGHT).status_code == 405
    answer = client.post("/v1/classify", json={"text": "bóng đá"}, headers={"Origin": PAGE})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_pages_of_the_origins_set_may(small_model: Path) -> None:
    settings = Settings(models=(small_model,), cors_origins=(PAGE,))
    with TestClient(create_app(settings)) as client:
        allowed = client.options("/v1/classify", headers=PREFLIGHT)
        assert allowed.headers["Access-Control-Allow-Origin"] == PAGE
        other = client.options("/v1/classify", headers=PREFLIGHT | {"Origin": "https://b.example"})
        assert other.status_code == 400
        assert "Access-Control-Allow-Origin" not in other.headers
        for answer in (
            client.post("/v1/classify", json={"text": "bóng đá"}, headers={"Origin": PAGE}),
            client.post("/v1/classify", json={}, headers={"Origin": PAGE}),
        ):
            assert answer.headers["Access-Control-Allow-Origin"] == PAGE
            assert "X-Request-ID" in answer.headers["Access-Control-Expose-Headers"]


def test_a_refusal_without_key_can_be_read_by_an_allowed_page(tmp_path: Path) -> None:
    from serve.keys import new_key

    (tmp_path / "keys").write_text(str(new_key("kho")[1]))
    settings = Settings(keys=tmp_path / "keys", cors_origins=(PAGE,))
    client = TestClient(create_app(settings))
    assert client.options("/v1/classify", headers=PREFLIGHT).status_code == 200
    refusal = client.get("/v1/models", headers={"Origin": PAGE})
    assert refusal.status_code == 401
    assert refusal.headers["Access-Control-Allow-Origin"] == PAGE
