"""A text as a set of shingles."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.duplicates.shingles import Shingler

texts = st.lists(st.sampled_from("giá Vàng hoà-bình khoẻ, tăng 3,5% — (đồng) ô_tô".split())).map(
    " ".join
)


def shingles(text: str) -> list[int]:
    return list(map(int, Shingler().shingles(text.split())))


@given(texts)
def test_case_punctuation_form_and_tone_placement_do_not_matter(text: str) -> None:
    expected = shingles(text)
    assert shingles(text.upper()) == expected
    assert shingles(unicodedata.normalize("NFD", text)) == expected
    assert shingles(text.replace("oà", "òa").replace("oẻ", "ỏe")) == expected
    assert shingles(text.replace("-", " ... ").replace(",", ", ")) == expected


@given(texts)
def test_they_rise_and_none_comes_twice(text: str) -> None:
    found = shingles(f"{text} {text}")
    assert found == sorted(set(found))


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), ("—", 0), ("một", 1), ("một hai", 1), ("một hai ba", 1), ("một hai ba bốn", 2)],
)
def test_how_many_there_are(text: str, number: int) -> None:
    assert len(shingles(text)) == number


def test_the_order_of_syllables_matters() -> None:
    assert shingles("một hai ba") != shingles("ba hai một")
    assert shingles("một hai") != shingles("hai một")
