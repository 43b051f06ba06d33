"""`chuyenmuc search`, as a shell sees it."""

import io
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from tests.test_architecture import loaded_by
from tests.training.samples import Cli, small_rows, write_rows
from tests.training.search.samples import candidate
from training.cli.board import SearchBoard
from training.config import load_config
from training.search import Standing
from training.starter import STARTER

Start = Callable[..., "subprocess.Popen[str]"]


def test_a_search_writes_what_a_training_takes(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.toml"
    finished = cli("search", corpus, "--minutes", 1, "--candidates", 3, "--out", out)
    assert finished.code == 0, finished.err
    assert "Start: macro F1 " in finished.out
    assert f"{out} written" in finished.out
    lines = finished.err.splitlines()
    assert [line.partition(":")[0] for line in lines if " folds, " in line] == ["1", "2", "3"]
    assert out.with_suffix(".svg").read_text("utf-8").startswith("<svg")
    load_config(out)
    assert cli("train", corpus, "--out", tmp_path / "m", "--config", out).code == 0
    again = cli("search", corpus, "--minutes", 1, "--candidates", 4, "--out", out)
    assert "Going on: 3 candidates, " in again.err
    assert "# Written by chuyenmuc search: 4 candidates" in out.read_text("utf-8")


def test_settings_to_start_from(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.toml"
    arguments = ("--minutes", 1, "--candidates", 1, "--out", out, "--set", "evaluation.folds=2")
    assert cli("search", corpus, *arguments).code == 0
    assert load_config(out) == load_config(settings=["evaluation.folds=2"])


def test_another_corpus_is_refused(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    arguments = ("--minutes", 1, "--candidates", 1, "--out", tmp_path / "train.toml")
    assert cli("search", corpus, *arguments).code == 0
    rows = [{"section": section, "text": text} for section, text in small_rows(seed=1)]
    other = write_rows(tmp_path / "other.jsonl", rows)
    finished = cli("search", other, *arguments)
    assert finished.code == 2
    assert "another corpus; remove the folder to start anew" in finished.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "said"),
    [("train.conf", "name a file that ends in .toml"), ("mine.toml", "not written by a search")],
)
def test_nothing_else_is_written_over(
    name: str, said: str, refused: Callable[..., str], corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text("[classifier]\nC = 0.5\n", "utf-8")
    assert said in refused("search", corpus, "--minutes", 1, "--out", tmp_path / name)


def test_the_command_line_starts_without_optuna() -> None:
    assert not {"optuna", "sklearn"} & loaded_by("import training.cli")


def test_the_table_names_the_best_first() -> None:
    start, good = candidate(1), candidate(2, C=0.5)._replace(course={3: 0.6, 6: 0.625})
    runs = candidate(3, C=2.0)._replace(state="running", course={3: 0.4}, seconds=12.34)
    console = Console(force_terminal=True, width=100, record=True, file=io.StringIO())
    board = SearchBoard(2.0, console)
    with board.follow() as watch:
        watch(Standing([start, good, runs], 2))
    shown = console.export_text()
    assert "3 candidates, 2 on all folds; 2:00 left" in shown
    rows = [line.split() for line in shown.splitlines() if "0.5000" in line]
    told = [[cell for cell in row if cell != "│"] for row in rows]
    assert told[0] == ["2", "2", "0.6250", "+0.1250", "0.5000", "1.0", "C=0.5"]
    assert [row[0] for row in told] == ["2", "1", "3"]
    assert told[2][1:6] == ["1", "0.4000", "-0.1000", "0.5000", "12.3"]


def await_line(process: "subprocess.Popen[str]", *beginnings: str) -> None:
    assert process.stderr is not None
    told: list[str] = []
    while not (told and told[-1].startswith(beginnings)):
        assert process.poll() is None, "".join(told) + process.stderr.read()
        told.append(process.stderr.readline())


def await_candidate(process: "subprocess.Popen[str]", number: int) -> None:
    """Wait for the line of this candidate, or of a later one."""
    await_line(process, *(f"{each}: " for each in range(number, number + 100)))


@pytest.mark.slow
def test_a_killed_search_goes_on(start: Start, cli: Cli, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "train.toml"
    arguments = ("search", corpus, "--minutes", 1, "--out", out, "--jobs", 1)
    for number, wait in ((2, 0.0), (4, 0.05), (5, 0.3)):
        with start(*arguments) as process:
            await_candidate(process, number)
            time.sleep(wait)
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert not out.exists()
    finished = cli(*arguments, "--candidates", 6)
    assert finished.code == 0, finished.err
    assert "Going on: " in finished.err
    assert not [path for path in out.with_suffix(".search").iterdir() if "partial" in path.name]


@pytest.mark.slow
def test_control_c_ends_a_search_with_what_it_has(
    start: Start, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "train.toml"
    with start("search", corpus, "--minutes", 5, "--out", out, "--jobs", 1) as process:
        await_candidate(process, 3)
        os.killpg(process.pid, signal.SIGINT)
        said, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in complained
    assert "run the same again to go on" in said
    assert complained.splitlines()[-1] == "chuyenmuc: stopped"
    load_config(out)


@pytest.mark.slow
def test_control_c_before_the_start_is_through_leaves_nothing(start: Start, tmp_path: Path) -> None:
    out = tmp_path / "train.toml"
    with start("search", STARTER, "--minutes", 5, "--out", out, "--jobs", 1) as process:
        await_line(process, "Reading")
        os.killpg(process.pid, signal.SIGINT)
        _, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complained.splitlines()[-1] == "chuyenmuc: stopped"
    assert not out.exists()
