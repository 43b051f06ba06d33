from hypothesis import given
from hypothesis import strategies as st

from data.text import strip_diacritics
from training.figures.variants import without_diacritics

EVERY_LETTER = "".join(map(chr, range(0x11000)))


@given(st.lists(st.text()))
def test_many_texts_lose_the_marks_that_each_would_lose(texts: list[str]) -> None:
    assert without_diacritics(texts) == list(map(strip_diacritics, texts))


def test_no_letter_is_stripped_otherwise_in_company() -> None:
    """With a NUL among them and without."""
    assert without_diacritics([EVERY_LETTER]) == [strip_diacritics(EVERY_LETTER)]
    letters = [EVERY_LETTER[1:], "", "Huế"]
    assert without_diacritics(letters) == list(map(strip_diacritics, letters))
