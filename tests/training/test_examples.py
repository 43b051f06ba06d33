"""Articles and their excerpts, as a classifier is fitted on them."""

import numpy as np

from data.text import strip_diacritics
from model.hashing import OPENING, hash_corpus
from model.vectorizer import NgramVectorizer
from training.calibration import least_coverage
from training.crossvalidation import HeldOut
from training.examples import articles_alone, count_examples

TEXTS = [
    "Giá vàng tăng\n" + "Sáng nay giá vàng tăng thêm một triệu đồng " * 20,
    "Đội tuyển thắng\nTrận đấu kết thúc với tỉ số hai một.",
    "Không có dòng đầu",
]


def fitted(*, excerpts: bool) -> NgramVectorizer:
    vectorizer = NgramVectorizer(min_df=1, excerpts=excerpts)
    vectorizer.fit(TEXTS)
    return vectorizer


def test_an_excerpt_is_counted_as_the_text_it_is() -> None:
    vectorizer, corpus = fitted(excerpts=True), hash_corpus(TEXTS)
    examples = count_examples(vectorizer, corpus, vectorizer.count(corpus), 0.25)
    words = [text.split(" ") for text in TEXTS]
    openings = [" ".join(each[: OPENING - 1]) for each in words]
    headlines = [text.split("\n")[0] for text in TEXTS]
    expected = vectorizer.transform([*TEXTS, *openings, *headlines])
    np.testing.assert_array_equal(examples.counts.toarray(), expected.toarray())
    assert examples.lengths[1].tolist() == [OPENING, 12, 4]
    assert examples.lengths[2].tolist() == [3, 3, 4]


def test_the_rows_of_an_article_are_found_again() -> None:
    vectorizer, corpus = fitted(excerpts=True), hash_corpus(TEXTS)
    examples = count_examples(vectorizer, corpus, vectorizer.count(corpus), 0.25)
    assert examples.rows(np.array([2, 0])).tolist() == [2, 0, 5, 3, 8, 6]
    weights = examples.weights(2)
    assert weights.tolist() == [1, 1, 0.25, 0.25, 0.25, 0.25]


def test_without_excerpts_there_are_articles_only() -> None:
    vectorizer, corpus = fitted(excerpts=False), hash_corpus(TEXTS)
    counts = vectorizer.count(corpus)
    examples = count_examples(vectorizer, corpus, counts, 0.25)
    assert examples.counts.shape == articles_alone(counts).counts.shape == counts.shape
    assert examples.weights(3).tolist() == [1, 1, 1]


def test_orders_tell_syllables_from_pairs_and_leave_headlines_out() -> None:
    vectorizer, corpus = fitted(excerpts=True), hash_corpus(TEXTS)
    examples = count_examples(vectorizer, corpus, vectorizer.count(corpus), 0.25)
    names = vectorizer.get_feature_names_out().tolist()
    orders = dict(zip(names, examples.orders.tolist(), strict=True))
    assert (orders["vàng"], orders["giá vàng"], orders["^vàng"]) == (1, 2, 0)


def test_a_corpus_without_diacritics_is_the_corpus_of_bare_texts() -> None:
    bare = hash_corpus(map(strip_diacritics, TEXTS))
    respelt = hash_corpus(TEXTS).respelt(strip_diacritics)
    np.testing.assert_array_equal(respelt.hashes, bare.hashes)
    np.testing.assert_array_equal(respelt.bounds, bare.bounds)
    np.testing.assert_array_equal(respelt.headlines, bare.headlines)
    assert respelt.written.keys() == bare.written.keys()


def test_a_syllable_of_any_length_is_respelt() -> None:
    texts = ["à" * 500, "", "Đ"]
    respelt = hash_corpus(texts).respelt(strip_diacritics)
    np.testing.assert_array_equal(respelt.hashes, hash_corpus(["a" * 500, "D"]).hashes)
    assert hash_corpus([""]).respelt(strip_diacritics).n_texts == 1


def test_the_least_coverage_is_what_hardly_any_article_has_less_of() -> None:
    random = np.random.default_rng(0)
    lengths = np.full((3, 1000), 400)
    known = np.stack(
        [random.binomial(400, 0.95, (3, 1000)), random.binomial(399, 0.5, (3, 1000))], axis=2
    )
    scores = np.zeros((3, 1000, 2), dtype=np.float32)
    singles, pairs = least_coverage(HeldOut(scores, known.astype(np.float32), lengths))
    assert 0.9 < singles * 0.95 < 0.95
    assert 0.4 < pairs * 0.95 < 0.5


def test_of_single_syllables_nothing_is_learnt_about_coverage() -> None:
    nothing = np.zeros((1, 5, 2), dtype=np.float32)
    assert least_coverage(HeldOut(nothing, nothing, np.ones((1, 5), dtype=np.int64))) == (0.0, 0.0)
