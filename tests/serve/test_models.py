"""Which models and sections there are."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data.errors import NotReady, UsageError
from model import SectionClassifier
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
    assert card["metrics"] == classifier.manifest.metrics
    assert card["sections"] == client.get("/v1/sections").json()["sections"]


def test_the_default_model_is_listed_first(
    client: TestClient, classifier: SectionClassifier
) -> None:
    listed = client.get("/v1/models").json()
    assert listed["default"] == classifier.name
    assert listed["models"] == [client.get(f"/v1/models/{classifier.name}").json()]


@pytest.mark.parametrize("address", ["/v1/models/khac", "/v1/sections?model=khac"])
def test_an_unknown_model_is_refused(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()["code"]) == (404, "unknown-model")


def test_two_models_of_one_name_are_refused(small_model: Path, tmp_path: Path) -> None:
    twin = shutil.copytree(small_model, tmp_path / "twin")
    with pytest.raises(UsageError, match="two models are named"):
        Registry.load([small_model, twin])


def test_an_empty_registry_has_no_model() -> None:
    with pytest.raises(NotReady):
        Registry().find()
    assert list(Registry()) == []
