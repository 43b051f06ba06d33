"""What a model holds of its own evaluation."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from data.readers import read_corpus
from model import SectionClassifier
from model.artifact import read_verified
from tests.conftest import STARTER
from tests.training.samples import Cli
from training.config import load_config
from training.learnt import sketch_of
from training.testing import evaluate_on
from training.trainer import train

_RUN = 20


def stored(model: Path) -> dict[str, Any]:
    manifest = SectionClassifier.load(model).manifest
    found: dict[str, Any] = json.loads(read_verified(model, manifest, "evaluation"))
    return found


@pytest.fixture(scope="module")
def tested_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of half of the starter, tested on all of it."""
    folder = tmp_path_factory.mktemp("tested")
    lines = [line for path in sorted(STARTER.glob("*.jsonl")) for line in _lines(path)]
    (folder / "half.jsonl").write_text("\n".join(lines[::2]), encoding="utf-8")
    settings = load_config(settings=["evaluation.folds=2"])
    train(folder / "half.jsonl", folder / "model", settings, test=STARTER, jobs=1)
    return folder / "model"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_a_stored_evaluation_holds_no_text_of_an_article(
    small_model: Path, tested_model: Path
) -> None:
    """Nor does the page: no run of twenty characters, but for n-grams, ids and names."""
    runs = {
        article.text[start : start + _RUN]
        for article in read_corpus(STARTER)
        for start in range(len(article.text) - _RUN + 1)
    }
    for model in (small_model, tested_model):
        figures = stored(model)
        classifier = SectionClassifier.load(model)
        named = {strength["ngram"] for each in figures["ngrams"].values() for strength in each}
        named |= {section.name for section in classifier.sections}
        named |= {article.id for article in read_corpus(STARTER)}
        page = read_verified(model, classifier.manifest, "report").decode()
        for content in (json.dumps(figures, ensure_ascii=False), page):
            found = {
                content[start : start + _RUN] for start in range(len(content) - _RUN + 1)
            } & runs
            assert all(any(run.strip() in name for name in named) for run in found), found


def test_what_holds_for_one_reading_only_is_not_stored(tested_model: Path) -> None:
    figures = stored(tested_model)
    assert figures["throughput"] is None
    places = [
        article["place"]
        for holder in (figures["suspicious_labels"], *figures["confusion"]["cells"])
        for article in holder["articles"]
    ]
    assert places
    assert set(places) == {None}


def test_a_stored_evaluation_names_its_model_and_its_ngrams(small_model: Path) -> None:
    classifier = SectionClassifier.load(small_model)
    figures = stored(small_model)
    assert figures["model"] == {"name": classifier.name, "version": classifier.version}
    assert list(figures["ngrams"]) == [section.slug for section in classifier.sections]
    strongest = figures["ngrams"]["the-thao"]
    assert len(strongest) == 20
    assert all(strength["ngram"] in classifier.ngrams for strength in strongest)
    weights = [strength["weight"] for strength in strongest]
    assert weights == sorted(weights, reverse=True)


def test_a_cross_validation_has_seen_nothing_that_it_judges(small_model: Path) -> None:
    figures = stored(small_model)
    assert figures["unlike_training"]["known_from"] == "folds"
    assert figures["unlike_training"]["accuracy"] == figures["accuracy"]
    assert figures["slices"]["text"]["reason_code"] == "no-texts"
    assert sum(row["n"] for row in figures["slices"]["length"]["rows"]) == figures["n"]


def test_the_articles_that_were_learnt_from_are_told_from_the_others(tested_model: Path) -> None:
    born = stored(tested_model)["unlike_training"]
    assert (born["known_from"], born["seen"], born["copies"]) == ("corpus", 375, 375)
    later = evaluate_on(SectionClassifier.load(tested_model), STARTER).to_dict()
    sketched = later["unlike_training"]
    assert (sketched["known_from"], sketched["seen"], sketched["n"]) == ("sketch", 375, 375)
    assert sketched["accuracy"] == born["accuracy"]
    assert sketched["accuracy"]["value"] < later["accuracy"]["value"]


def test_a_model_without_an_evaluation_holds_no_sketch(tmp_path: Path) -> None:
    train(STARTER, tmp_path / "m", load_config(), evaluate=False, keep_pipeline=False)
    classifier = SectionClassifier.load(tmp_path / "m")
    assert set(classifier.manifest.files) == {"weights", "ngrams"}
    assert sketch_of(classifier) is None
    found = evaluate_on(classifier, STARTER).unlike_training.to_dict()
    assert (found["known_from"], found["reason_code"], found["accuracy"]) == (
        None,
        "not-known",
        None,
    )


def test_a_named_training_corpus_tells_as_much(tmp_path: Path, cli: Cli, small_model: Path) -> None:
    out = tmp_path / "figures.json"
    finished = cli("evaluate", small_model, STARTER, "--against", STARTER, "--json", out)
    assert finished.code == 0
    found = json.loads(out.read_bytes())["unlike_training"]
    assert (found["known_from"], found["seen"], found["copies"]) == ("corpus", 750, 750)
    assert found["reason_code"] == "none-left"
    assert re.search("every article has a near-duplicate in the training corpus", finished.out)


def test_inspect_tells_where_the_model_is_least_to_be_trusted(cli: Cli, small_model: Path) -> None:
    figures = stored(small_model)
    shown = cli("inspect", small_model)
    assert shown.code == 0
    assert f"ece        {figures['calibration']['ece']:.4f}" in shown.out
    weakest = min(figures["per_section"].values(), key=lambda section: section["f1"]["value"])
    assert f"lowest F1  {weakest['name']} {weakest['f1']['value']:.3f}" in shown.out
