"""A loaded model answers as the pipeline it was made from, in every form of a text."""

import time
import tracemalloc
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.pipeline import Pipeline

from data.article import Article
from data.errors import EmptyText, UnknownSection
from data.page import read_page
from model import SectionClassifier
from model.doubts import LOW_VOCABULARY_COVERAGE, NO_DIACRITICS, SHORT_TEXT, blocks
from model.pipeline import load_pipeline
from training.calibration import probabilities


def forms(text: str) -> list[str]:
    return [
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFD", text),
        text.upper(),
        text.replace(" ", "\u200b "),
        text[: len(text) // 7],
        text.replace(" ", ""),
    ]


@pytest.fixture(scope="module")
def pipeline(small_model: Path) -> Pipeline:
    return load_pipeline(small_model)


def test_it_scores_as_the_scikit_learn_pipeline(
    pipeline: Pipeline, classifier: SectionClassifier, articles: list[str]
) -> None:
    texts = [form for article in articles[::5] for form in forms(article)]
    texts += ["zzz", ". . .", "\0\ud800", "\n".join(articles), "bóng " * 50_000]
    scores = pipeline.decision_function(texts)
    np.testing.assert_allclose(classifier.decision_function(texts), scores, rtol=0, atol=1e-5)
    curve = classifier.manifest.temperature, classifier.manifest.compression
    expected = probabilities(scores, *curve)
    np.testing.assert_allclose(classifier.predict_proba(texts), expected, rtol=0, atol=1e-5)


@given(st.data())
def test_any_text_scores_as_in_the_pipeline(
    pipeline: Pipeline,
    classifier: SectionClassifier,
    texts: st.SearchStrategy[str],
    data: st.DataObject,
) -> None:
    text = "Trận đấu " + data.draw(texts)
    (scores,) = pipeline.decision_function([text])
    np.testing.assert_allclose(classifier.decision_function([text])[0], scores, rtol=0, atol=1e-5)


@given(st.data())
def test_the_form_of_a_text_does_not_matter(
    classifier: SectionClassifier, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = "Toà án hoãn phiên xử " + data.draw(texts)
    answer = classifier.classify(text)
    assert classifier.classify(unicodedata.normalize("NFC", text)) == answer
    assert classifier.classify(unicodedata.normalize("NFD", text)) == answer


def test_both_placements_of_a_tone_get_the_same_answer(classifier: SectionClassifier) -> None:
    older = classifier.classify("Hòa bình, sức khỏe, thủy sản, tòa án xử vụ lừa đảo")
    assert classifier.classify("Hoà bình, sức khoẻ, thuỷ sản, toà án xử vụ lừa đảo") == older


def test_all_ways_to_ask_give_the_same_answer(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    texts = articles[:200]
    one_by_one = [classifier.classify(text) for text in texts]
    assert classifier.classify_many(texts, jobs=1) == one_by_one
    assert classifier.classify_many(texts, jobs=4) == one_by_one
    probabilities = classifier.predict_proba(texts)
    for row, answer in zip(probabilities, one_by_one, strict=True):
        assert dict(answer.scores) == dict(zip(classifier.sections, row, strict=True))
        assert answer.scores[0] == (answer.section, answer.confidence)
        assert [share for _, share in answer.scores] == sorted(row, reverse=True)
        sure = answer.confidence >= (classifier.threshold or 0)
        assert answer.accepted == (sure and not blocks(answer.warnings, answer.regime))


def test_threads_do_not_disturb_each_other(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    texts = [*articles[:100], "\n".join(articles[:100]), unicodedata.normalize("NFD", articles[0])]
    expected = classifier.classify_many(texts, jobs=1)
    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda _: classifier.classify_many(texts, jobs=1), range(16)))
    assert all(answers == expected for answers in rounds)


def test_an_article_and_a_page_are_read_as_their_text(classifier: SectionClassifier) -> None:
    article = Article(title="Đội tuyển thắng", body="Trận đấu kết thúc với tỉ số 2-1.")
    assert classifier.classify(article) == classifier.classify(article.text)
    page = read_page("Đội tuyển thắng\n\nTrận đấu kết thúc với tỉ số 2-1, khán giả ra về muộn.\n")
    assert classifier.classify(page) == classifier.classify(page.text)


@pytest.mark.parametrize("nothing", ["", " \n\u3000", Article(), Article(title=" ")])
def test_nothing_to_read_is_refused(classifier: SectionClassifier, nothing: str | Article) -> None:
    with pytest.raises(EmptyText):
        classifier.classify(nothing)
    with pytest.raises(EmptyText):
        classifier.predict_proba(["một bài", nothing])
    with pytest.raises(EmptyText):
        classifier.explain(nothing)


def test_no_texts_have_no_answers(classifier: SectionClassifier) -> None:
    assert classifier.classify_many([]) == []
    assert classifier.predict_proba([]).shape == (0, len(classifier.sections))


def test_a_single_text_is_not_taken_for_many(classifier: SectionClassifier) -> None:
    with pytest.raises(TypeError, match=r"give a single one to classify\(\)"):
        classifier.classify_many("Một bài báo")


def test_a_text_without_known_ngrams_is_not_accepted(classifier: SectionClassifier) -> None:
    answer = classifier.classify("xyzzy 😀")
    assert answer.warnings == (NO_DIACRITICS, SHORT_TEXT, LOW_VOCABULARY_COVERAGE)
    assert answer.accepted is False
    assert classifier.explain("xyzzy 😀") == []


def test_an_unknown_section_is_named(classifier: SectionClassifier) -> None:
    with pytest.raises(UnknownSection, match="no section 'thoi-tiet'; this model has"):
        classifier.explain("Một bài báo", "thoi-tiet")


def test_ten_megabytes_take_a_moment(classifier: SectionClassifier, articles: list[str]) -> None:
    text = "\n".join(articles)
    text *= 1 + 10_000_000 // len(text.encode())
    decomposed = unicodedata.normalize("NFD", text)
    began = time.perf_counter()
    answer = classifier.classify(text)
    assert classifier.classify(decomposed) == answer
    assert classifier.explain(text)
    assert time.perf_counter() - began < 10


def test_a_flood_of_marks_takes_a_moment(classifier: SectionClassifier) -> None:
    began = time.perf_counter()
    classifier.classify("bóng đá " + "a" + "\u0301\u0323" * 300_000)
    assert time.perf_counter() - began < 10


def test_texts_of_any_length_are_told_alone_as_they_are_with_others(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    long = " ".join(articles) * 200
    lengths = (1, 1000, 2**16 - 1, 2**16, 2**16 + 1, 2**18)
    texts = [long[:length] for length in lengths]
    texts += [unicodedata.normalize("NFD", text) for text in texts[:3]]
    texts += [f"<b>{texts[2]}</b>", unicodedata.normalize("NFD", f"<b>{texts[1]}</b> &amp; a")]
    alone = list(map(classifier.classify, texts))
    assert classifier.classify_many(texts * 3, jobs=1) == alone * 3
    assert sum(map(len, texts)) * 3 > 2**20


def test_a_long_text_leaves_no_memory_behind(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    long = "\n".join(articles) * 4
    classifier.classify(long)
    tracemalloc.start()
    try:
        classifier.classify(long)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 1_000_000 < peak


def test_the_model_passes_its_own_test(classifier: SectionClassifier) -> None:
    assert classifier.manifest.samples
    classifier.self_test()


def test_texts_of_all_forms_and_lengths_are_scored_side_by_side(
    classifier: SectionClassifier, articles: list[str]
) -> None:
    odd = [form for article in articles[:40] for form in forms(article)]
    odd += [". . .", "\ud800", "bóng " * 300_000, "a\u0301"]
    assert classifier.classify_many(odd) == [classifier.classify(text) for text in odd]
