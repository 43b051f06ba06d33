"""An excerpt shows the words that decided, and little else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.article import Article
from model import SectionClassifier
from training.excerpts import LENGTH, excerpt

FILLER = "Buổi sáng trời mát và đường vắng người qua lại. " * 30
MATCH = "Tiền đạo đội khách sút tung lưới thủ môn ở phút bù giờ trên sân vận động."


@pytest.fixture(scope="module")
def classifier(small_model: object) -> SectionClassifier:
    return SectionClassifier.load(str(small_model))


def test_an_excerpt_is_cut_where_most_speaks_for_the_section(
    classifier: SectionClassifier,
) -> None:
    article = Article(body=f"{FILLER}{MATCH} {FILLER}")
    found = excerpt(article, classifier, "the-thao")
    text = "".join(found.pieces)
    assert MATCH in text
    assert text.startswith("…")
    assert text.endswith("…")
    assert {"sút", "sân"} <= set(" ".join(found.pieces[1::2]).split())


def test_a_short_article_is_shown_whole(classifier: SectionClassifier) -> None:
    found = excerpt(Article(title="Hòa 3-3", body=MATCH), classifier, "the-thao")
    assert (found.headline, "".join(found.pieces)) == ("Hòa 3-3", MATCH)


def test_a_headline_alone_is_an_excerpt_too(classifier: SectionClassifier) -> None:
    assert "".join(excerpt(Article(title=MATCH), classifier, "the-thao").pieces) == MATCH


def test_words_that_nobody_explains_are_not_marked() -> None:
    found = excerpt(Article(body=MATCH), None, "the-thao")
    assert found.pieces == (MATCH,)


def test_unknown_words_give_the_beginning(classifier: SectionClassifier) -> None:
    text = "zzzz " * 200
    assert excerpt(Article(body=text), classifier, "xe").pieces[0].startswith("zzzz zzzz")


words = st.sampled_from(
    ["sân", "trận", "thắng", "ngân hàng", "xyz", "\n\n", "   ", "𝒜𝒷", "u\u0301"]
)


@given(st.lists(words, min_size=1).map(" ".join).filter(str.strip), st.text(max_size=400))
def test_an_excerpt_is_short_and_of_the_article(
    classifier: SectionClassifier, body: str, title: str
) -> None:
    found = excerpt(Article(title=title, body=body), classifier, "the-thao")
    text = "".join(found.pieces)
    assert len(text) <= LENGTH
    assert len(found.pieces) % 2 == 1
    assert text.strip("… ") in " ".join(body.split())
    assert all(found.pieces[1::2])
