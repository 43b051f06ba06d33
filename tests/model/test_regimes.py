"""Texts without diacritics, in wrong encodings, and in no language the model knows."""

import random
import re
from pathlib import Path

import numpy as np
import pytest

from data.text import strip_diacritics
from model import SectionClassifier
from model.doubts import (
    LEGACY_ENCODING,
    LOW_VOCABULARY_COVERAGE,
    NO_DIACRITICS,
    NOT_VIETNAMESE,
    SHORT_TEXT,
    TRUNCATED,
)
from tests.conftest import STARTER
from tests.data.encodings.samples import encode, writable

FOREIGN = {
    "English": "The city council approved a new budget on Monday after a long debate about roads, "
    "schools and the price of water, and members said the plan would be reviewed next year.",
    "French": "Le conseil municipal a adopté lundi un nouveau budget après un long débat sur les "
    "routes, les écoles et le prix de l'eau, et le plan sera revu l'année prochaine.",
    "Latin": "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor "
    "incididunt ut labore et dolore magna aliqua, quis nostrud exercitation ullamco laboris.",
    "Thai": "สภาเมืองอนุมัติงบประมาณใหม่ในวันจันทร์หลังจากการอภิปรายที่ยาวนานเกี่ยวกับถนน",
    "Chinese": "市议会周一在就道路、学校和水价进行长时间辩论后批准了新的预算。",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> SectionClassifier:
    """A model with weights for texts without diacritics."""
    from training.config import load_config
    from training.trainer import train

    out = tmp_path_factory.mktemp("models") / "both"
    settings = ["evaluation.folds=2", "features.plain_features=8000"]
    train(STARTER, out, load_config(settings=settings), jobs=1)
    return SectionClassifier.load(out)


def test_a_text_without_diacritics_is_told_by_weights_of_its_own(
    both: SectionClassifier, articles: list[str]
) -> None:
    plain = [strip_diacritics(text) for text in articles]
    marked, found = both.classify_many(articles), both.classify_many(plain)
    assert {answer.regime for answer in marked} == {"marked"}
    assert {answer.regime for answer in found} == {"plain"}
    assert all(NO_DIACRITICS in answer.warnings for answer in found)
    assert not any(NO_DIACRITICS in answer.warnings for answer in marked)
    same = [a.section == b.section for a, b in zip(marked, found, strict=True)]
    assert np.mean(same) > 0.9


def test_a_model_without_such_weights_accepts_no_such_text(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    for answer in classifier.classify_many([strip_diacritics(text) for text in articles[:50]]):
        assert answer.regime == "marked"
        assert answer.accepted is False
        assert NO_DIACRITICS in answer.warnings


def test_half_the_diacritics_are_not_enough(both: SectionClassifier, articles: list[str]) -> None:
    words = articles[0].split(" ")
    some = [strip_diacritics(word) if place % 10 < 7 else word for place, word in enumerate(words)]
    most = [strip_diacritics(word) if place % 10 < 2 else word for place, word in enumerate(words)]
    assert both.classify(" ".join(some)).regime == "plain"
    assert both.classify(" ".join(most)).regime == "marked"


def test_one_by_one_and_together_are_the_same(both: SectionClassifier, articles: list[str]) -> None:
    texts = [*articles[:20], *map(strip_diacritics, articles[:20]), *FOREIGN.values(), "😀", "a"]
    random.Random(1).shuffle(texts)
    one_by_one = [both.classify(text) for text in texts]
    assert both.classify_many(texts) == one_by_one
    answered = np.array([answer.probabilities for answer in one_by_one])
    np.testing.assert_array_equal(both.predict_proba(texts), answered)


def test_places_in_a_text_without_diacritics_are_the_callers(
    both: SectionClassifier, articles: list[str]
) -> None:
    text = "😀 " + strip_diacritics(articles[3])
    found = both.explain(text)
    assert found
    for each in found:
        for place in each.places:
            assert place.field == "text"
            assert re.findall(r"\w+", text[place.start : place.end].lower()) == each.ngram.split()


@pytest.mark.parametrize("language", FOREIGN)
def test_what_is_not_vietnamese_is_not_accepted(both: SectionClassifier, language: str) -> None:
    answer = both.classify(FOREIGN[language])
    assert answer.accepted is False
    assert {NOT_VIETNAMESE, LOW_VOCABULARY_COVERAGE} & set(answer.warnings)


def test_words_in_no_order_are_not_accepted(both: SectionClassifier, articles: list[str]) -> None:
    words = " ".join(articles).split()
    draw = random.Random(0)
    texts = [" ".join(draw.choices(words, k=100)) for _ in range(100)]
    accepted = [bool(answer.accepted) for answer in both.classify_many(texts)]
    assert np.mean(accepted) < 0.05


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_a_text_in_a_legacy_encoding_is_read_as_it_was_meant(
    both: SectionClassifier, encoding: str
) -> None:
    text = "Đội tuyển bóng đá Việt Nam thắng trận đấu tối qua, khán giả đổ ra đường ăn mừng."
    raw = encode(writable(text, encoding), encoding).decode("latin-1")
    answer, meant = both.classify(raw), both.classify(text)
    assert answer.section == meant.section
    assert answer.confidence == pytest.approx(meant.confidence, abs=0.05)
    assert answer.warnings == (*meant.warnings, LEGACY_ENCODING)
    assert all(each.places == () for each in both.explain(raw))
    assert both.classify_many([text, raw])[1] == answer


def test_a_text_that_went_through_two_wrong_encodings_is_explained_as_it_is_answered(
    both: SectionClassifier, articles: list[str]
) -> None:
    text = articles[0]
    tcvn3 = encode(writable(text, "tcvn3"), "tcvn3").decode("latin-1")
    raw = tcvn3.encode().decode("latin-1")
    answer, meant = both.classify(raw), both.classify(text)
    assert answer.section == meant.section
    assert LEGACY_ENCODING in answer.warnings
    explained = {each.ngram for each in both.explain(raw)}
    assert explained == {each.ngram for each in both.explain(text)}


def test_a_model_of_few_ngrams_reads_sound_text_once(
    tmp_path: Path, articles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.config import load_config
    from training.trainer import train

    settings = ["evaluation.folds=2", "features.max_features=2000"]
    train(STARTER, tmp_path / "few", load_config(settings=settings), jobs=1)
    few = SectionClassifier.load(tmp_path / "few")
    looked_at: list[str] = []
    monkeypatch.setattr("model.regimes.repair", looked_at.append)
    few.classify_many(articles, jobs=1)
    assert len(looked_at) < 0.02 * len(articles)
    monkeypatch.undo()
    raw = articles[0].encode().decode("latin-1")
    assert LEGACY_ENCODING in few.classify(raw).warnings


def test_a_headline_is_called_short_and_a_teaser_cut_off(both: SectionClassifier) -> None:
    assert SHORT_TEXT in both.classify("Giá vàng tăng mạnh").warnings
    long = "Ngân hàng giảm lãi suất cho vay, doanh nghiệp xuất khẩu gạo ký thêm hợp đồng. " * 3
    assert SHORT_TEXT not in both.classify(long).warnings
    assert TRUNCATED in both.classify(long + "Theo đó, các...").warnings
    assert TRUNCATED not in both.classify(long).warnings


def test_the_self_test_asks_all_weights(both: SectionClassifier) -> None:
    texts = [sample.text for sample in both.manifest.samples]
    assert {both.classify(text).regime for text in texts} == {"marked", "plain"}
    both.self_test()


def test_a_damaged_file_of_the_plain_weights_is_refused(
    both: SectionClassifier, tmp_path: Path
) -> None:
    from data.errors import DamagedArtifact
    from model.artifact import verify

    for file in both.path.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for role in ("plain_weights", "plain_ngrams"):
        path = tmp_path / both.manifest.files[role].name
        sound = path.read_bytes()
        path.write_bytes(sound[:-1])
        with pytest.raises(DamagedArtifact, match=path.name):
            verify(tmp_path)
        path.write_bytes(sound)
    verify(tmp_path)
