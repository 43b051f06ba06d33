"""`chuyenmuc fetch`, as a user runs it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import data.vntc
from data.vntc import fetch_vntc
from tests.data.vntc.samples import SPLITS, TEST, TRAIN, install_unpacker, pack, write_topics
from tests.data.vntc.server import Answer, Mirror, serving
from tests.training.samples import Cli


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Mirror]:
    """A server of a small VNTC."""
    with serving() as mirror:
        for split in SPLITS:
            folder = write_topics(tmp_path / split.folder, split.counts)
            (folder / "Thumbs.db").write_bytes(bytes(200_000))
            archive = pack(folder, tmp_path / split.archive)
            mirror.files[split.archive] = archive.read_bytes()
        yield mirror


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small VNTC be the official one, and one program unpack it."""
    monkeypatch.setattr(data.vntc, "fetch_vntc", partial(fetch_vntc, splits=SPLITS))
    install_unpacker(tmp_path / "programs")
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.usefixtures("small")
def test_what_is_fetched_can_be_trained_on(cli: Cli, upstream: Mirror, tmp_path: Path) -> None:
    out, model = tmp_path / "corpora", tmp_path / "m"
    train, test = out / TRAIN.table, out / TEST.table
    finished = cli("fetch", "vntc", "--out", out, "--from", upstream.url)
    assert finished.code == 0
    assert finished.out == f"{train}: 13 articles\n{test}: 11 articles\n"
    stages = [line.partition(":")[0] for line in finished.err.splitlines()]
    assert stages[:3] == ["Train_Full.rar, kB", "Unpacking Train_Full.rar", f"Writing {train.name}"]
    finished = cli("fetch", "vntc", "--out", out)
    assert finished.out == (
        f"{train}: 13 articles, there already\n{test}: 11 articles, there already\n"
    )
    finished = cli("train", train, "--test", test, "--out", model, "--jobs", 1)
    assert "11 articles, test corpus" in finished.out
    assert finished.code == 0


@pytest.mark.usefixtures("small")
def test_a_failure_is_one_line(refused: Callable[..., str], upstream: Mirror) -> None:
    assert refused("fetch", "vntc", "--from", f"{upstream.url}/a").startswith(
        f"{upstream.url}/a/Train_Full.rar: the server answers 404 Not Found; check the address"
    )
    assert "'20news' is not" in refused("fetch", "20news")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_fetch_is_gone_on_with(
    by: signal.Signals,
    start: "Callable[..., subprocess.Popen[str]]",
    upstream: Mirror,
    tmp_path: Path,
) -> None:
    upstream.answers = [Answer(stall=20)]
    out = tmp_path / "corpora"
    part = out / f"{TRAIN.archive}.part"
    with start("fetch", "vntc", "--out", out, "--from", upstream.url) as process:
        deadline = time.monotonic() + 20
        while not (part.exists() and part.stat().st_size):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        os.killpg(process.pid, by)
        _, err = process.communicate(timeout=10)
    if by is signal.SIGINT:
        assert (process.returncode, err) == (130, "chuyenmuc: stopped\n")
    half = part.stat().st_size
    fetch_vntc(out, upstream.url, splits=(TRAIN,))
    assert upstream.ranges()[1] == f"bytes={half}-"
    assert (out / TRAIN.table).exists()
    assert not part.exists()
