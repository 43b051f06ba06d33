"""What a training counts: n-grams of syllables, the corpus's words, or n-grams of words."""

from pathlib import Path

import pytest

from model import SectionClassifier
from model.pipeline import load_pipeline
from model.words import workers
from tests.training.samples import Cli
from training.config import load_config
from training.counting import SEGMENTATION_CACHE
from training.trainer import train

ARTICLES = {
    "Thể thao": "Đội tuyển bóng đá thắng trận, huấn luyện viên khen cầu thủ số {}.",
    "Sức khỏe": "Bác sĩ bệnh viện khám bệnh, kê thuốc cho bệnh nhân thứ {}.",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for section, text in ARTICLES.items():
        folder = tmp_path / "tin" / section
        folder.mkdir(parents=True)
        for number in range(6):
            (folder / f"{number}.txt").write_text(text.format(number), encoding="utf-8")
    return tmp_path / "tin"


def test_words_are_learnt_by_segmentation_and_found_without(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    train(corpus, tmp_path / "m", load_config(settings=["features.units=words"]))
    assert SEGMENTATION_CACHE.is_file()
    classifier = SectionClassifier.load(tmp_path / "m")
    assert {"bóng đá", "bệnh viện", "huấn luyện viên"} <= set(classifier.ngrams)
    assert "đá thắng" not in classifier.ngrams
    text = "Trận bóng đá ở bệnh viện"
    words = {word.ngram: word.weight for word in classifier.explain(text, "the-thao")}
    assert words["bóng đá"] > 0 > words["bệnh viện"]
    scores = load_pipeline(tmp_path / "m").decision_function([text])
    gained = classifier.decision_function([text])[0]
    assert scores[0] == pytest.approx(gained[1], abs=1e-5)


def test_segmented_words_are_counted_through_the_cache(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(settings=["features.units=segmented", "features.ngram_range=[1, 1]"])
    first, evaluation = train(corpus, tmp_path / "m", config)
    assert evaluation
    assert SEGMENTATION_CACHE.is_file()
    monkeypatch.delattr(workers, "find_joins")
    again, _ = train(corpus, tmp_path / "again", config)
    assert again.version == first.version
    classifier = SectionClassifier.load(tmp_path / "again")
    classifier.self_test()
    assert {"bóng_đá", "bệnh_viện", "huấn_luyện_viên"} <= set(classifier.ngrams)
    assert not {"bóng", "viện", "huấn_luyện"} & set(classifier.ngrams)
    assert classifier.classify("Bệnh viện mới").section.name == "Sức khỏe"
    assert "of 1 words, segmented" in cli("inspect", "again", "--verify").out
