"""What several newspapers put into a section is learnt paper by paper."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model import SectionClassifier
from model.artifact import verify
from model.manifest import Manifest
from model.pipeline import load_pipeline
from tests.training.samples import Cli, sentence, write_rows
from training.config import load_config
from training.inspection import strongest_ngrams
from training.trainer import train

HOUSE_STYLE = {"Báo Xanh": "phóng viên ghi nhận", "Báo Đỏ": "bản tin cập nhật"}
ARTICLES = 40


def rows(seed: int, per_cell: int = ARTICLES) -> list[dict[str, Any]]:
    """Articles on two subjects that the papers put into opposite sections."""
    rng = random.Random(seed)
    return [
        {
            "section": f"Mục {subject ^ place}",
            "publisher": paper,
            "text": f"{sentence(subject, rng, 8)} {style} {sentence(subject, rng, 8)}",
        }
        for place, (paper, style) in enumerate(HOUSE_STYLE.items())
        for subject in range(2)
        for _ in range(per_cell)
    ]


def trained(folder: Path, articles: list[dict[str, Any]], *settings: str, **wanted: Any) -> Path:
    corpus = write_rows(folder / "tin.jsonl", articles)
    train(corpus, folder / "m", load_config(settings=settings), **wanted)
    return folder / "m"


def accuracy(model: Path) -> float:
    classifier, asked = SectionClassifier.load(model), rows(seed=9)
    answers = classifier.classify_many([row["text"] for row in asked])
    right = [a.section.name == row["section"] for a, row in zip(answers, asked, strict=True)]
    return float(np.mean(right))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return trained(tmp_path_factory.mktemp("papers"), rows(seed=1))


def test_a_section_has_a_part_for_each_paper(model: Path) -> None:
    classifier = SectionClassifier.load(model)
    assert classifier.weights.owners.tolist() == [0, 0, 1, 1]
    assert len(classifier.sections) == 2
    classifier.self_test()
    verify(model)


def test_papers_that_disagree_are_told_apart(model: Path, tmp_path: Path) -> None:
    alike = trained(tmp_path, rows(seed=1), "classifier.by_publisher=false")
    assert SectionClassifier.load(alike).weights.owners.tolist() == [0, 1]
    assert accuracy(model) > 0.95
    assert accuracy(model) > accuracy(alike) + 0.02


def test_the_pipeline_gives_the_same_scores(model: Path) -> None:
    texts = [row["text"] for row in rows(seed=3)]
    found = SectionClassifier.load(model).decision_function(texts)
    np.testing.assert_allclose(found, load_pipeline(model).decision_function(texts), atol=1e-5)


def test_an_explanation_adds_up_to_the_score(model: Path) -> None:
    classifier = SectionClassifier.load(model)
    weights = classifier.weights
    for text in (row["text"] for row in rows(seed=4, per_cell=3)):
        for place, section in enumerate(classifier.sections):
            gained = sum(reason.weight for reason in classifier.explain(text, section, 10**9))
            reached = classifier.decision_function([text])[0, place]
            parts = weights.intercepts[weights.owners == place]
            assert np.isclose(parts + gained, reached, atol=1e-4).any()


def test_what_speaks_for_a_section_in_any_paper_is_shown(model: Path) -> None:
    strongest = strongest_ngrams(SectionClassifier.load(model), 5)
    assert [len(found) for found in strongest.values()] == [5, 5]
    assert all(found[0].weight >= found[-1].weight > 0 for found in strongest.values())


def test_from_disk_it_is_learnt_likewise(tmp_path: Path) -> None:
    model = trained(tmp_path, rows(seed=1), low_memory=True)
    assert SectionClassifier.load(model).weights.owners.tolist() == [0, 0, 1, 1]
    assert accuracy(model) > 0.95


def test_the_newspaper_is_not_asked_for(model: Path, tmp_path: Path, cli: Cli) -> None:
    nameless = [{key: row[key] for key in ("section", "text")} for row in rows(seed=9)]
    corpus = write_rows(tmp_path / "hỏi.jsonl", nameless)
    assert cli("evaluate", model, corpus, "--fail-under", "accuracy=0.95").code == 0


@pytest.mark.parametrize(("few", "parts"), [(19, [0, 1]), (20, [0, 0, 1, 1])])
def test_few_articles_of_a_paper_go_with_the_others(
    few: int, parts: list[int], tmp_path: Path
) -> None:
    every = rows(seed=1)
    rng = random.Random(2)
    kept = [row for row in every if row["publisher"] == "Báo Xanh"]
    for name in ("Mục 0", "Mục 1"):
        kept += [
            {"section": name, "publisher": "Báo Đỏ", "text": sentence(int(name[-1]), rng)}
            for _ in range(few)
        ]
    model = trained(tmp_path, kept, evaluate=False)
    assert SectionClassifier.load(model).weights.owners.tolist() == parts


def test_a_corpus_of_one_paper_gives_the_same_bytes_as_one_of_none(tmp_path: Path) -> None:
    found: list[Manifest] = []
    for number, paper in enumerate(("Báo Xanh", "")):
        folder = tmp_path / str(number)
        folder.mkdir()
        articles = [row | {"publisher": paper} for row in rows(seed=5)]
        model = trained(folder, articles, evaluate=False)
        found.append(SectionClassifier.load(model).manifest)
    assert found[0].files["weights"] == found[1].files["weights"]
