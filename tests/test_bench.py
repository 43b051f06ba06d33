"""The benchmarks run: each prints its tables for the starter corpus."""

import re
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "data" / "starter"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Bench":
    return Bench(monkeypatch, capsys)


class Bench:
    """Runs a script as `python bench/NAME ARGUMENTS` does, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, name: str, *arguments: object) -> str:
        script = str(ROOT / "bench" / name)
        self._monkeypatch.setattr(sys, "argv", [script, *map(str, arguments)])
        runpy.run_path(script, run_name="__main__")
        return self._capsys.readouterr().out


def first_cells(output: str) -> list[str]:
    """The first cell of every row of the printed tables."""
    return re.findall(r"^│ *(.*?) *│", output, re.MULTILINE)


@pytest.mark.slow
def test_peers(bench: Bench) -> None:
    peers = ["chuyenmuc", "underthesea_core", "scikit-learn"]
    output = bench("peers.py", STARTER, "--rounds", 1, "--only", ",".join(peers))
    assert first_cells(output) == peers


def test_starter_transfer(bench: Bench) -> None:
    output = bench("starter_transfer.py", STARTER)
    assert "750 articles, accuracy 0." in output
    assert output.count(" recall ") == 15


@pytest.mark.slow
def test_experiments(bench: Bench) -> None:
    lines = bench("experiments.py", STARTER).splitlines()
    assert len(lines) == 7
    assert all(re.search(r" accuracy 0\.\d{4} macro F1 0\.\d{4}$", line) for line in lines)


@pytest.mark.slow
def test_scaling(bench: Bench, small_model: Path) -> None:
    sizes = ("--rounds", 1, "--documents", "10,2000", "--syllables", "200,500")
    output = bench("scaling.py", STARTER, "--model", small_model, *sizes)
    assert first_cells(output) == ["10", "2,000", "200", "500"]
    ratios = [float(ratio) for ratio in re.findall(r" (\d+[.]\d\d) ", output)]
    assert ratios[:2] == [1, 1]
    assert min(ratios) > 0


@pytest.mark.slow
def test_archive(bench: Bench, small_model: Path) -> None:
    output = bench("archive.py", STARTER, "--model", small_model, "--articles", "10,3000")
    assert first_cells(output) == ["10", "3,000"]
    output = bench("archive.py", STARTER, "--model", small_model, "--articles", 10, "--dask", "1,2")
    assert first_cells(output) == ["10", "10"]


@pytest.mark.slow
def test_serve(bench: Bench, small_model: Path) -> None:
    output = bench("serve.py", STARTER, "--model", small_model, "--rounds", 1, "--seconds", 0.3)
    assert first_cells(output) == ["real", "constant", "bare"]
    assert "p99 of real beside constant" in output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("idle", "--connections", 200), "200 idle connections: "),
        (("fuzz", "--bodies", 500), "the caller's words: in 0 answers, 0 times in the log"),
    ],
)
def test_endurance(
    bench: Bench, small_model: Path, arguments: tuple[object, ...], told: str
) -> None:
    output = bench("endurance.py", *arguments, "--model", small_model)
    assert told in output
    assert output.endswith("every bound holds\n")


def test_start(bench: Bench, small_model: Path) -> None:
    output = bench("start.py", "--model", small_model, "--rounds", 1)
    assert re.fullmatch(
        r"loaded in \d+ ms\nserving \d+\.\d s after its start\nresident after 50 answers: \d+ MB\n",
        output,
    )


@pytest.mark.slow
def test_stream(bench: Bench, small_model: Path) -> None:
    output = bench("stream.py", "--model", small_model, "--lines", 20_000)
    assert "20,000 lines: " in output
    tenths = re.findall(r"MiB: ([\d, ]+)", output)[0].split(", ")
    assert len(tenths) == 10


@pytest.mark.slow
def test_planted_leaks(bench: Bench) -> None:
    output = bench("planted_leaks.py", STARTER, "--articles", 600)
    assert "600 articles; as they are:" in output
    rows = re.findall(r"^│ (\w+) +│ ([\w, -]+?) +│", output, re.MULTILINE)
    missed = [plant for plant, found_as in rows if found_as == "-"]
    assert (len(rows), missed) == (7, [])
def test_cleaning(bench: Bench, small_model: Path) -> None:
    output = bench("cleaning.py", STARTER, "--model", small_model, "--timed", 5)
    assert re.search(r"byline +│ +\d", output)
    assert re.search(r"cleaning adds [\d.]+ µs", output)


