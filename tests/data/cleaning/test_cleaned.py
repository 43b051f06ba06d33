"""Offsets of a cleaned text lead back to the text it came from."""

import pytest

from data.cleaning.cleaned import Cleaned, Removed, remove

TEXT = "Giá <b>vàng</b> t&#259;ng"


@pytest.fixture
def cleaned() -> Cleaned:
    tags = [Removed("html-tag", 4, 7), Removed("html-tag", 11, 15)]
    return remove(Cleaned(TEXT, TEXT), [*tags, Removed("html-entity", 17, 23, "ă")])


def test_the_text_is_what_was_kept_and_put_in(cleaned: Cleaned) -> None:
    assert cleaned.text == "Giá vàng tăng"
    assert cleaned.kept == ((0, 4), (7, 11), (15, 17), (23, 25))


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("Giá", "Giá"),
        ("vàng", "vàng"),
        ("Giá vàng", "Giá <b>vàng"),
        ("ă", "&#259;"),
        ("tăng", "t&#259;ng"),
    ],
)
def test_a_word_has_its_place_in_the_source(cleaned: Cleaned, word: str, source: str) -> None:
    start = cleaned.text.index(word)
    first, last = cleaned.source(start, start + len(word))
    assert TEXT[first:last] == source


def test_an_empty_span_has_a_place_too(cleaned: Cleaned) -> None:
    assert cleaned.source(4, 4) == (7, 7)
    assert Cleaned("", "").source(0, 0) == (0, 0)


def test_a_later_find_takes_earlier_ones_with_it(cleaned: Cleaned) -> None:
    again = remove(cleaned, [Removed("byline", 4, 13)])
    assert again.text == "Giá "
    assert again.removed == (Removed("html-tag", 4, 7), Removed("byline", 7, 25))


def test_of_two_finds_that_overlap_the_first_counts() -> None:
    found = [Removed("tags", 6, 12), Removed("byline", 4, 8), Removed("source", 4, 6)]
    assert remove(Cleaned("Giá vàng tăng", "Giá vàng tăng"), found).removed == (found[1],)


def test_what_is_put_in_stays_beside_what_is_taken_out() -> None:
    glued = remove(Cleaned("vềBộ. Hà", "vềBộ. Hà"), [Removed("glued-words", 2, 2, " ")])
    assert remove(glued, [Removed("byline", 5, 9)]).text == "về Bộ"
