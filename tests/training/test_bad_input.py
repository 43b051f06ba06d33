"""Whatever is wrong with what a user gives: one line, exit code 2, nothing written."""

import io
import json
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.training.samples import Cli, Row, WriteCorpus, small_rows

Refused = Callable[..., str]


def truncated_parquet(path: Path) -> None:
    section, text = zip(*small_rows(), strict=True)
    parquet.write_table(pa.table({"section": section, "text": text}), path)
    path.write_bytes(path.read_bytes()[:-200])


CORPORA: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing file": ("none.jsonl", lambda _: None, "no such file or folder"),
    "empty file": ("a.jsonl", lambda path: path.write_bytes(b""), "no article found"),
    "empty csv": ("a.csv", lambda path: path.write_bytes(b""), "no article found"),
    "folder without articles": ("folder", lambda path: path.mkdir(), "no article found"),
    "unknown form": ("a.docx", lambda path: path.write_bytes(b"PK"), "its form is not known"),
    "wrong columns": (
        "a.csv",
        lambda path: path.write_text("tac gia,so\nAn,1\n"),
        "no section column; found 'tac gia', 'so'; name it with --section-column",
    ),
    "no text column": (
        "a.jsonl",
        lambda path: path.write_text('{"section": "A", "so": 1}\n'),
        "name it with --text-column",
    ),
    "broken UTF-8": (
        "a.jsonl",
        lambda path: path.write_bytes(b'{"section": "A", "text": "b\xe1"}\n'),
        "byte 27 is not UTF-8 text; save the file as UTF-8",
    ),
    "broken JSON": ("a.jsonl", lambda path: path.write_text('{"section":\n'), "line 1 is not"),
    "truncated Parquet": ("a.parquet", truncated_parquet, "is not a whole Parquet file"),
    "articles of nothing": (
        "a.csv",
        lambda path: path.write_text("section,text\nA,\nB,  \n"),
        "no article found",
    ),
}


@pytest.mark.parametrize("case", CORPORA)
def test_a_bad_corpus(case: str, refused: Refused, small_model: Path, tmp_path: Path) -> None:
    name, make, says = CORPORA[case]
    corpus, out, figures = tmp_path / name, tmp_path / "m", tmp_path / "f.json"
    make(corpus)
    for arguments in (
        ("train", corpus, "--out", out),
        ("evaluate", small_model, corpus, "--json", figures),
    ):
        message = refused(*arguments)
        assert message.startswith(str(corpus))
        assert says in message
    assert not out.exists()
    assert not figures.exists()


def test_small_sections_are_named_with_the_setting(
    refused: Refused, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    corpus = write_corpus([*small_rows(), ("Lẻ", "một bài"), ("Vặt", "hai bài")])
    message = refused("train", corpus, "--out", tmp_path / "m")
    assert "at least 5 articles" in message
    assert "Lẻ (1), Vặt (1)" in message
    assert "--set corpus.drop_small_sections=true" in message


def test_a_single_section(refused: Refused, write_corpus: WriteCorpus, tmp_path: Path) -> None:
    corpus = write_corpus(("Xe", text) for _, text in small_rows())
    assert "at least two sections" in refused("train", corpus, "--out", tmp_path / "m")


def test_a_column_that_is_not_there(refused: Refused, corpus: Path, tmp_path: Path) -> None:
    message = refused("train", corpus, "--out", tmp_path / "m", "--section-column", "mục")
    assert "no 'mục' column; found 'section', 'text'; check --section-column" in message


# -- where a model goes ----------------------------------------------------------------------------


def test_out_that_is_a_file(refused: Refused, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "file"
    out.write_text("của tôi")
    assert refused("train", corpus, "--out", out).startswith(str(out))
    assert out.read_text() == "của tôi"


def test_out_that_holds_something_else(refused: Refused, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "folder"
    out.mkdir()
    (out / "luận văn.txt").write_text("của tôi")
    assert "holds files but no model" in refused("train", corpus, "--out", out)
    assert [path.name for path in out.iterdir()] == ["luận văn.txt"]


def test_out_below_a_file(refused: Refused, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    message = refused("train", corpus, "--out", tmp_path / "file" / "below" / "m")
    assert "no folder one can write to" in message


def test_out_where_nobody_may_write(refused: Refused, corpus: Path) -> None:
    """Even root cannot make a folder there."""
    if not Path("/proc/self").is_dir():
        pytest.skip("no /proc")
    assert refused("train", corpus, "--out", "/proc/self/m")


def test_out_in_folders_still_to_be_made(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "m"
    assert cli("train", corpus, "--out", out, "--no-evaluation").code == 0
    assert (out / "manifest.json").is_file()


def test_a_test_corpus_is_looked_at_before_the_training(
    refused: Refused, corpus: Path, tmp_path: Path
) -> None:
    test = tmp_path / "none.csv"
    message = refused("train", corpus, "--out", tmp_path / "m", "--test", test)
    assert message == f"{test}: no such file or folder"
    test.write_text("a,b\n1,2\n")
    assert "no section column" in refused("train", corpus, "--out", tmp_path / "m", "--test", test)


def test_a_test_corpus_without_an_evaluation(
    refused: Refused, corpus: Path, tmp_path: Path
) -> None:
    message = refused("train", corpus, "--out", tmp_path / "m", "--test", corpus, "--no-evaluation")
    assert "drop --test or --no-evaluation" in message


@pytest.mark.parametrize(
    ("path", "says"), [("none/f.json", "no such folder"), (".", "is a folder")]
)
def test_json_that_cannot_be_written(
    path: str, says: str, refused: Refused, small_model: Path, corpus: Path
) -> None:
    assert says in refused("evaluate", small_model, corpus, "--json", corpus.parent / path)


# -- models ----------------------------------------------------------------------------------------


def cut_short(model: Path, pattern: str) -> None:
    (path,) = model.glob(pattern)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def edited(model: Path, **fields: object) -> None:
    path = model / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | fields))


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no model": (lambda model: (model / "manifest.json").unlink(), "not a model directory"),
    "half a manifest": (
        lambda model: cut_short(model, "manifest.json"),
        "manifest.json is damaged",
    ),
    "half the weights": (lambda model: cut_short(model, "weights-*"), "weights-"),
    "no weights": (lambda model: next(model.glob("weights-*")).unlink(), "weights-"),
    "half the n-grams": (lambda model: cut_short(model, "ngrams-*"), "ngrams-"),
    "another format": (lambda model: edited(model, format=999), "model format 999"),
    "no sections": (lambda model: edited(model, sections=[]), "manifest.json is damaged"),
    "a list": (lambda model: (model / "manifest.json").write_text("[]"), "model format None"),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_a_damaged_model(case: str, refused: Refused, small_model: Path, corpus: Path) -> None:
    damage, says = DAMAGES[case]
    model = shutil.copytree(small_model, corpus.parent / "m")
    damage(model)
    for arguments in (
        ("evaluate", model, corpus),
        ("classify", corpus, "--model", model),
        ("inspect", model),
        ("serve", "--model", model, "--port", "0"),
    ):
        message = refused(*arguments)
        assert message.startswith(str(model))
        assert says in message


@pytest.mark.parametrize("field", ["corpus", "metrics"])
def test_an_edited_manifest(
    field: str, refused: Refused, small_model: Path, tmp_path: Path
) -> None:
    model = shutil.copytree(small_model, tmp_path / "m")
    edited(model, **{field: {"articles": "many"}})
    assert "manifest.json is damaged" in refused("inspect", model)


def test_verify_finds_what_loading_does_not_open(
    cli: Cli, small_model: Path, tmp_path: Path
) -> None:
    model = shutil.copytree(small_model, tmp_path / "m")
    assert cli("inspect", model, "--verify").code == 0
    cut_short(model, "pipeline-*")
    assert cli("inspect", model).code == 0
    finished = cli("inspect", model, "--verify")
    assert finished.code == 2
    assert "pipeline-" in finished.err


def test_an_occupied_port(refused: Refused, small_model: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        message = refused("serve", "--model", small_model, "--port", port)
    assert message.startswith(f"127.0.0.1:{port} is occupied")


# -- texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "the text is empty"), (b" \n\t \n", "the text is empty"), (b"tin \xff", "UTF-8")],
)
def test_a_page_that_holds_no_text(
    content: bytes, says: str, refused: Refused, small_model: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    message = refused("classify", page, "--model", small_model)
    assert message.startswith(f"{page}: ")
    assert says in message


def test_one_bad_page_costs_only_its_own_answer(
    cli: Cli, small_model: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Đội tuyển thắng trận bán kết")
    arguments = ("--model", small_model, "--format", "jsonl")
    finished = cli("classify", good, tmp_path / "none.txt", tmp_path, good, *arguments)
    assert finished.code == 2
    assert [json.loads(line)["file"] for line in finished.out.splitlines()] == [str(good)] * 2
    assert finished.err.splitlines() == [
        f"chuyenmuc: {tmp_path / 'none.txt'}: no such file or folder",
        f"chuyenmuc: {tmp_path}: Is a directory",
    ]


def test_ten_megabytes_of_text(cli: Cli, small_model: Path, tmp_path: Path) -> None:
    page = tmp_path / "long.txt"
    page.write_text("Giá vàng trong nước tăng mạnh. " * 270_000)
    assert page.stat().st_size > 10_000_000
    finished = cli("classify", page, "--model", small_model, "--format", "jsonl")
    assert finished.code == 0
    assert json.loads(finished.out)["section"]["slug"] == "kinh-doanh"


def test_empty_standard_input(
    refused: Refused, small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert refused("classify", "-", "--model", small_model).startswith(
        "standard input: the text is empty"
    )


# -- flags -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Missing command"),
        (["phân-loại"], "No such command 'phân-loại'"),
        (["train"], "Missing argument 'CORPUS'"),
        (["train", "c"], "Missing option '--out'"),
        (["train", "c", "--out"], "'--out' requires an argument"),
        (["train", "c", "--out", "m", "--nothing"], "No such option: --nothing"),
        (["train", "c", "--out", "m", "--jobs", "0"], "greater than or equal to 1"),
        (["train", "c", "--out", "m", "--jobs", "-2"], "greater than or equal to 1"),
        (["train", "c", "--out", "m", "--jobs", "two"], "'--jobs'"),
        (["train", "c", "--out", "m", "--set", "x"], "must read path=value"),
        (["train", "c", "--out", "m", "--config", "none.toml"], "--config -> No such file"),
        (["train", "c", "d", "--out", "m"], "unexpected extra argument"),
        (["evaluate", "m"], "Missing argument 'CORPUS'"),
        (["classify", "--top-k", "0"], "greater than or equal to 1"),
        (["classify", "--format", "xml"], "'--format'"),
        (["serve", "--model", "m", "--port", "-1"], "port -> "),
        (["serve", "--model", "m", "--workers", "0"], "workers -> "),
    ],
    ids=" ".join,
)
def test_wrong_usage(arguments: list[str], says: str, refused: Refused) -> None:
    assert says in refused(*arguments)


def test_every_fault_of_a_configuration_has_its_line(
    cli: Cli, corpus: Path, tmp_path: Path
) -> None:
    config = tmp_path / "train.toml"
    config.write_text("[features]\nmin_df = 0\nword = true\n")
    out = tmp_path / "m"
    finished = cli("train", corpus, "--out", out, "--config", config, "--set", "classifier.C=-1")
    assert finished.code == 2
    assert finished.err.splitlines() == [
        "chuyenmuc: features.min_df -> should be greater than or equal to 1 (got 0)",
        "chuyenmuc: features.word -> no such setting (got True)",
        "chuyenmuc: classifier.C -> should be greater than 0 (got -1)",
    ]
    assert not out.exists()


def test_brackets_and_colons_in_names_are_shown_as_they_are(
    cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    rows: list[Row] = [(f"[/b]{section} :car:", text) for section, text in small_rows()]
    out = tmp_path / "[red]m[/]"
    finished = cli("train", write_corpus(rows), "--out", out)
    assert finished.code == 0
    assert "[/b]Mục 1 :car:" in finished.out
    assert f"written to {out}" in finished.out
