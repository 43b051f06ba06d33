"""Which models and sections there are."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data.errors import NotReady
from model import SectionClassifier
from serve import Settings, create_app
from serve.registry import Registry


def test_sections_come_in_the_models_order(
    client: TestClient, classifier: SectionClassifier
) -> None:
    expected = [{"slug": section.slug, "name": section.name} for section in classifier.sections]
    for address in ("/v1/sections", f"/v1/sections?model={classifier.name}"):
        answer = client.get(address).json()
        assert answer["sections"] == expected
        assert answer["model"] == {"name": classifier.name, "version": classifier.version}


def test_a_model_says_what_it_is(client: TestClient, classifier: SectionClassifier) -> None:
    card = client.get(f"/v1/models/{classifier.name}").json()
    assert card["name"] == classifier.name
    assert card["version"] == classifier.version
    assert card["live"] is True
    assert card["created"] == classifier.manifest.created
    assert card["threshold"] == classifier.threshold
    assert card["plain_threshold"] is None
    assert card["card"].keys() == {"data", "limits", "not_for"}
    assert card["metrics"] == classifier.manifest.metrics
    assert card["sections"] == client.get("/v1/sections").json()["sections"]


def test_the_default_model_is_listed_first(
    client: TestClient, classifier: SectionClassifier
) -> None:
    listed = client.get("/v1/models").json()
    assert listed["default"] == classifier.name
    card = client.get(f"/v1/models/{classifier.name}").json()
    del card["evaluation"]
    assert listed["models"] == [card]


def test_a_model_tells_the_figures_of_its_evaluation_and_no_article(
    client: TestClient, classifier: SectionClassifier
) -> None:
    card = client.get(f"/v1/models/{classifier.name}").json()
    evaluation = card["evaluation"]
    assert evaluation["accuracy"] == card["metrics"]["accuracy"]
    assert evaluation["model"] == {"name": classifier.name, "version": classifier.version}
    assert len(evaluation["sections"]) == len(classifier.sections)
    assert evaluation["confusion"]["cells"]
    assert "articles" not in evaluation["suspicious_labels"]
    assert all("articles" not in cell for cell in evaluation["confusion"]["cells"])


def test_the_report_of_an_evaluation_is_a_page(
    client: TestClient, classifier: SectionClassifier
) -> None:
    response = client.get(f"/v1/models/{classifier.name}/report")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert response.text.startswith("<!doctype html>")


def test_what_a_training_has_replaced_is_told_no_more(small_model: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_model, tmp_path / "model")
    with TestClient(create_app(Settings(models=(folder,)))) as client:
        for name in ("evaluation", "report"):
            next(folder.glob(f"{name}-*")).unlink()
        (listed,) = client.get("/v1/models").json()["models"]
        address = f"/v1/models/{listed['name']}"
        assert client.get(address).json()["evaluation"] is None
        response = client.get(f"{address}/report")
        assert (response.status_code, response.json()["code"]) == (404, "missing-report")


@pytest.mark.parametrize("address", ["/v1/models/khac", "/v1/sections?model=khac"])
def test_an_unknown_model_is_refused(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()["code"]) == (404, "unknown-model")


def test_two_directories_of_one_version_are_one_model(small_model: Path, tmp_path: Path) -> None:
    twin = shutil.copytree(small_model, tmp_path / "twin")
    (classifier,) = Registry.load([small_model, twin])
    assert classifier.name == small_model.name


def test_an_empty_registry_has_no_model() -> None:
    with pytest.raises(NotReady):
        Registry().find()
    assert list(Registry()) == []
