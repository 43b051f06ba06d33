"""Several worker processes as one service: they switch together, and outlive each other."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from model import SectionClassifier

pytestmark = pytest.mark.slow

RUN = "from serve import run; from serve.settings import read_settings; run(read_settings())"
TEXT = "Đội tuyển Việt Nam thắng trận bóng đá trên sân Mỹ Đình"


def workers_of(master: int) -> list[int]:
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in children}
    return [pid for pid, command in commands.items() if "spawn_main" in command]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.1)
    return found


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx2.ConnectError:
        return False


def half_sent(port: int) -> socket.socket:
    """A request whose body stops in the middle."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(b"POST /v1/classify HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n")
    connection.sendall(b"Content-Type: application/json\r\n\r\n{")
    return connection


def live(client: httpx2.Client) -> str:
    result = client.post("/v1/classify", json={"text": TEXT}, headers={"Connection": "close"})
    return str(result.json()["model"]["version"])


def figure(client: httpx2.Client, name: str) -> float:
    figures = client.get("/metrics").text
    values = re.findall(rf"^{name}(?:{{.*}})? (\S+)$", figures, re.MULTILINE)
    return sum(map(float, values))


@contextmanager
def load(url: str, expected: dict[str, float]) -> Iterator[set[str]]:
    """Ask all the time, on kept and on new connections; every answer must come and be right."""
    done, seen = threading.Event(), set()

    def ask(headers: dict[str, str]) -> None:
        with httpx2.Client(base_url=url, timeout=10, headers=headers) as client:
            while not done.is_set():
                result = client.post("/v1/classify", json={"text": TEXT}).raise_for_status().json()
                assert result["confidence"] == expected[result["model"]["version"]]
                seen.add(result["model"]["version"])

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask, headers) for headers in ({}, {}, {"Connection": "close"})]
        try:
            yield seen
        finally:
            done.set()
        for asker in askers:
            asker.result()


@pytest.fixture
def expected(newsroom: Any) -> dict[str, float]:
    models = map(SectionClassifier.load, newsroom.folder.glob("2026-*"))
    return {model.version: model.classify(TEXT).confidence for model in models}


def test_swaps_under_load_lose_nothing_and_mix_nothing(
    serving: Any, newsroom: Any, tmp_path: Path, expected: dict[str, float]
) -> None:
    settings = newsroom.settings(workers=2)
    with serving(settings, tmp_path / "log") as (client, _):
        wait_for(lambda: figure(client, "chuyenmuc_model_live") == 2)
        with load(str(client.base_url), expected) as seen:
            for version in [newsroom.old, newsroom.new] * 4:
                answer = client.post(
                    "/v1/models/small/activate", json={"version": version}, headers=newsroom.headers
                )
                assert answer.status_code == 200, answer.text
                assert [worker["switched"] for worker in answer.json()["workers"]] == [True, True]
                # From here on nobody gives the other version.
                assert {live(client) for _ in range(10)} == {version}
        assert seen == expected.keys()
        assert figure(client, "chuyenmuc_model_live") == 2


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("watch", [False, True])
def test_a_new_version_comes_live_at_sighup_or_by_itself(
    serving: Any, newsroom: Any, expected: dict[str, float], workers: int, *, watch: bool
) -> None:
    home = newsroom.folder.parent
    waiting = shutil.move(newsroom.folder / "2026-02", home / "2026-02")
    settings = newsroom.settings(workers=workers, watch=watch)
    with serving(settings, home / "log") as (client, process):
        with load(str(client.base_url), expected):
            assert live(client) == newsroom.old
            shutil.copytree(waiting, newsroom.folder / "2026-02")
            if not watch:
                process.send_signal(signal.SIGHUP)
            wait_for(lambda: {live(client) for _ in range(5)} == {newsroom.new})
            next((newsroom.folder / "2026-01").glob("weights-*")).write_bytes(b"")
            shutil.copytree(newsroom.folder / "2026-01", newsroom.folder / "2026-03")
            manifest = newsroom.folder / "2026-03" / "manifest.json"
            manifest.write_text(manifest.read_text().replace("2026-01-01T", "2026-03-01T"))
            if not watch:
                process.send_signal(signal.SIGHUP)
            wait_for(lambda: "reload refused" in (home / "log").read_text())
            assert live(client) == newsroom.new
        assert process.poll() is None


def test_a_killed_worker_is_replaced_and_nothing_is_forgotten(
    serving: Any, newsroom: Any, tmp_path: Path
) -> None:
    with serving(newsroom.settings(workers=2), tmp_path / "log") as (client, process):
        body = {"version": newsroom.old}
        wait_for(lambda: figure(client, "chuyenmuc_model_live") == 2)
        client.post("/v1/models/small/activate", json=body, headers=newsroom.headers)
        for _ in range(10):
            live(client)
        counted = figure(client, "chuyenmuc_predictions_total")
        assert counted == 10
        killed, other = workers_of(process.pid)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: len(set(workers_of(process.pid)) - {killed, other}) == 1)
        with httpx2.Client(base_url=client.base_url, timeout=10) as fresh:
            wait_for(lambda: figure(fresh, "chuyenmuc_predictions_total") == counted)
            # The next activation waits for the newcomer, and finds it.
            answer = fresh.post("/v1/models/small/activate", headers=newsroom.headers).json()
            assert answer["complete"]
            assert len(answer["workers"]) == 2
            assert {live(fresh) for _ in range(10)} == {newsroom.new}
            assert figure(fresh, "chuyenmuc_model_live") == 2


def test_workers_leave_when_their_master_is_killed(
    serving: Any, newsroom: Any, tmp_path: Path
) -> None:
    settings = newsroom.settings(workers=2)
    with serving(settings, tmp_path / "log") as (client, process):
        workers = wait_for(lambda: workers_of(process.pid))
        # A request that never ends must not keep them.
        stuck = half_sent(newsroom.port)
        process.kill()
        wait_for(lambda: not any(map(is_running, workers)), 5)
        with pytest.raises(httpx2.ConnectError):
            client.get("/livez")
        stuck.close()
    assert "the master is gone" in (tmp_path / "log").read_text()
    with serving(settings, tmp_path / "log") as (client, _):
        assert live(client) == newsroom.new


def test_a_service_whose_workers_cannot_start_ends_with_a_failure(
    serving: Any, newsroom: Any, tmp_path: Path
) -> None:
    with serving(newsroom.settings(workers=2), tmp_path / "log") as (_, process):
        for weights in newsroom.folder.glob("*/weights-*"):
            weights.write_bytes(b"")
        os.kill(wait_for(lambda: workers_of(process.pid))[0], signal.SIGKILL)
        assert process.wait(60) == 1
    log = (tmp_path / "log").read_text()
    assert "is damaged" in log
    assert "Traceback" not in log


def test_the_run_folder_goes_with_the_service(
    serving: Any,
    newsroom: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with serving(newsroom.settings(workers=2), tmp_path / "log") as (_, process):
        assert list(tmp_path.glob("chuyenmuc-*"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert not list(tmp_path.glob("chuyenmuc-*"))


@contextmanager
def on_a_small_disk(newsroom: Any, tmp_path: Path, size: str) -> Iterator[Any]:
    """A service whose run folder is on a disk of its own, which only it and we can see."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = [
        "unshare",
        "--mount",
        "sh",
        "-c",
        f'mount -t tmpfs -o size={size} none {disk} && "$@"',
    ]
    if subprocess.run([*mounted, "", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    settings = newsroom.settings(workers=2)
    environment = os.environ | settings.environment() | {"TMPDIR": str(disk)}
    command = [*mounted[:-1], mounted[-1].replace("&&", "&& exec"), "", sys.executable, "-c", RUN]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process,
        httpx2.Client(base_url=f"http://127.0.0.1:{newsroom.port}", timeout=20) as client,
    ):
        try:
            wait_for(lambda: answers(client))
            yield client, Path(f"/proc/{process.pid}/root/{disk}")
        finally:
            process.terminate()
            assert process.wait(60) == 0


def test_a_disk_that_fills_up_stops_activations_only(newsroom: Any, tmp_path: Path) -> None:
    with on_a_small_disk(newsroom, tmp_path, "8m") as (client, disk):
        wait_for(lambda: figure(client, "chuyenmuc_model_live") == 2)

        def activate() -> Any:
            body = {"version": newsroom.old}
            return client.post("/v1/models/small/activate", json=body, headers=newsroom.headers)

        with pytest.raises(OSError, match="No space"):
            (disk / "filler").write_bytes(b"a" * 8 * 1024**2)
        refusal = activate()
        assert (refusal.status_code, refusal.json()["code"]) == (503, "unwritable-state")
        assert "No space left" in refusal.json()["detail"]
        assert {live(client) for _ in range(20)} == {newsroom.new}
        assert figure(client, "chuyenmuc_predictions_total") == 20
        (disk / "filler").unlink()
        assert activate().json()["complete"]


def test_without_room_for_common_figures_each_worker_keeps_its_own(
    newsroom: Any, tmp_path: Path
) -> None:
    with on_a_small_disk(newsroom, tmp_path, "1m") as (client, _):
        assert live(client) == newsroom.new
        assert figure(client, "chuyenmuc_model_live") == 1
    assert "no room for common figures (No space left on device)" in (tmp_path / "log").read_text()
