"""`chuyenmuc check`: what it prints, writes and answers."""

import json
from collections.abc import Callable
from pathlib import Path

from data.checks import CHECKS
from tests.training.samples import Cli, WriteCorpus, small_rows

COPY = "một bài có trong hai mục"


def test_a_corpus_that_contradicts_itself_exits_with_1(
    cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    corpus = write_corpus([*small_rows(), ("Mục 0", COPY), ("Mục 1", COPY)])
    file = tmp_path / "checks.json"
    finished = cli("check", corpus, "--json", file, "--jobs", 1)
    assert finished.code == 1
    lines = finished.out.splitlines()
    assert lines[0] == "26 articles in 3 sections"
    assert lines.index("errors") < lines.index("warnings") < lines.index("undecided")
    assert "  conflicting-duplicates: 2 articles have the text of one in another section" in lines
    assert "    corpus.jsonl:25, corpus.jsonl:26: Mục 0, Mục 1" in lines
    assert lines[-1].startswith("errors 1, warnings ")
    assert COPY not in finished.out
    plain = json.loads(file.read_text(encoding="utf-8"))
    assert [outcome["code"] for outcome in plain["outcomes"]] == [check.code for check in CHECKS]
    assert plain["counts"]["errors"] == 1
    assert COPY not in file.read_text(encoding="utf-8")


def test_a_corpus_without_an_error_exits_with_0(cli: Cli, corpus: Path) -> None:
    finished = cli("check", corpus, "--jobs", 1)
    assert finished.code == 0
    assert "not run" in finished.out
    assert "passed: " in finished.out
    assert finished.err.startswith("Reading: 24")


def test_every_check_is_shown(cli: Cli, corpus: Path) -> None:
    shown = cli("check", corpus, "--jobs", 1).out
    assert [check.code for check in CHECKS if check.code not in shown] == []


def test_the_other_corpus_is_compared(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    other = corpus.rename(tmp_path / "other.jsonl")
    finished = cli("check", other, "--against", other, "--jobs", 1)
    assert finished.code == 1
    assert "against-repeats: 24 of 24 articles are also in the other corpus" in finished.out


def test_what_cannot_be_read_or_written_is_refused(
    refused: Callable[..., str], corpus: Path, tmp_path: Path
) -> None:
    assert "no such file" in refused("check", tmp_path / "none.csv")
    assert "no such file" in refused("check", corpus, "--against", tmp_path / "none.csv")
    assert "is a folder" in refused("check", corpus, "--json", tmp_path)
