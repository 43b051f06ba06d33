"""How workers agree."""

from pathlib import Path
from typing import Any

import prometheus_client.values
import pytest
from starlette.testclient import TestClient

from data.errors import UnwritableState
from serve import create_app
from serve.lifecycle import RUN_FOLDER
from serve.live.crew import Crew, Order, Standing
from serve.routes import activation


def test_a_slot_is_taken_once_and_again_after_its_holder_left(tmp_path: Path) -> None:
    first, second, third = Crew(tmp_path), Crew(tmp_path), Crew(tmp_path)
    assert (first.join(), second.join()) == (0, 1)
    first.leave()
    assert third.join() == 0
    second.report(3, "damaged-artifact")
    assert third.standings() == [Standing(0, 0), Standing(1, 3, "damaged-artifact")]


def test_an_order_is_read_as_it_was_given(tmp_path: Path) -> None:
    master, worker = Crew(tmp_path), Crew(tmp_path)
    assert worker.order() is None
    order = Order(2, {"tin tức": "1"}, {})
    master.publish(order)
    assert worker.order() == order
    with pytest.raises(UnwritableState):
        Crew(tmp_path / "gone").publish(order)


@pytest.fixture
def laggard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Crew:
    """Another worker of the service in this process; it does nothing by itself."""
    monkeypatch.setattr(prometheus_client.values, "ValueClass", prometheus_client.values.ValueClass)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv(RUN_FOLDER, str(folder))
    monkeypatch.setattr(activation, "_PATIENCE", 0.3)
    crew = Crew(folder)
    crew.join()
    return crew


@pytest.mark.parametrize("fault", [None, "damaged-artifact"])
def test_the_answer_says_which_worker_has_not_switched(
    newsroom: Any, laggard: Crew, fault: str | None
) -> None:
    with TestClient(create_app(newsroom.settings()), headers=newsroom.headers) as client:
        if fault:
            laggard.report(2, fault)
        response = client.post("/v1/models/small/activate", json={"version": newsroom.old})
        assert response.status_code == 202
        assert response.json()["complete"] is False
        assert response.json()["workers"] == [
            {"worker": 0, "switched": False, "fault": fault},
            {"worker": 1, "switched": True, "fault": None},
        ]
        laggard.report(2)
        assert client.post("/v1/models/small/activate", json={}).status_code == 202
        laggard.report(4)
        assert client.post("/v1/models/small/activate", json={}).status_code == 200
