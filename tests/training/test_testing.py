from pathlib import Path

from data.checks import Survey
from data.readers import read_corpus
from model import SectionClassifier
from tests.training.samples import WriteCorpus, write_rows
from training.predictions import Predictions
from training.starter import STARTER
from training.testing import compare_on, evaluate_on


def test_both_models_have_the_figures_of_their_evaluation(small_model: Path) -> None:
    classifier = SectionClassifier.load(small_model)
    labels = {article.id: "Thể thao" for article in read_corpus(STARTER)}
    found = compare_on(Predictions(Path("a"), labels), classifier, STARTER)
    evaluation = evaluate_on(classifier, STARTER)
    assert found.accuracy.b == evaluation.accuracy.value
    assert found.macro_f1.b == evaluation.macro_f1.value
    f1 = {score.section: score.f1.value for score in evaluation.per_section}
    assert {each.section: each.f1.b for each in found.per_section} == f1
    assert found.accuracy.a == 50 / 750


def test_a_survey_on_the_way_changes_no_figure_and_finds_what_it_finds_alone(
    small_model: Path, tmp_path: Path
) -> None:
    """Not even where some articles have no text, and others belong to another part."""
    rows = [
        {"id": str(number), "section": section, "split": split, "body": body}
        for number, (section, split, body) in enumerate(
            [
                ("Xe", "test", " "),
                ("Xe", "test", "Hãng xe giảm giá mẫu bán chạy nhất trong tháng này"),
                ("Xe", "train", "Hãng xe giảm giá mẫu bán chạy nhất trong tháng này"),
                ("Thể thao", "test", ""),
                ("Thể thao", "test", "Hãng xe giảm giá mẫu bán chạy nhất trong tháng này!"),
            ]
        )
    ]
    corpus = write_rows(tmp_path / "tin.jsonl", rows)
    classifier = SectionClassifier.load(small_model)
    survey, alone = Survey(), Survey()
    watched = evaluate_on(classifier, corpus, split="test", survey=survey).to_dict()
    unwatched = evaluate_on(classifier, corpus, split="test").to_dict()
    assert watched | {"throughput": None} == unwatched | {"throughput": None}
    for article in read_corpus(corpus):
        if article.split == "test":
            alone.see(article)
    assert survey.outcomes() == alone.outcomes()
    found = {outcome.check.code: outcome.examples for outcome in survey.outcomes()}
    assert found["near-duplicates"][0].articles == ("1", "4")
    assert len(found["empty-texts"]) == 2


def test_two_files_need_no_model(write_corpus: WriteCorpus) -> None:
    corpus = write_corpus([("Xe", "Giá xe giảm"), ("Thể thao", "Đội bóng thắng")])
    right = Predictions(Path("a"), {"corpus.jsonl:1": "xe", "corpus.jsonl:2": "the-thao"})
    wrong = Predictions(Path("b"), {"corpus.jsonl:1": "the-thao", "corpus.jsonl:2": "xe"})
    found = compare_on(wrong, right, corpus)
    assert found.fixed == ("corpus.jsonl:1", "corpus.jsonl:2")
    assert [each.section.name for each in found.per_section] == ["Thể thao", "Xe"]
