"""`chuyenmuc classify --out`, as a shell sees it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from model import SectionClassifier
from tests.training.samples import Cli


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "bai.csv"
    path.write_text("id,text\n1,Giá vàng tăng mạnh\n2,Đội tuyển thắng trận chung kết\n")
    return path


def test_an_archive_is_classified(
    cli: Cli, archive: Path, small_model: Path, tmp_path: Path
) -> None:
    finished = cli("classify", archive, "--out", tmp_path / "ra.jsonl", "--model", small_model)
    assert finished.code == 0, finished.err
    assert finished.out.startswith("2 articles classified in ")
    rows = [json.loads(line) for line in (tmp_path / "ra.jsonl").read_text("utf-8").splitlines()]
    classifier = SectionClassifier.load(small_model)
    answers = [classifier.classify(row["text"]) for row in rows]
    assert [row["section"] for row in rows] == [answer.section.slug for answer in answers]


def test_a_rejected_row_makes_the_exit_code_1(
    cli: Cli, archive: Path, small_model: Path, tmp_path: Path
) -> None:
    with archive.open("a") as file:
        file.write("3,\n")
    command = ("classify", archive, "--out", tmp_path / "ra", "--model", small_model)
    finished = cli(*command)
    assert finished.code == 1
    assert f"1 row rejected, each with its reason: {tmp_path / 'ra' / '_rejects'}" in finished.out
    finished = cli(*command, "--resume")
    assert finished.code == 1
    assert "a second" not in finished.out


def test_a_damaged_file_makes_the_exit_code_2(
    cli: Cli, archive: Path, small_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "hong.parquet").write_bytes(b"PAR1")
    inputs = (archive, tmp_path / "hong.parquet")
    finished = cli("classify", *inputs, "--out", tmp_path / "ra", "--model", small_model)
    assert finished.code == 2
    assert "hong.parquet: is not whole" in finished.err
    assert "1 file damaged" in finished.out


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["{in}", "--resume"], "an archive needs --out"),
        (["{in}", "--out", "{out}", "--explain"], "leave --explain and --format out"),
        (["--out", "{out}"], "name the archive's"),
        (["-", "--out", "{out}"], "name the archive's"),
        (["{in}", "--out", "{out}", "--out-format", "xlsx"], "no such form"),
        (["{in}", "--out", "{out}.csv", "--out-format", "jsonl"], "the name of another form"),
        (["{in}", "--out", "{out}", "--text-column", "story"], "no 'story' column"),
        (["{in}x", "--out", "{out}"], "nothing there"),
        (["{in}", "--out", "{in}"], "holds something else"),
    ],
)
def test_what_makes_no_sense_is_refused(
    refused: Callable[..., str], archive: Path, tmp_path: Path, arguments: list[str], reason: str
) -> None:
    places = {"in": archive, "out": tmp_path / "ra"}
    assert reason in refused("classify", *(argument.format(**places) for argument in arguments))
    assert not (tmp_path / "ra").exists()


def test_progress_is_told_without_a_terminal(
    cli: Cli,
    archive: Path,
    small_model: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.cli.archive._EVERY", 0.0)
    finished = cli("classify", archive, "--out", tmp_path / "ra", "--model", small_model)
    assert finished.err.startswith("Classifying: 100%, 2 rows, ")
    assert finished.err.endswith("/s, 0 min left\n")
