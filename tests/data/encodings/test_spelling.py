"""How Vietnamese a text is, and whether its marks are there."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.encodings import is_vietnamese, lost_tone_marks, spelling
from data.text import strip_diacritics
from tests.data.encodings.samples import starter

ENGLISH = "The prime minister said on Monday that the new plan will not change this year."
LOST = "Main cua minh da bi chet cong PCI nen minh phai dung cong ISA de cam sound card."


def test_words_are_counted() -> None:
    found = spelling("Messi đến Hà Nội: 3 bàn, 2 the")
    assert (found.words, found.syllables, found.marked, found.bare) == (6, 5, 4, 1)
    assert found.vietnamese_share == pytest.approx(5 / 6)
    assert found.marked_share == pytest.approx(4 / 6)
    assert found.bare_share == pytest.approx(1 / 6)


def test_a_text_without_words_is_nothing() -> None:
    for text in ("", "2-1, 15/3!"):
        found = spelling(text)
        assert (found.vietnamese_share, found.marked_share, found.bare_share) == (0, 0, 0)
        assert not is_vietnamese(text)
        assert not lost_tone_marks(text)


def test_the_starter_is_vietnamese_with_its_marks() -> None:
    for article in starter():
        assert is_vietnamese(article.text)
        assert not lost_tone_marks(article.text)


def test_without_marks_it_is_told_to_have_lost_them() -> None:
    for article in starter()[::10]:
        assert lost_tone_marks(strip_diacritics(article.text))


def test_a_headline_that_kept_its_marks_saves_no_text() -> None:
    assert lost_tone_marks(f"Lỗi sound card\n{LOST} {LOST}")


@pytest.mark.parametrize(
    "foreign",
    [
        ENGLISH,
        "Le premier ministre a dit lundi que le nouveau plan ne changera pas cette année.",
        "Der Minister sagte am Montag, dass sich der neue Plan nicht mehr ändern werde.",
        "Presiden mengatakan rencana baru itu tidak akan berubah sampai tahun depan.",
    ],
)
def test_another_language_is_neither(foreign: str) -> None:
    assert not is_vietnamese(foreign)
    assert not lost_tone_marks(foreign)


def test_a_few_words_have_lost_nothing() -> None:
    assert not lost_tone_marks("Kim Lan")


@given(st.text())
def test_the_form_does_not_count(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert spelling(composed) == spelling(unicodedata.normalize("NFD", text))
