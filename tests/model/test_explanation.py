"""An explanation points at the caller's own words, and its weights add up."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.article import Article
from data.page import read_page
from model import NgramWeight, Place, SectionClassifier
from model.hashing import hash_corpus
from model.ngrams import spell

EVERY = 10**9
NEWS = "Toà án tuyên phạt bị cáo. Đội tuyển bóng đá thắng trận, ngân hàng giảm lãi suất."


def read(slice_of_source: str) -> str:
    corpus = hash_corpus([slice_of_source])
    return " ".join(spell(corpus.written[hashed]) for hashed in corpus.hashes.tolist())


def check(answer: list[NgramWeight], sources: dict[str, str]) -> None:
    for ngram, _, places in answer:
        assert list(places) == sorted(places, key=lambda place: list(sources).index(place.field))
        for field, start, end in places:
            assert 0 <= start < end <= len(sources[field])
            assert read(sources[field][start:end]) == ngram


@given(st.data())
def test_places_hold_the_ngram(
    classifier: SectionClassifier, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    news = data.draw(st.sampled_from([NEWS, unicodedata.normalize("NFD", NEWS)]))
    text = data.draw(texts) + " " + news + data.draw(texts)
    answer = classifier.explain(text, top=EVERY)
    assert any(ngram == "tòa án" for ngram, _, _ in answer)
    check(answer, {"text": text})


@given(st.data())
def test_places_lie_in_the_field_that_holds_the_ngram(
    classifier: SectionClassifier, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    news = st.sampled_from(["", NEWS, unicodedata.normalize("NFD", NEWS)])
    fields = {
        name: data.draw(news) + data.draw(texts) + data.draw(news)
        for name in ("title", "lead", "body")
    }
    article = Article(title=fields["title"], lead=fields["lead"], body=fields["body"])
    if article.text.strip():
        check(classifier.explain(article, top=EVERY), fields)


def test_a_page_is_pointed_at_as_it_was_pasted(classifier: SectionClassifier) -> None:
    source = unicodedata.normalize("NFD", f"Thể thao\n\nĐội tuyển thắng trận\n\n{NEWS}\n{NEWS}\n")
    answer = classifier.explain(read_page(source), top=EVERY)
    assert any(places for _, _, places in answer)
    check(answer, {"page": source})


@pytest.mark.parametrize(
    ("source", "slice_of_source"),
    [
        ("Xem bóng đá.", "bóng đá"),
        (unicodedata.normalize("NFD", "Xem bóng đá."), unicodedata.normalize("NFD", "bóng đá")),
        ("\ufeffBO\u0301NG\u200b \u200bĐA\u0301\u200b!", "BO\u0301NG\u200b \u200bĐA\u0301"),
        ("\u1112\u1161\u11ab bo\u0301n\u00adg đa\u0301", "bo\u0301n\u00adg đa\u0301"),
        ("\U0001d15e bóng đá", "bóng đá"),
        ("😀 \ud800 bóng—đá", "bóng—đá"),
    ],
)
def test_places_count_code_points(
    classifier: SectionClassifier, source: str, slice_of_source: str
) -> None:
    (answer,) = (each for each in classifier.explain(source, top=EVERY) if each[0] == "bóng đá")
    start = source.index(slice_of_source)
    assert answer.places == (Place("text", start, start + len(slice_of_source)),)


def test_an_ngram_across_two_fields_counts_but_has_no_place(classifier: SectionClassifier) -> None:
    answer = classifier.explain(Article(title="Xem bóng", body="đá 2026"), top=EVERY)
    assert {ngram: places for ngram, _, places in answer}["bóng đá"] == ()


def test_every_place_is_named(classifier: SectionClassifier) -> None:
    article = Article(title="Mê bóng đá", lead="BÓNG ĐÁ!", body="bóng đá, bóng đá")
    (answer,) = (each for each in classifier.explain(article, top=EVERY) if each[0] == "bóng đá")
    assert answer.places == (
        Place("title", 3, 10),
        Place("lead", 0, 7),
        Place("body", 0, 7),
        Place("body", 9, 16),
    )


def test_places_are_those_before_cleaning(classifier: SectionClassifier) -> None:
    lead = "Hà Nội (TTXVN) - Khán giả xem <b>bóng</b> đá."
    answer = classifier.explain(Article(title="Tin vui", lead=lead), top=EVERY)
    places = {ngram: [lead[a:b] for _, a, b in places] for ngram, _, places in answer}
    assert places["bóng đá"] == ["bóng</b> đá"]
    assert "ttxvn" not in places


@given(st.data())
def test_weights_add_up_to_the_score(
    classifier: SectionClassifier, texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = NEWS + data.draw(texts)
    column = data.draw(st.integers(0, len(classifier.sections) - 1))
    answer = classifier.explain(text, classifier.sections[column], top=EVERY)
    gained = classifier.decision_function([text])[0] - classifier.weights.intercepts
    assert sum(weight for _, weight, _ in answer) == pytest.approx(gained[column], abs=1e-5)


def test_the_heaviest_come_first_and_no_more_than_asked_for(classifier: SectionClassifier) -> None:
    every = classifier.explain(NEWS, top=EVERY)
    weights = np.abs([weight for _, weight, _ in every])
    assert (np.diff(weights) <= 0).all()
    assert classifier.explain(NEWS, top=3) == every[:3]
    assert classifier.explain(NEWS, top=0) == []


def test_the_section_is_the_predicted_one_unless_named(classifier: SectionClassifier) -> None:
    predicted = classifier.classify(NEWS).section
    other = next(section for section in classifier.sections if section != predicted)
    assert classifier.explain(NEWS) == classifier.explain(NEWS, predicted)
    assert classifier.explain(NEWS, other) == classifier.explain(NEWS, other.slug)
    assert classifier.explain(NEWS, other) != classifier.explain(NEWS)
