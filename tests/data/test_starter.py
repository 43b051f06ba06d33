"""The starter corpus keeps what it promises: it teaches sections, and nothing beside them."""

import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from data.article import Article
from data.page import read_page
from data.readers import read_corpus
from data.sections import CANONICAL

STARTER = Path(__file__).parents[2] / "data" / "starter"
SECTIONS = [section.name for section in CANONICAL]


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return list(read_corpus(STARTER))


@pytest.fixture(scope="module")
def syllables(articles: list[Article]) -> list[list[str]]:
    """The syllables of each article, without case and punctuation."""
    return [
        "".join(letter if letter.isalnum() else " " for letter in article.text.lower()).split()
        for article in articles
    ]


def shingles(article: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(article[start : start + length]) for start in range(len(article) - length + 1)}


def test_each_canonical_section_has_forty_articles_or_more(articles: list[Article]) -> None:
    counts = Counter(article.section for article in articles)
    assert sorted(map(str, counts)) == sorted(SECTIONS)
    assert min(counts.values()) >= 40


@pytest.mark.parametrize("section", SECTIONS)
def test_every_fifth_article_of_a_section_is_for_the_test(
    section: str, articles: list[Article]
) -> None:
    splits = [article.split for article in articles if article.section == section]
    assert splits == ["test" if place % 5 == 0 else "train" for place in range(1, len(splits) + 1)]


def test_ids_name_one_article_each(articles: list[Article]) -> None:
    assert len({article.id for article in articles}) == len(articles)


def test_articles_are_whole_and_composed(articles: list[Article]) -> None:
    for article in articles:
        assert [passage.field for passage in article.passages] == ["title", "lead", "body"]
        assert unicodedata.is_normalized("NFC", article.text), article.id


def test_articles_are_about_as_long_as_news_in_brief(articles: list[Article]) -> None:
    lengths = {article.id: len(article.text.split()) for article in articles}
    assert {name: n for name, n in lengths.items() if not 90 <= n <= 160} == {}


def test_no_article_repeats_another(articles: list[Article], syllables: list[list[str]]) -> None:
    """Shared shingles of three syllables, as a share of the smaller article's."""
    sets = [shingles(article, 3) for article in syllables]
    holders: dict[tuple[str, ...], list[int]] = {}
    for place, found in enumerate(sets):
        for shingle in found:
            holders.setdefault(shingle, []).append(place)
    shared = Counter(pair for places in holders.values() for pair in combinations(places, 2))
    shares = {
        (articles[one].id, articles[other].id): n / min(len(sets[one]), len(sets[other]))
        for (one, other), n in shared.items()
    }
    assert {pair for pair, share in shares.items() if share > 0.15} == set()
    pairs = len(articles) * (len(articles) - 1) / 2
    assert sum(share > 0.05 for share in shares.values()) < 0.005 * pairs


def test_no_phrase_runs_through_the_corpus(syllables: list[list[str]]) -> None:
    counts = Counter(phrase for article in syllables for phrase in shingles(article, 5))
    limit = 0.01 * len(syllables)
    assert {phrase: n for phrase, n in counts.items() if n > limit} == {}


@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_articles_begin_in_many_ways(field: str, articles: list[Article]) -> None:
    openings = Counter(tuple(getattr(article, field).lower().split()[:2]) for article in articles)
    assert {opening: n for opening, n in openings.items() if n > 8} == {}


def test_the_vocabulary_is_wide(syllables: list[list[str]]) -> None:
    assert len({syllable for article in syllables for syllable in article}) >= 4500


def test_no_line_prints_the_section_or_the_author(articles: list[Article]) -> None:
    for article in articles:
        page = read_page(article.text)
        assert page.printed_section is None, article.id
        assert page.byline is None, article.id
        lines = article.text.splitlines()
        assert not any(line.strip() in SECTIONS for line in lines), article.id
