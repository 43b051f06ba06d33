"""The figures for Prometheus."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from model import SectionClassifier

TEXT = "Đội tuyển Việt Nam thắng trận bóng đá trên sân Mỹ Đình"


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """Every sample, by its name and the values of its labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *map(str, sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_requests_are_counted_by_route_and_refusals_by_code(client: TestClient) -> None:
    client.post("/v1/classify", json={"text": TEXT})
    client.post("/v1/classify", json={"text": ""})
    client.get("/v1/models/khac")
    client.get("/v1/models/lạ")
    client.get(f"/{TEXT}")
    client.request("ĐỌC".encode().hex().upper(), "/v1/models")
    counted = figures(client)
    requests = {key[1:]: n for key, n in counted.items() if key[0] == "chuyenmuc_requests_total"}
    assert requests == {
        ("POST", "/v1/classify", "200"): 1,
        ("POST", "/v1/classify", "422"): 1,
        ("GET", "/v1/models/{name}", "404"): 2,
        ("GET", "(none)", "404"): 1,
        ("(other)", "/v1/models", "405"): 1,
    }
    assert counted["chuyenmuc_refusals_total", "empty-text"] == 1
    assert counted["chuyenmuc_refusals_total", "unknown-model"] == 2
    assert counted["chuyenmuc_request_seconds_count", "/v1/classify"] == 2
    size = len(client.build_request("POST", "/", json={"text": TEXT}).content)
    size += len(client.build_request("POST", "/", json={"text": ""}).content)
    assert counted["chuyenmuc_request_bytes_sum", "/v1/classify"] == size


def test_answers_are_counted_by_section(client: TestClient, classifier: SectionClassifier) -> None:
    before = figures(client)
    sections = {section.slug for section in classifier.sections}
    assert {key[2] for key in before if key[0] == "chuyenmuc_predictions_total"} == sections
    articles = [{"text": TEXT}, {"text": TEXT}, {"text": "xyzzy"}, {"text": ""}]
    results = client.post("/v1/classify/batch", json={"articles": articles}).json()["results"]
    answers = [result for result in results if "section" in result]
    after = figures(client)
    for slug in sections:
        key = ("chuyenmuc_predictions_total", classifier.name, slug)
        assert after[key] == sum(answer["section"]["slug"] == slug for answer in answers)
    assert after["chuyenmuc_confidence_count", classifier.name] == 3
    assert after["chuyenmuc_confidence_sum", classifier.name] == pytest.approx(
        sum(answer["confidence"] for answer in answers)
    )
    not_sure = sum(answer["accepted"] is False for answer in answers)
    assert after["chuyenmuc_not_sure_total", classifier.name] == not_sure >= 1
    warned = ("chuyenmuc_warnings_total", classifier.name, "low_vocabulary_coverage")
    assert after[warned] == 1
    assert after["chuyenmuc_refusals_total", "empty-text"] == 1


def test_the_live_version_is_shown(client: TestClient, classifier: SectionClassifier) -> None:
    assert figures(client)["chuyenmuc_model_live", classifier.name, classifier.version] == 1


def test_no_word_of_the_caller_is_a_label(client: TestClient) -> None:
    secret = "bi-mat"
    client.get(f"/{secret}")
    client.get(f"/v1/models/{secret}?{secret}")
    client.post("/v1/classify", json={"text": secret, "model": secret, secret: secret})
    client.post(f"/v1/models/{secret}/activate", headers={"X-Request-ID": secret})
    assert not re.search(secret, client.get("/metrics").text)
