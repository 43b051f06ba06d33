"""Several articles over HTTP."""

import json
import logging
from typing import Any

import pytest
from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from model import Prediction, SectionClassifier
from serve.registry import Registry
from serve.results import BatchResult

GOOD = {"text": "Đội tuyển Việt Nam thắng trận bóng đá trên sân Mỹ Đình"}

BATCH: TypeAdapter[BatchResult] = TypeAdapter(BatchResult)


def classify(client: TestClient, articles: list[Any], **options: Any) -> list[Any]:
    body = json.dumps({"articles": articles, **options})
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/classify/batch", content=body, headers=headers)
    assert response.status_code == 200, response.text
    BATCH.validate_json(response.content, strict=True)
    results = response.json()["results"]
    assert isinstance(results, list)
    return results


def test_each_article_gets_its_own_result_in_order(client: TestClient) -> None:
    articles = [GOOD, {"title": "Giá vàng tăng", "body": "Giá vàng sáng nay tăng."}, {"page": "Án"}]
    alone = [client.post("/v1/classify", json=article).json() for article in articles]
    assert classify(client, articles) == alone


def test_no_article_gives_no_result(client: TestClient) -> None:
    assert classify(client, []) == []


@pytest.mark.parametrize(
    ("bad", "status", "code"),
    [
        ({"text": ""}, 422, "empty-text"),
        ({"text": "a" * 500_001}, 413, "text-too-long"),
        ({"text": 1}, 422, "invalid-body"),
        ({"text": "a", "page": "b"}, 422, "invalid-body"),
        ({"text": "\ud83d"}, 422, "invalid-body"),
        ({"text": "a", "top_k": 0}, 422, "invalid-body"),
        ({"text": "a", "model": "không có"}, 404, "unknown-model"),
        ({}, 422, "invalid-body"),
        ([], 422, "invalid-body"),
        ("một bài báo", 422, "invalid-body"),
        (None, 422, "invalid-body"),
    ],
)
def test_a_bad_article_spoils_nothing(
    client: TestClient, bad: object, status: int, code: str
) -> None:
    good = classify(client, [GOOD])[0]
    first, failure, last = classify(client, [GOOD, bad, GOOD])
    assert first == last == good
    assert set(failure) == {"error"}
    assert (failure["error"]["status"], failure["error"]["code"]) == (status, code)


def test_options_of_the_batch_hold_unless_an_article_sets_its_own(
    client: TestClient, classifier: SectionClassifier
) -> None:
    own = [GOOD, GOOD | {"top_k": 2, "explain": False}, GOOD | {"top_k": None}]
    results = classify(client, own, top_k=1, explain=True, model=classifier.name)
    assert [len(result["sections"]) for result in results] == [1, 2, len(classifier.sections)]
    assert [result["explanation"] is None for result in results] == [False, True, False]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"articles": GOOD}, "articles"),
        ({"articles": None}, "articles"),
        ({}, "articles"),
        ({"articles": [], "top_k": 0}, "top_k"),
        ({"articles": [], "text": "a"}, "text"),
    ],
)
def test_a_wrong_batch_is_refused_whole(client: TestClient, body: object, path: str) -> None:
    response = client.post("/v1/classify/batch", json=body)
    assert (response.status_code, response.json()["code"]) == (422, "invalid-body")
    assert [fault["path"] for fault in response.json()["errors"]] == [path]


def test_an_unknown_model_for_the_batch_is_refused_whole(client: TestClient) -> None:
    response = client.post("/v1/classify/batch", json={"articles": [GOOD], "model": "không có"})
    assert (response.status_code, response.json()["code"]) == (404, "unknown-model")


class Brittle(SectionClassifier):
    """A model with a defect that some text brings out."""

    def classify_many(self, texts: Any, jobs: int | None = None) -> list[Prediction]:
        if any("vỡ" in text for text in texts):
            raise ZeroDivisionError(texts)
        return super().classify_many(texts, jobs)


def test_a_defect_costs_one_article_its_result_and_is_logged_without_its_text(
    app: FastAPI,
    classifier: SectionClassifier,
    small_model: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with TestClient(app) as client, caplog.at_level(logging.ERROR):
        app.state.registry = Registry([Brittle.load(small_model)])
        good, failure = classify(client, [GOOD, {"text": "đê vỡ trong đêm"}])
    assert good["confidence"] == classifier.classify(GOOD["text"]).confidence
    assert (failure["error"]["status"], failure["error"]["code"]) == (500, "internal")
    assert "detail" not in failure["error"]
    assert "ZeroDivisionError" in caplog.text
    assert "trong đêm" not in caplog.text
