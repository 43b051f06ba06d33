"""What the log says, and what it never says."""

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from serve.logs import JsonFormatter, SteadyHandler
from serve.settings import Settings

SECRET = "một bài báo chưa đăng"


def test_a_request_is_one_line_without_the_callers_words(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "serve"):
        client.post(f"/v1/classify?{SECRET}", json={"text": SECRET}, headers={"X-Request-ID": "7"})
        client.get(f"/{SECRET}")
        client.get("/livez")
    lines = [record.getMessage() for record in caplog.records]
    assert [line.partition(" in ")[0] for line in lines] == [
        "POST /v1/classify 200",
        "GET (none) 404",
    ]
    assert lines[0].endswith(", request 7")
    assert SECRET not in caplog.text


def test_json_has_the_request_in_fields_of_its_own(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "serve"):
        client.post("/v1/classify", json={"text": ""}, headers={"X-Request-ID": "7"})
    line = json.loads(JsonFormatter().format(caplog.records[0]))
    assert line.pop("milliseconds") > 0
    assert line.pop("time").endswith("+00:00")
    assert line.pop("message").startswith("POST /v1/classify 422 in ")
    assert line == {
        "level": "info",
        "logger": "serve.observing",
        "pid": os.getpid(),
        "method": "POST",
        "route": "/v1/classify",
        "status": 422,
        "bytes": 11,
        "problem": "empty-text",
        "request_id": "7",
    }


def test_an_exception_is_told_by_its_places_not_its_words() -> None:
    with pytest.raises(ValueError, match=SECRET) as raised:
        int(SECRET)
    told = (raised.type, raised.value, raised.tb)
    record = logging.LogRecord("a", logging.ERROR, "", 0, "%s", ("x",), told)
    line = json.loads(JsonFormatter().format(record))
    assert line["exception"] == "ValueError"
    assert "test_logs.py" in line["places"][0]
    assert SECRET not in json.dumps(line, ensure_ascii=False)


class Disk:
    """A stream that is full for a while."""

    def __init__(self) -> None:
        self.is_full, self.text = False, ""

    def write(self, text: str) -> None:
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.text += text

    def flush(self) -> None:
        pass


def test_lines_that_find_no_room_are_counted_and_told_later() -> None:
    handler, disk = SteadyHandler(), Disk()
    handler.setStream(disk)
    logger = logging.getLogger("tests.lost")
    logger.propagate = False
    logger.addHandler(handler)
    logger.warning("first")
    disk.is_full = True
    for _ in range(3):
        logger.warning("lost")
    disk.is_full = False
    logger.warning("last")
    assert disk.text.splitlines() == ["first", "3 lines of the log are lost", "last"]


@pytest.mark.slow
def test_a_full_disk_under_the_log_costs_no_answer(
    serving: Any, small_model: Path, port: int
) -> None:
    settings = Settings(models=(small_model,), port=port)
    with serving(settings, Path("/dev/full")) as (client, process):
        for _ in range(200):
            assert client.post("/v1/classify", json={"text": "bóng đá"}).status_code == 200
        process.terminate()
        process.wait(30)
