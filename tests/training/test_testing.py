from pathlib import Path

from data.readers import read_corpus
from model import SectionClassifier
from tests.training.samples import WriteCorpus
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


def test_two_files_need_no_model(write_corpus: WriteCorpus) -> None:
    corpus = write_corpus([("Xe", "Giá xe giảm"), ("Thể thao", "Đội bóng thắng")])
    right = Predictions(Path("a"), {"corpus.jsonl:1": "xe", "corpus.jsonl:2": "the-thao"})
    wrong = Predictions(Path("b"), {"corpus.jsonl:1": "the-thao", "corpus.jsonl:2": "xe"})
    found = compare_on(wrong, right, corpus)
    assert found.fixed == ("corpus.jsonl:1", "corpus.jsonl:2")
    assert [each.section.name for each in found.per_section] == ["Thể thao", "Xe"]
