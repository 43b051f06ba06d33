"""Another version of a model becomes live, and goes again."""

import json
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from model import SectionClassifier
from serve import create_app

TEXT = "Đội tuyển Việt Nam thắng trận bóng đá trên sân Mỹ Đình"


@pytest.fixture
def client(newsroom: Any) -> Iterator[TestClient]:
    with TestClient(create_app(newsroom.settings()), headers=newsroom.headers) as client:
        yield client


def live(client: TestClient) -> str:
    return str(client.get("/v1/models").json()["models"][0]["version"])


def activate(client: TestClient, version: str | None, status: int = 200) -> Any:
    body = {} if version is None else {"version": version}
    response = client.post("/v1/models/small/activate", json=body)
    assert response.status_code == status, response.text
    return response.json()


def test_the_newest_version_is_live_at_first_and_all_are_listed(
    client: TestClient, newsroom: Any
) -> None:
    card = client.get("/v1/models/small").json()
    listed = [(row["version"], row["live"]) for row in card["versions"]]
    assert listed == [(newsroom.new, True), (newsroom.old, False)]
    assert card["version"] == newsroom.new


def test_activate_and_go_back(client: TestClient, newsroom: Any) -> None:
    answer = activate(client, newsroom.old)
    assert answer == {
        "name": "small",
        "version": newsroom.old,
        "previous": newsroom.new,
        "complete": True,
        "remembered": True,
        "workers": [{"worker": 0, "switched": True, "fault": None}],
    }
    expected = SectionClassifier.load(newsroom.folder / "2026-01").classify(TEXT)
    result = client.post("/v1/classify", json={"text": TEXT}).json()
    assert result["model"]["version"] == newsroom.old
    assert result["confidence"] == expected.confidence
    assert activate(client, newsroom.new)["previous"] == newsroom.old
    assert live(client) == newsroom.new


def test_a_choice_outlives_a_restart_until_the_newest_is_asked_for(
    client: TestClient, newsroom: Any
) -> None:
    activate(client, newsroom.old)
    with TestClient(create_app(newsroom.settings())) as restarted:
        assert live(restarted) == newsroom.old
    assert json.loads((newsroom.folder / "live.json").read_text()) == {"small": newsroom.old}
    assert activate(client, None)["version"] == newsroom.new
    assert json.loads((newsroom.folder / "live.json").read_text()) == {}


def test_where_no_choice_can_be_kept_the_answer_says_so(newsroom: Any, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "live.json"
    with TestClient(
        create_app(newsroom.settings(state_file=nowhere)), headers=newsroom.headers
    ) as client:
        assert activate(client, newsroom.old)["remembered"] is False
        assert live(client) == newsroom.old


@pytest.mark.parametrize("damage", ["weights", "manifest", "samples", "gone"])
def test_a_damaged_version_changes_nothing(client: TestClient, newsroom: Any, damage: str) -> None:
    folder = newsroom.folder / "2026-01"
    if damage == "weights":
        next(folder.glob("weights-*")).write_bytes(b"")
    elif damage == "manifest":
        (folder / "manifest.json").write_text("{")
    elif damage == "gone":
        shutil.rmtree(folder)
    else:
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["samples"][0]["probabilities"].reverse()
        (folder / "manifest.json").write_text(json.dumps(manifest))
    unreadable = damage in {"manifest", "gone"}
    problem = activate(client, newsroom.old, 404 if unreadable else 409)
    assert problem["code"] == ("unknown-version" if unreadable else "refused-version")
    assert live(client) == newsroom.new
    assert not (newsroom.folder / "live.json").exists()
    result = client.post("/v1/classify", json={"text": TEXT, "model": f"small@{newsroom.new}"})
    assert result.status_code == 200


def test_a_version_can_be_required(client: TestClient, newsroom: Any) -> None:
    def ask(model: str) -> tuple[int, str]:
        response = client.post("/v1/classify", json={"text": TEXT, "model": model})
        return response.status_code, response.json().get("code", "")

    assert ask("small") == ask(f"small@{newsroom.new}") == (200, "")
    for other in (f"small@{newsroom.old}", "small@", f"@{newsroom.new}", "@", "khac"):
        assert ask(other) == (404, "unknown-model")


@pytest.mark.parametrize(
    ("address", "body", "code"),
    [
        ("/v1/models/khac/activate", {}, "unknown-model"),
        ("/v1/models/small/activate", {"version": "khac"}, "unknown-version"),
        ("/v1/models/small/activate", {"version": 1}, "invalid-body"),
        ("/v1/models/small/activate", {"versions": "1"}, "invalid-body"),
    ],
)
def test_what_is_not_there_is_refused(
    client: TestClient, address: str, body: object, code: str
) -> None:
    assert client.post(address, json=body).json()["code"] == code


def test_only_an_admin_may(client: TestClient) -> None:
    response = client.post("/v1/models/small/activate", headers={"Authorization": ""})
    assert (response.status_code, response.json()["code"]) == (401, "missing-key")


def test_activations_at_once_come_one_after_the_other(client: TestClient, newsroom: Any) -> None:
    wanted = [newsroom.old, newsroom.new] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda version: activate(client, version), wanted))
    assert [answer["version"] for answer in answers] == wanted
    assert all(answer["complete"] for answer in answers)
    # Each found live what one before it left, the first the version from the start.
    before, after = ([answer[field] for answer in answers] for field in ("previous", "version"))
    assert sorted([*before, live(client)]) == sorted([*after, newsroom.new])


def test_no_answer_mixes_two_versions(client: TestClient, newsroom: Any) -> None:
    expected = {
        model.version: model.classify(TEXT).confidence
        for model in map(SectionClassifier.load, newsroom.folder.glob("2026-*"))
    }
    assert len(set(expected.values())) == 2
    done = threading.Event()

    def ask() -> set[str]:
        seen = set()
        while not done.is_set():
            batch = {"articles": [{"text": TEXT}] * 5}
            results = client.post("/v1/classify/batch", json=batch).json()["results"]
            versions = {result["model"]["version"] for result in results}
            assert len(versions) == 1
            for result in results:
                assert result["confidence"] == expected[result["model"]["version"]]
            seen |= versions
        return seen

    with ThreadPoolExecutor(3) as pool:
        askers = [pool.submit(ask) for _ in range(3)]
        try:
            for version in [newsroom.old, newsroom.new] * 5:
                activate(client, version)
        finally:
            done.set()
        assert set.union(*(asker.result() for asker in askers)) == expected.keys()
