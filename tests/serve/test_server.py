"""Real server processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx2
import pytest

from data.errors import NotAnArtifact, PortOccupied, UsageError
from serve import Settings, run

Serving = Callable[
    [Settings, Path], AbstractContextManager[tuple[httpx2.Client, subprocess.Popen[str]]]
]

JSON = {"Content-Type": "application/json"}
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket"}


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size // 1024):
        yield b"a" * 1024


def test_start_classify_and_stop(
    serving: Serving, small_model: Path, port: int, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    settings = Settings(models=(small_model,), port=port, max_body_bytes=100_000)
    text = "Đội tuyển thắng trận bóng đá"
    with serving(settings, log) as (client, process):
        assert client.post("/v1/classify", json={"text": text}).status_code == 200
        assert client.get("/v1/sections", headers=UPGRADE).status_code == 200
        # Refused before, while and after it is sent; the same connection goes on or is made anew.
        for body in (b"a" * 10 * 1024**2, chunks(10 * 1024**2), chunks(101 * 1024)):
            refusal = client.post("/v1/classify", content=body, headers=JSON)
            assert (refusal.status_code, refusal.json()["code"]) == (413, "body-too-large")
            assert client.post("/v1/classify", json={"text": text}).status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    printed = log.read_text()
    assert "POST /v1/classify" in printed
    assert "Traceback" not in printed
    assert text not in printed


@pytest.mark.slow
def test_a_caller_that_sends_before_it_reads_learns_why_it_is_refused(
    serving: Serving, small_model: Path, port: int, tmp_path: Path
) -> None:
    settings = Settings(models=(small_model,), port=port)
    body = json.dumps({"text": "a" * 10 * 1024**2}).encode()
    with serving(settings, tmp_path / "log"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/classify", body)
        request.add_header("Content-Type", "application/json")
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(request, timeout=20)
        with refusal.value as answer:
            assert (answer.status, json.load(answer)["code"]) == (413, "body-too-large")


def test_several_workers_share_a_port(
    serving: Serving, small_model: Path, port: int, tmp_path: Path
) -> None:
    settings = Settings(models=(small_model,), port=port, workers=2)
    with serving(settings, tmp_path / "log") as (client, process):
        assert client.get("/v1/sections").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_an_occupied_port_is_refused(small_model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortOccupied, match=f"127.0.0.1:{port} is occupied"):
            run(Settings(models=(small_model,), port=port))


def test_an_address_of_another_machine_is_refused(small_model: Path, port: int) -> None:
    with pytest.raises(UsageError, match=r"cannot listen on 192\.0\.2\.1"):
        run(Settings(models=(small_model,), host="192.0.2.1", port=port))


def test_no_model_is_refused() -> None:
    with pytest.raises(UsageError, match="--model DIR"):
        run(Settings())


def test_a_directory_without_a_model_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(NotAnArtifact):
        run(Settings(models=(tmp_path,), port=port))


def test_under_a_foreign_server_a_failed_start_is_one_clear_line(tmp_path: Path, port: int) -> None:
    command = [sys.executable, "-m", "uvicorn", "--factory", "serve.app:create_app"]
    ended = subprocess.run(
        [*command, "--port", str(port)],
        env=os.environ | {"CHUYENMUC_MODELS": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 3
    assert ended.stderr.count("not a model directory") == 1
    assert "Traceback" not in ended.stderr
