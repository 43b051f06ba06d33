"""`chuyenmuc compare`: what it prints, writes and answers."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from data.readers import read_corpus
from model import SectionClassifier
from tests.training.samples import Cli, WriteCorpus
from training.starter import STARTER

Answers = Callable[[Iterable[tuple[str, str]]], Path]


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """Write (id, section) pairs as another program would."""

    def write(pairs: Iterable[tuple[str, str]]) -> Path:
        path = tmp_path / "answers.jsonl"
        lines = (json.dumps({"id": id_, "section": section}) for id_, section in pairs)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_a_model_beside_itself(cli: Cli, small_model: Path) -> None:
    finished = cli("compare", small_model, small_model, STARTER, "--fail-if-worse")
    assert finished.code == 0
    assert finished.out.splitlines()[-1] == "both give the same answers"
    assert "same section for 100.0% of the articles" in finished.out
    assert finished.err.startswith("Evaluating: 750")


def test_a_worse_model_fails_only_if_asked_to(
    cli: Cli, small_model: Path, answers: Answers, tmp_path: Path
) -> None:
    file = answers((article.id, "Thể thao") for article in read_corpus(STARTER))
    figures = tmp_path / "c.json"
    finished = cli("compare", small_model, file, STARTER, "--json", figures, "--fail-if-worse")
    assert finished.code == 1
    assert finished.out.splitlines()[-1].startswith("B is worse by ")
    assert cli("compare", small_model, file, STARTER).code == 0
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert (found["worse"], found["better"]) == (True, False)
    assert found["verdict"] == finished.out.splitlines()[-1]
    assert (found["a"], found["b"]) == (str(small_model), str(file))
    assert found["accuracy"]["b"] == pytest.approx(50 / 750)
    assert len(found["broken"]) == found["mcnemar"]["broken"] > 600
    assert "the-thao-01" not in found["broken"]
    assert found["per_section"]["xe"]["f1"]["b"] == 0
    assert max(map(len, finished.out.splitlines())) <= 80 + len(str(small_model)) + len(str(file))


def test_a_file_with_the_model_s_own_answers_is_the_model(
    cli: Cli, small_model: Path, answers: Answers
) -> None:
    """So every id belongs to its article, whatever order the corpus is kept in."""
    articles = list(read_corpus(STARTER))
    said = SectionClassifier.load(small_model).classify_many(articles)
    pairs = zip((a.id for a in articles), (answer.section.slug for answer in said), strict=True)
    finished = cli("compare", small_model, answers(reversed(list(pairs))), STARTER)
    assert finished.out.splitlines()[-1] == "both give the same answers"


def test_ids_are_named_and_texts_are_not(
    cli: Cli, small_model: Path, answers: Answers, write_corpus: WriteCorpus
) -> None:
    """An article without an id of its own goes by its place in the file."""
    corpus = write_corpus([("Thể thao", "Đội bóng thắng trận chung kết")])
    file = answers([("corpus.jsonl:1", "Xe")])
    finished = cli("compare", small_model, file, corpus)
    assert "only A is right: 1 (corpus.jsonl:1)" in finished.out
    assert "only B is right: 0" in finished.out
    assert "chung kết" not in finished.out
    assert finished.out.splitlines()[-1] == "no difference can be shown"


def test_sections_that_not_all_know(
    cli: Cli, small_model: Path, answers: Answers, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    corpus = write_corpus([("Thể thao", "Đội bóng thắng trận"), ("Tử vi", "Tuổi Tý gặp may")])
    file = answers([("corpus.jsonl:1", "Bói toán"), ("corpus.jsonl:2", "tu-vi")])
    figures = tmp_path / "c.json"
    assert cli("compare", small_model, file, corpus, "--json", figures).code == 0
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert list(found["per_section"]) == ["the-thao", "tu-vi"]
    assert found["per_section"]["tu-vi"]["name"] == "Tử vi"
    assert (found["accuracy"]["a"], found["accuracy"]["b"]) == (0.5, 0.5)
    assert (found["fixed"], found["broken"]) == (["corpus.jsonl:2"], ["corpus.jsonl:1"])


def test_articles_without_an_answer_are_named_in_order(
    cli: Cli, small_model: Path, answers: Answers
) -> None:
    file = answers([("bat-dong-san-02", "Bất động sản")])
    finished = cli("compare", small_model, file, STARTER)
    assert (finished.code, finished.out) == (2, "")
    said = finished.err.splitlines()[-1]
    assert "no section for 749 of 750 articles: bat-dong-san-01, bat-dong-san-03, " in said


def test_what_cannot_be_compared_is_refused(
    refused: Callable[..., str], small_model: Path, answers: Answers, tmp_path: Path
) -> None:
    file = answers([("bat-dong-san-02", "Bất động sản")])
    assert "not a model directory" in refused("compare", tmp_path / "m", small_model, STARTER)
    assert "none.jsonl" in refused("compare", small_model, tmp_path / "none.jsonl", STARTER)
    assert "no such file" in refused("compare", small_model, small_model, tmp_path / "none.csv")
    assert "is a folder" in refused("compare", small_model, file, STARTER, "--json", tmp_path)
