"""The command line in this process and in another, and corpora small enough to train at once."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.training.samples import Cli, Finished, Row, WriteCorpus, small_rows
from training.cli.app import run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a verb in this process."""

    def call(*arguments: object) -> Finished:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Finished(code, *capsys.readouterr())

    return call


@pytest.fixture
def refused(cli: Cli) -> Callable[..., str]:
    """Run a verb that must be refused; return the one line it says."""

    def call(*arguments: object) -> str:
        finished = cli(*arguments)
        lines = finished.err.splitlines()
        assert (finished.code, len(lines)) == (2, 1), finished
        assert lines[0].startswith("chuyenmuc: ")
        return lines[0].removeprefix("chuyenmuc: ")

    return call


@pytest.fixture
def environment() -> Callable[[], dict[str, str]]:
    """Give the variables under which another process finds this checkout."""
    return _environment


def _environment() -> dict[str, str]:
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONWARNINGS": ""}


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., "subprocess.Popen[str]"]:
    """Start a verb in a process of its own, as the leader of its group."""

    def call(*arguments: object, **variables: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "training.cli", *map(str, arguments)],
            cwd=tmp_path,
            env=_environment() | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return call


@pytest.fixture
def subprocess_cli(start: Callable[..., "subprocess.Popen[str]"]) -> Cli:
    """Run a verb in a process of its own."""

    def call(*arguments: object, **variables: str) -> Finished:
        with start(*arguments, **variables) as process:
            out, err = process.communicate(timeout=120)
        return Finished(process.returncode, out, err)

    return call


@pytest.fixture
def write_corpus(tmp_path: Path) -> WriteCorpus:
    """Write (section, text) pairs to a JSONL file."""

    def write(rows: Iterable[Row]) -> Path:
        path = tmp_path / "corpus.jsonl"
        records = (json.dumps({"section": section, "text": text}) for section, text in rows)
        path.write_text("".join(f"{record}\n" for record in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def rows() -> list[Row]:
    return small_rows()


@pytest.fixture
def corpus(write_corpus: WriteCorpus, rows: list[Row]) -> Path:
    return write_corpus(rows)
