"""The benchmarks run: each prints its tables for the starter corpus."""

import json
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from model import SectionClassifier

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
def test_cluster(bench: Bench) -> None:
    words = ("--set", "features.units=words", "--set", "evaluation.folds=2")
    output = bench("cluster.py", STARTER, "--articles", 200, "--workers", "0,2", *words)
    assert first_cells(output) == ["0", "2"]


@pytest.mark.slow
def test_serve(bench: Bench, small_model: Path) -> None:
    output = bench("serve.py", STARTER, "--model", small_model, "--rounds", 1, "--seconds", 0.3)
    assert first_cells(output) == ["real", "constant", "bare"]
    assert "p99 of real beside constant" in output


@pytest.mark.slow
def test_serve_beside_a_peer(bench: Bench, small_model: Path) -> None:
    times = ("--rounds", 1, "--seconds", 0.3)
    classifier = SectionClassifier.load(small_model)
    with stand_in(lambda text: classifier.classify(text).section.slug) as address:
        peer = f"litserve/stand-in={address}"
        output = bench("serve.py", STARTER, "--model", small_model, *times, "--peer", peer)
    assert first_cells(output) == ["real", "constant", "bare", "litserve/stand-in"]
    assert re.search(r"^real beside litserve/stand-in: \d+\.\d times", output, re.MULTILINE)


def test_serve_refuses_a_peer_that_does_not_do_the_task(bench: Bench, small_model: Path) -> None:
    with (
        stand_in(lambda _: "the-thao") as address,
        pytest.raises(SystemExit, match="litserve does not do the same task"),
    ):
        bench("serve.py", STARTER, "--model", small_model, "--peer", f"litserve={address}")


@contextmanager
def stand_in(section_of: Callable[[str], str]) -> Iterator[str]:
    """Answer as the LitServe of `bench/peers_serving` does; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps({"section": section_of(asked["text"])}).encode()
            self.send_response(200 if self.path == "/predict" else 404)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("overload", "--seconds", 3, "--connections", 100, "--patience", 100),
            "asked for ",
        ),
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
    tenths = re.findall(r"MB: ([\d, ]+)", output)[0].split(", ")
    assert len(tenths) == 10


def test_cleaning(bench: Bench, small_model: Path) -> None:
    output = bench("cleaning.py", STARTER, "--model", small_model, "--timed", 5)
    assert re.search(r"byline +│ +\d", output)
    assert re.search(r"cleaning adds -?[\d.]+ µs", output)


@pytest.mark.slow
def test_papers(bench: Bench, tmp_path: Path) -> None:
    """Two papers share three sections; each has one besides. One article in ten is of June."""
    corpus, shared = tmp_path / "tin.jsonl", ["the-thao", "kinh-doanh", "xe"]
    papers = {"An": [*shared, "giao-duc"], "Bình": [*shared, "du-lich"]}
    with corpus.open("w", encoding="utf-8") as file:
        for publisher, sections in papers.items():
            for slug in sections:
                lines = (STARTER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()
                for number, line in enumerate(lines):
                    month = 6 if number % 10 == 0 else 5
                    dated = {"publisher": publisher, "published": f"2025-{month:02}-01"}
                    file.write(json.dumps(json.loads(line) | dated) + "\n")
    output = bench("papers.py", corpus)
    assert "400 articles" in output
    rows = [re.findall(r"[^│]+", line) for line in output.splitlines() if line.startswith("│")]
    told = [[cell.strip() for cell in row[:4]] for row in rows]
    assert told == [
        ["folds", "400", "400", "5"],
        ["from 2025-06-01 on", "360", "40", "5"],
        ["An -> Bình", "150", "150", "3"],
        ["Bình -> An", "150", "150", "3"],
    ]


@pytest.mark.slow
def test_planted_leaks(bench: Bench) -> None:
    output = bench("planted_leaks.py", STARTER, "--articles", 600)
    assert "600 articles; as they are:" in output
    rows = re.findall(r"^│ (\w+) +│ ([\w, -]+?) +│", output, re.MULTILINE)
    missed = [plant for plant, found_as in rows if found_as == "-"]
    assert (len(rows), missed) == (7, [])
