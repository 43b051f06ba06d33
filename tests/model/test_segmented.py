"""A model of segmented words: it segments what it classifies, and points at what it was given."""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.article import Article
from data.errors import DamagedArtifact, EmptyText
from data.page import read_page
from model import NgramWeight, SectionClassifier
from model.manifest import FORMATS
from model.ngrams import scan_text, spell
from model.pipeline import load_pipeline
from model.vectorizer import NgramVectorizer
from model.words import SYLLABLE_LINK

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EVERY = 10**9
NEWS = "Toà án tuyên phạt bị cáo. Đội tuyển bóng  đá thắng trận,\nngân hàng giảm lãi suất."
SECTIONS = ("phap-luat", "the-thao", "kinh-doanh")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of some sections of the starter."""
    from training.config import load_config
    from training.trainer import train

    folder = tmp_path_factory.mktemp("segmented")
    corpus = folder / "corpus.jsonl"
    parts = [ROOT / "data" / "starter" / f"{slug}.jsonl" for slug in SECTIONS]
    corpus.write_text("".join(part.read_text(encoding="utf-8") for part in parts), "utf-8")
    config = load_config(settings=["features.units=segmented", "evaluation.folds=2"])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        train(corpus, folder / "model", config)
    return folder / "model"


@pytest.fixture(scope="module")
def segmenting(model: Path) -> SectionClassifier:
    return SectionClassifier.load(model)


@pytest.fixture(scope="module")
def forms(articles: list[str]) -> list[str]:
    """Texts as they come, in every Unicode form, with and without what cannot be seen."""
    some = [article[:600] for article in articles[::25]]
    decomposed = [unicodedata.normalize("NFD", text) for text in some]
    hyphened = [text.replace("n", "n\u00ad") for text in some]
    return [*some, *decomposed, *hyphened, "zzz", ". . .", "\0\ud800", "bệnh\u2060viện", "a\u0301"]


def syllables(text: str) -> str:
    found = scan_text(text)
    return " ".join(spell(found.text[start:end]) for start, end in found.spans.tolist())


def check(answer: Sequence[NgramWeight], sources: dict[str, str]) -> None:
    for ngram, _, places in answer:
        for field, start, end in places:
            assert syllables(sources[field][start:end]) == ngram.replace(SYLLABLE_LINK, " ")


def test_its_ngrams_are_of_words(segmenting: SectionClassifier) -> None:
    assert (segmenting.manifest.units, segmenting.manifest.format) == ("segmented", 2)
    assert "underthesea" in segmenting.manifest.versions
    assert {"bị_cáo", "lãi_suất", "^vô_địch"} <= set(segmenting.ngrams)
    assert "bị cáo" not in segmenting.ngrams


def test_it_passes_its_own_test(segmenting: SectionClassifier) -> None:
    segmenting.self_test()


def test_it_scores_as_the_pipeline_does_raw_texts(
    model: Path, segmenting: SectionClassifier, forms: list[str]
) -> None:
    pipeline = load_pipeline(model)
    scores = pipeline.decision_function(forms)
    np.testing.assert_allclose(segmenting.decision_function(forms), scores, rtol=0, atol=1e-5)
    best = segmenting.predict_proba(forms).argmax(axis=1)
    assert pipeline.predict(forms).tolist() == best.tolist()


def test_one_by_one_and_in_threads_it_answers_alike(
    segmenting: SectionClassifier, forms: list[str]
) -> None:
    texts = forms * 2
    assert segmenting.classify_many(texts, jobs=4) == [segmenting.classify(text) for text in texts]


def test_forms_that_look_alike_are_answered_alike(segmenting: SectionClassifier) -> None:
    expected = segmenting.decision_function([NEWS])[0]
    for other in (
        unicodedata.normalize("NFD", NEWS),
        NEWS.replace("n", "n\u00ad"),
        NEWS.replace("Toà", "Tòa"),
        NEWS.replace("Toà", "To\u00adà"),
        NEWS.replace("bóng  đá", "bóng\u00a0đá"),
    ):
        np.testing.assert_array_equal(segmenting.decision_function([other])[0], expected)


def test_a_word_is_not_the_syllable_its_letters_spell() -> None:
    words = NgramVectorizer((1, 1), min_df=1, headlines=False, segmented=True)
    words.fit(["cục thú y", "chị Thuý"])
    assert {"thú_y", "thúy"} <= set(words.get_feature_names_out())


def test_an_article_and_a_page_are_read_as_their_text(segmenting: SectionClassifier) -> None:
    article = Article(title="Toà án tuyên phạt", body=NEWS)
    assert segmenting.classify(article) == segmenting.classify(article.text)
    source = unicodedata.normalize("NFD", f"Pháp luật\n\nToà án tuyên phạt\n\n{NEWS}\n{NEWS}\n")
    page = read_page(source)
    assert segmenting.classify(page) == segmenting.classify(page.text)
    answer = segmenting.explain(page, top=EVERY)
    assert any(places for _, _, places in answer)
    check(answer, {"page": source})
    with pytest.raises(EmptyText):
        segmenting.explain(" ")


def test_a_word_is_shown_as_it_stands_in_the_text(segmenting: SectionClassifier) -> None:
    for text in (NEWS, unicodedata.normalize("NFD", NEWS)):
        found = {ngram: places for ngram, _, places in segmenting.explain(text, top=EVERY)}
        ((_, start, end),) = found["bóng_đá"]
        assert unicodedata.normalize("NFC", text[start:end]) == "bóng  đá"


def test_a_line_break_ends_a_word(segmenting: SectionClassifier) -> None:
    answer = segmenting.explain("Bị\ncáo", top=EVERY)
    assert "bị_cáo" not in {ngram for ngram, _, _ in answer}


@given(data=st.data())
@settings(max_examples=60)
def test_places_hold_the_ngram(
    segmenting: SectionClassifier, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    news = data.draw(st.sampled_from([NEWS, unicodedata.normalize("NFD", NEWS)]))
    fields = {
        "title": data.draw(texts) + "\n" + news,
        "body": news + data.draw(texts),
    }
    answer = segmenting.explain(Article(title=fields["title"], body=fields["body"]), top=EVERY)
    assert any(ngram == "bị_cáo" and places for ngram, _, places in answer)
    check(answer, fields)


def test_the_segmenter_is_loaded_when_it_is_needed(model: Path) -> None:
    script = f"""
import sys
from model import SectionClassifier
classifier = SectionClassifier.load({str(model)!r})
print("underthesea" in sys.modules)
classifier.classify("Toà án tuyên phạt bị cáo")
print("underthesea" in sys.modules, "sklearn" in sys.modules)
"""
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert finished.stdout.split() == ["False", "True", "False"]


def test_a_format_of_before_cannot_hold_it(model: Path, tmp_path: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    manifest["format"] = FORMATS["syllables"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DamagedArtifact, match="format 1 has no units 'segmented'"):
        SectionClassifier.load(tmp_path)
