"""What the verbs do when all is well."""

import io
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sklearn.metrics import accuracy_score, f1_score

from data.readers import read_corpus
from model import SectionClassifier
from model.pipeline import load_pipeline
from model.shipped import shipped_model
from tests.training.samples import Cli, WriteCorpus, small_rows
from training.starter import STARTER

VERBS = (
    *("demo", "train", "search", "evaluate", "compare", "classify", "inspect", "check"),
    *("fetch", "serve"),
)


def test_help_names_every_verb_on_a_line_of_its_own(cli: Cli) -> None:
    finished = cli("--help")
    assert finished.code == 0
    lines = [line.split() for line in finished.out.splitlines() if line.strip()]
    assert [line[0] for line in lines if line[0] in VERBS] == list(VERBS)
    assert "..." not in finished.out.replace("[ARGS]...", "")


@pytest.mark.parametrize("verb", VERBS)
def test_every_flag_is_explained(verb: str, cli: Cli) -> None:
    finished = cli(verb, "--help")
    assert (finished.code, finished.err) == (0, "")
    lines = finished.out.splitlines()
    flags = [place for place, line in enumerate(lines) if line.startswith("  --")]
    assert flags
    for place in flags:
        explained = len(lines[place].split("  ", 2)) > 2 or lines[place + 1].startswith("   ")
        assert explained, lines[place]
    assert max(map(len, lines)) <= 80


def test_train_shows_its_figures_and_says_where_the_model_is(
    cli: Cli, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "m"
    finished = cli("train", corpus, "--out", out, "--jobs", 1)
    assert finished.code == 0
    assert "24 articles, cross-validation" in finished.out
    assert f"written to {out}" in finished.out.splitlines()[-1]
    stages = [line.partition(":")[0] for line in finished.err.splitlines()]
    assert stages == [
        "Reading",
        "Finding near-duplicates",
        "Counting",
        "Cross-validating",
        "Fitting the final model",
    ]


def test_train_over_a_model_replaces_it(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "m"
    assert cli("train", corpus, "--out", out, "--set", "name=first").code == 0
    assert cli("train", corpus, "--out", out, "--set", "name=second", "--no-pipeline").code == 0
    assert SectionClassifier.load(out).name == "second"
    assert not list(out.glob("pipeline-*"))


def test_train_with_a_test_corpus_is_evaluated_on_it_and_still_calibrated(
    cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    test = write_corpus(small_rows(articles=3, seed=1)).rename(tmp_path / "test.jsonl")
    corpus, out = write_corpus(small_rows()), tmp_path / "m"
    finished = cli("train", corpus, "--test", test, "--out", out)
    assert "9 articles, test corpus" in finished.out
    manifest = SectionClassifier.load(out).manifest
    assert manifest.metrics["basis"] == "test corpus"
    assert (manifest.metrics["n"], manifest.split["kind"]) == (9, "test corpus")
    assert manifest.threshold is not None


def test_without_an_evaluation_a_model_is_uncalibrated(
    cli: Cli, corpus: Path, tmp_path: Path
) -> None:
    out, page = tmp_path / "m", tmp_path / "page.txt"
    page.write_text("Giá vàng tăng")
    finished = cli("train", corpus, "--out", out, "--no-evaluation")
    assert finished.out.startswith("model m ")
    assert "uncalibrated" in cli("inspect", out, "--verify").out
    answer = json.loads(cli("classify", page, "--model", out, "--format", "jsonl").out)
    assert answer["accepted"] is None
    assert json.loads((out / "manifest.json").read_bytes())["threshold"] is None


def test_a_configuration_and_settings_over_it(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    config = tmp_path / "train.toml"
    config.write_text('name = "báo-thử"\n[features]\nmin_df = 3\n'.replace("áo-thử", "ao-thu"))
    out = tmp_path / "m"
    arguments = ("--config", config, "--set", "features.min_df=1", "--set", "evaluation.folds=3")
    assert cli("train", corpus, "--out", out, *arguments).code == 0
    manifest = SectionClassifier.load(out).manifest
    assert manifest.name == "bao-thu"
    assert manifest.config["features"]["min_df"] == 1
    assert manifest.split["folds"] == 3


def test_columns_of_unusual_names(cli: Cli, tmp_path: Path) -> None:
    corpus, out = tmp_path / "a.csv", tmp_path / "m"
    lines = [f"{section},{text},{text}" for section, text in small_rows()]
    corpus.write_text("\n".join(["nhãn dán,phần 1,phần 2", *lines]))
    columns = (
        "--section-column",
        "nhãn dán",
        "--title-column",
        "phần 1",
        "--text-column",
        "phần 2",
    )
    assert cli("train", corpus, "--out", out, *columns).code == 0
    finished = cli("evaluate", out, corpus, *columns)
    assert finished.code == 0
    assert "24 articles, test corpus" in finished.out


def test_the_pipeline_and_the_model_give_the_same_answers(
    cli: Cli, corpus: Path, tmp_path: Path
) -> None:
    for kind in ("linear_svc", "logistic_regression"):
        out = tmp_path / kind
        cli("train", corpus, "--out", out, "--set", f"classifier.kind={kind}")
        texts = [text for _, text in small_rows(seed=9)]
        expected = load_pipeline(out).decision_function(texts)
        found = SectionClassifier.load(out).decision_function(texts)
        assert abs(found - expected).max() < 1e-5


# -- evaluate --------------------------------------------------------------------------------------


def test_evaluate_writes_the_figures_of_scikit_learn(
    cli: Cli, small_model: Path, tmp_path: Path
) -> None:
    figures = tmp_path / "f.json"
    assert cli("evaluate", small_model, STARTER, "--json", figures).code == 0
    assert list(tmp_path.iterdir()) == [figures]
    found = json.loads(figures.read_text(encoding="utf-8"))
    articles = list(read_corpus(STARTER))
    answers = SectionClassifier.load(small_model).classify_many(articles)
    gold = [article.section for article in articles]
    predicted = [answer.section.name for answer in answers]
    assert found["n"] == len(gold)
    assert found["accuracy"]["value"] == accuracy_score(gold, predicted)
    assert found["macro_f1"]["value"] == f1_score(gold, predicted, average="macro")
    assert found["weighted_f1"]["value"] == f1_score(gold, predicted, average="weighted")
    assert found["accepted"]["share"] == sum(bool(a.accepted) for a in answers) / len(answers)
    assert found["per_section"]["xe"]["name"] == "Xe"
    assert 0 <= found["calibration"]["ece"] <= 1
    assert found["accuracy"]["low"] <= found["accuracy"]["value"] <= found["accuracy"]["high"]


def test_sections_that_only_one_side_has(
    cli: Cli, small_model: Path, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    """A name in other letters is the model's section; a strange one can only be missed."""
    rows = [("THỂ THAO", "Đội bóng thắng trận chung kết"), ("Tử vi", "Hôm nay tuổi Tý gặp may")]
    figures = tmp_path / "f.json"
    assert cli("evaluate", small_model, write_corpus(rows), "--json", figures).code == 0
    found = json.loads(figures.read_text(encoding="utf-8"))["per_section"]
    assert len(found) == 16
    assert (found["the-thao"]["support"], found["the-thao"]["recall"]["value"]) == (1, 1)
    assert (found["tu-vi"]["support"], found["tu-vi"]["recall"]["value"]) == (1, 0)
    assert found["xe"]["support"] == 0


def test_one_article(cli: Cli, small_model: Path, write_corpus: WriteCorpus) -> None:
    finished = cli("evaluate", small_model, write_corpus([("Xe", "Giá xe điện giảm")]))
    assert finished.code == 0
    assert "nan" not in finished.out


# -- classify --------------------------------------------------------------------------------------


def test_classify_reads_standard_input(
    cli: Cli, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Cầu thủ ghi bàn phút cuối, đội khách thắng trận"
    for files in ([], ["-"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        arguments = ("--model", small_model, "--format", "jsonl", "--top-k", 2, "--explain")
        finished = cli("classify", *files, *arguments)
        answer = json.loads(finished.out)
        assert answer["section"] == {"slug": "the-thao", "name": "Thể thao"}
        assert answer["sections"][0]["slug"] == "the-thao"
        assert len(answer["sections"]) == 2
        for word in answer["explanation"]:
            for place in word["places"]:
                assert place["end"] <= len(text)


def test_classify_shows_a_table(cli: Cli, small_model: Path, tmp_path: Path) -> None:
    page = tmp_path / "[trang].txt"
    page.write_text("Thể thao\nĐội tuyển thắng\nCầu thủ ghi bàn trong trận chung kết.")
    finished = cli("classify", page, "--model", small_model, "--explain")
    assert finished.code == 0
    assert f"{page}: Thể thao" in finished.out
    assert "printed section: Thể thao" in finished.out
    assert "deciding words: " in finished.out


def test_classify_without_a_model_asks_the_one_that_ships(cli: Cli, tmp_path: Path) -> None:
    page = tmp_path / "trang.txt"
    page.write_text("Doi tuyen thang tran\nCau thu ghi ban trong tran chung ket bong da.")
    answer = json.loads(cli("classify", page, "--format", "jsonl").out)
    assert (answer["section"]["slug"], answer["regime"]) == ("the-thao", "plain")
    assert answer["warnings"] == ["no_diacritics", "short_text"]


def test_a_name_that_is_no_unicode(subprocess_cli: Cli, small_model: Path, tmp_path: Path) -> None:
    page = os.fsencode(tmp_path) + b"/b\xe1o.txt"
    try:
        Path(os.fsdecode(page)).write_text("Đội tuyển thắng trận")
    except OSError:
        pytest.skip("the file system takes no such name")
    arguments = (os.fsdecode(page), "--model", small_model, "--format", "jsonl")
    finished = subprocess_cli("classify", *arguments, PYTHONIOENCODING="utf-8:strict")
    assert (finished.code, finished.err) == (0, "")
    assert json.loads(finished.out)["file"].endswith("b\udce1o.txt")


# -- inspect, progress -----------------------------------------------------------------------------


def test_inspect_shows_the_model(cli: Cli, small_model: Path) -> None:
    finished = cli("inspect", small_model, "--verify")
    assert finished.code == 0
    for part in (
        "model      small ",
        "750 articles",
        "macro_f1",
        "Thể thao",
        "every file is whole",
        "│ openings",
        "│ headlines",
    ):
        assert part in finished.out
    assert "headlines, plain" not in finished.out


def test_inspect_shows_the_model_that_ships_if_none_is_named(cli: Cli) -> None:
    finished = cli("inspect")
    assert finished.code == 0
    shipped = SectionClassifier.load(shipped_model()).manifest
    assert f"model      {shipped.name} {shipped.version}" in finished.out
    assert shipped.config["card"]["not_for"]["en"] in finished.out
    figures = shipped.metrics["texts"]["plain"]["headline"]["accuracy"]
    (row,) = re.findall("│ headlines, plain .*", finished.out)
    assert row.split("│")[2].strip() == f"{figures['value']:.4f}"


def test_a_terminal_gets_a_bar(
    corpus: Path, tmp_path: Path, environment: Callable[[], dict[str, str]]
) -> None:
    import pty
    import subprocess

    reader, terminal = pty.openpty()
    command = [sys.executable, "-m", "training.cli", "train", str(corpus)]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "m")],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env=environment() | {"TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(terminal)
        shown = b""
        while chunk := read_terminal(reader):
            shown += chunk
        assert process.wait() == 0
    os.close(reader)
    text = shown.decode()
    assert "\x1b[" in text
    assert "━" in text
    assert "Cross-validating" in text


def read_terminal(reader: int) -> bytes:
    try:
        return os.read(reader, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


@pytest.mark.slow
def test_the_demo_goes_the_whole_way(subprocess_cli: Cli, tmp_path: Path) -> None:
    finished = subprocess_cli("demo", "--jobs", 1)
    assert finished.code == 0, finished.err
    for part in ("1. Training", "2. Evaluating", "3. Serving", '"slug": "the-thao"', "4. Stopped"):
        assert part in finished.out
    assert SectionClassifier.load(tmp_path / "models" / "demo").manifest.corpus["articles"] == 600
    assert "số bài được xếp đúng chuyên mục" in (tmp_path / "reports" / "starter.html").read_text(
        "utf-8"
    )
