"""Killed, interrupted, or left without a reader."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from model import SectionClassifier
from model.artifact import verify
from training.starter import STARTER

Start = Callable[..., "subprocess.Popen[str]"]


def has_begun(process: "subprocess.Popen[str]") -> None:
    """Wait until the corpus is read."""
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Reading")


@pytest.mark.slow
def test_a_model_outlives_a_training_killed_over_it(
    start: Start, small_model: Path, tmp_path: Path
) -> None:
    """At moments from its start to its last write."""
    out = shutil.copytree(small_model, tmp_path / "m")
    arguments = ("train", STARTER, "--out", out, "--no-evaluation", "--jobs", 1)
    with start(*arguments, "--out", tmp_path / "once") as process:
        has_begun(process)
        begun = time.monotonic()
        process.communicate()
        rest = time.monotonic() - begun
    for part in (0.4, 0.8, 0.9, 1.0):
        with start(*arguments) as process:
            has_begun(process)
            time.sleep(rest * part)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        verify(out)
        SectionClassifier.load(out).self_test()
    with start(*arguments) as process:
        process.communicate()
    manifest = json.loads((out / "manifest.json").read_bytes())
    named = {entry["name"] for entry in manifest["files"].values()}
    assert {path.name for path in out.iterdir()} == named | {"manifest.json"}


def test_control_c_ends_a_training_in_one_line(start: Start, tmp_path: Path) -> None:
    with start("train", STARTER, "--out", tmp_path / "m", "--jobs", 1) as process:
        has_begun(process)
        time.sleep(0.2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "chuyenmuc: stopped"
    assert "Traceback" not in err
    assert not (tmp_path / "m").exists()


@pytest.mark.parametrize("arguments", [["inspect"], ["inspect", "--verify"], ["inspect", "--help"]])
def test_a_reader_that_has_had_enough(
    arguments: list[str], start: Start, small_model: Path
) -> None:
    verb, *flags = arguments
    with start(verb, small_model, *flags) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        assert (process.wait(), err) == (0, "")


def test_progress_that_nobody_reads_stops_no_training(
    start: Start, corpus: Path, tmp_path: Path
) -> None:
    with start("train", corpus, "--out", tmp_path / "m") as process:
        assert process.stderr is not None
        process.stderr.close()
        assert process.stdout is not None
        assert "written to" in process.stdout.read()
        assert process.wait() == 0
    verify(tmp_path / "m")
