"""One article over HTTP."""

import json
import re
from typing import Any

import pytest
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from data.article import Article
from data.page import read_page
from model import SectionClassifier
from serve.results import Result

TITLE = "Đội tuyển Việt Nam thắng 2-0 trên sân Mỹ Đình"
BODY = "Tối 12/10, đội tuyển Việt Nam thắng trận bóng đá thứ hai của vòng bảng."
TEXT = f"{TITLE}\n{BODY}"
PAGE = f"Thể thao\n\nBóng đá\n\n{TITLE}\n\n{BODY}\n"

RESULT: TypeAdapter[Result] = TypeAdapter(Result)


def classify(client: TestClient, **body: Any) -> Result:
    response = client.post("/v1/classify", json=body)
    assert response.status_code == 200, response.text
    return RESULT.validate_json(response.content, strict=True)


def test_a_text_gets_what_the_model_says(client: TestClient, classifier: SectionClassifier) -> None:
    result = classify(client, text=TEXT)
    prediction = classifier.classify(TEXT)
    assert result == {
        "section": {"slug": prediction.section.slug, "name": prediction.section.name},
        "confidence": prediction.confidence,
        "accepted": prediction.accepted,
        "sections": [
            {"slug": section.slug, "name": section.name, "probability": probability}
            for section, probability in prediction.scores
        ],
        "explanation": None,
        "warnings": list(prediction.warnings),
        "regime": "marked",
        "model": {"name": classifier.name, "version": classifier.version},
        "printed_section": None,
    }


def test_title_lead_and_body_are_one_article(
    client: TestClient, classifier: SectionClassifier
) -> None:
    result = classify(client, title=TITLE, lead=None, body=BODY)
    prediction = classifier.classify(Article(title=TITLE, body=BODY))
    assert result["section"]["slug"] == prediction.section.slug
    assert result["confidence"] == prediction.confidence


def test_a_page_keeps_its_printed_section_apart(
    client: TestClient, classifier: SectionClassifier
) -> None:
    result = classify(client, page=PAGE)
    page = read_page(PAGE)
    assert result["printed_section"] == page.printed_section == "Thể thao"
    assert result["confidence"] == classifier.classify(page).confidence


def test_top_k_lists_the_best_sections(client: TestClient, classifier: SectionClassifier) -> None:
    everything = classify(client, text=TEXT)["sections"]
    for top_k in (1, 2, len(classifier.sections)):
        assert classify(client, text=TEXT, top_k=top_k)["sections"] == everything[:top_k]


def test_top_k_beyond_the_sections_lists_them_all(
    client: TestClient, classifier: SectionClassifier
) -> None:
    sections = classify(client, text=TEXT, top_k=1000)["sections"]
    assert len(sections) == len(classifier.sections)


def test_top_k_below_one_is_refused(client: TestClient) -> None:
    response = client.post("/v1/classify", json={"text": TEXT, "top_k": 0})
    assert response.status_code == 422
    assert [fault["path"] for fault in response.json()["errors"]] == ["top_k"]


@pytest.mark.parametrize(
    "form",
    [{"text": TEXT}, {"title": TITLE, "body": BODY}, {"page": PAGE}],
    ids=["text", "article", "page"],
)
def test_explanations_point_into_the_callers_own_strings(
    client: TestClient, form: dict[str, str]
) -> None:
    explanation = classify(client, **form, explain=True)["explanation"]
    assert explanation
    found = [(evidence["ngram"], place) for evidence in explanation for place in evidence["places"]]
    assert found
    for ngram, place in found:
        passage = form[place["field"]][place["start"] : place["end"]]
        assert re.findall(r"\w+", passage.lower()) == ngram.split()


def test_the_model_can_be_named(client: TestClient, classifier: SectionClassifier) -> None:
    named = classify(client, text=TEXT, model=classifier.name)
    assert named == classify(client, text=TEXT)


def test_a_large_article_is_answered_like_a_small_one(
    client: TestClient, classifier: SectionClassifier
) -> None:
    text = TEXT * 1000
    assert classify(client, text=text)["confidence"] == classifier.classify(text).confidence


@pytest.mark.parametrize("text", ["\0", f"\0{TEXT}\0", "1", "🙂", "\u200b", "\ufeff" + TEXT])
def test_odd_characters_are_text_like_any_other(client: TestClient, text: str) -> None:
    assert classify(client, text=text, explain=True)["sections"]


@pytest.mark.parametrize(
    "body", [{"text": ""}, {"text": " \n\t\u3000"}, {"title": "", "body": " "}, {"page": "\n"}]
)
def test_an_empty_article_is_refused(client: TestClient, body: dict[str, str]) -> None:
    response = client.post("/v1/classify", json=body)
    assert (response.status_code, response.json()["code"]) == (422, "empty-text")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({}, [""]),
        ({"top_k": 1}, [""]),
        ({"text": None}, [""]),
        ({"text": "a", "page": "b"}, [""]),
        ({"text": "a", "title": "b"}, [""]),
        ({"title": "a", "page": "b"}, [""]),
        (["a"], [""]),
        ("a", [""]),
        (None, [""]),
        ({"text": 1}, ["text"]),
        ({"text": ["a"]}, ["text"]),
        ({"text": "a", "top_k": "1"}, ["top_k"]),
        ({"text": "a", "top_k": True}, ["top_k"]),
        ({"text": "a", "top_k": 1.5}, ["top_k"]),
        ({"text": "a", "explain": "yes"}, ["explain"]),
        ({"text": "a", "model": "m" * 201}, ["model"]),
        ({"text": "a", "topk": 1}, ["topk"]),
        ({"text": 1, "top_k": 0, "url": 2}, ["text", "top_k", "url"]),
        ({"text": "a", "một bài báo mật": 1}, ["(unknown)"]),
        ({"text": "a", "\ud83d": 1}, [""]),
        ({"text": "\ud83d"}, ["text"]),
        ({"title": "a", "body": "b\udc00"}, ["body"]),
    ],
)
def test_a_wrong_body_is_refused_with_every_fault(
    client: TestClient, body: object, paths: list[str]
) -> None:
    response = client.post(
        "/v1/classify",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, "invalid-body")
    assert sorted(fault["path"] for fault in problem["errors"]) == paths


def test_an_unknown_model_is_refused_with_the_known_ones(
    client: TestClient, classifier: SectionClassifier
) -> None:
    response = client.post("/v1/classify", json={"text": TEXT, "model": "không có"})
    assert (response.status_code, response.json()["code"]) == (404, "unknown-model")
    assert classifier.name in response.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"text", b'{"text": "\xff"}', b"[" * 100_000, b"1" * 5000, b'{"text": "a"} b'],
    ids=["nothing", "cut", "no JSON", "not UTF-8", "deep", "long number", "more than one"],
)
def test_what_is_not_json_is_refused(client: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/classify", content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "invalid-json")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/LD+JSON"])
def test_json_may_be_announced_in_several_ways(client: TestClient, kind: str) -> None:
    body = json.dumps({"text": TEXT})
    response = client.post("/v1/classify", content=body, headers={"Content-Type": kind})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "json"]
)
def test_what_is_not_announced_as_json_is_refused(client: TestClient, kind: str | None) -> None:
    headers = {} if kind is None else {"Content-Type": kind}
    response = client.post("/v1/classify", content=json.dumps({"text": TEXT}), headers=headers)
    assert (response.status_code, response.json()["code"]) == (415, "unsupported-media-type")
