"""One spelling, with offsets back to the caller's text."""

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.text import (
    compose,
    decode,
    has_diacritics,
    normalise,
    normalise_aligned,
    strip_diacritics,
)

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐEÊIOÔƠUƯYQð Ð"
_TONES = "\u0300\u0301\u0309\u0303\u0323"
vietnamese = st.lists(
    st.one_of(
        st.sampled_from(_LETTERS + _TONES + string.punctuation + " \n"),
        st.sampled_from(["hoà", "khoẻ", "thuý", "quý", "HOÀ", "uỷ", "loè", "huỳnh", "ngoằn"]),
    )
).map("".join)
any_text = st.one_of(vietnamese, st.text())


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("uỷ ban", "ủy ban"),
        ("HOÀ", "HÒA"),
        ("Hoà_bình", "Hòa_bình"),
        ("xoè, loá.", "xòe, lóa."),
    ],
)
def test_an_open_syllable_carries_its_tone_on_the_first_vowel(newer: str, older: str) -> None:
    assert normalise(newer) == older
    assert normalise(unicodedata.normalize("NFD", newer)) == older


@pytest.mark.parametrize("kept", ["quý", "QUỲ", "quả", "hoàn", "khuỷu", "huỳnh", "toán", "quí"])
def test_other_syllables_keep_theirs(kept: str) -> None:
    assert normalise(kept) == kept


def test_a_look_alike_eth_becomes_d_with_stroke() -> None:
    assert normalise("\u00d0\u00e0 N\u1eb5ng, \u00f0i") == "Đà Nẵng, đi"


@given(any_text)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(any_text)
def test_decomposed_text_reads_the_same(text: str) -> None:
    assert normalise(unicodedata.normalize("NFD", text)) == normalise(text)


@given(any_text)
def test_aligned_text_is_the_normalised_text_with_offsets_that_never_go_back(text: str) -> None:
    normalised, offsets = normalise_aligned(text)
    assert normalised == normalise(text)
    assert len(offsets) == len(normalised) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


@given(vietnamese, vietnamese)
def test_an_offset_leads_back_to_the_word_in_the_source(before: str, after: str) -> None:
    word = unicodedata.normalize("NFD", "Nghiễm")
    source = f"{before} {word} {after}"
    normalised, offsets = normalise_aligned(source)
    start = len(normalise(before + " "))
    assert source[offsets[start] : offsets[start + len("Nghiễm")]] == word
    assert normalised[start:].startswith("Nghiễm")


def test_a_flood_of_marks_is_normalised_in_a_moment() -> None:
    flood = "a" + "\u0301\u0323" * 100_000
    normalised, offsets = normalise_aligned(flood)
    assert normalised == normalise(flood)
    assert offsets[-1] == len(flood)


def test_a_word_longer_than_any_is_normalised_like_others() -> None:
    word = "hoà" * 1000 + "khoẻ"
    assert normalise(unicodedata.normalize("NFD", word)) == normalise(word)
    assert normalise(word).endswith("khỏe")


def test_blanks_however_many_are_text() -> None:
    blanks = "\u00a0" * 1000
    assert compose(blanks) == normalise(blanks) == blanks
    assert normalise_aligned(blanks) == (blanks, list(range(1001)))


@given(any_text)
def test_stripped_text_has_no_vietnamese_mark(text: str) -> None:
    stripped = strip_diacritics(text)
    assert not has_diacritics(stripped)
    assert strip_diacritics(stripped) == stripped


@given(vietnamese)
def test_stripping_does_not_depend_on_the_form(text: str) -> None:
    assert strip_diacritics(unicodedata.normalize("NFD", text)) == strip_diacritics(text)


def test_every_letter_of_the_alphabet_is_bared() -> None:
    assert strip_diacritics("ĂÂĐÊÔƠƯ ăâđêôơư ằắẳẵặ ỷỹỵ ữ ỗ ð") == "AADEOOU aadeoou aaaaa yyy u o d"


@pytest.mark.parametrize("marked", ["ế", "e\u0301", "Đ", "ư", "Ỵ", "ÂM"])
def test_any_mark_counts_as_a_diacritic(marked: str) -> None:
    assert has_diacritics(f"abc {marked}")


encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])


@given(vietnamese, encodings)
def test_a_headline_survives_every_encoding(text: str, encoding: str) -> None:
    headline = f"Khởi tố bị can {text}".replace("\0", "")
    assert decode(headline.encode(encoding)) == headline


@pytest.mark.parametrize(
    ("raw", "offset"),
    [(b"Hu\xe1\xbf", 2), (b"a\xffb", 1), (b"abc\0def", 3), ("Hu\xea".encode("latin-1"), 2)],
)
def test_broken_bytes_are_refused_with_their_offset(raw: bytes, offset: int) -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        decode(raw)
    assert caught.value.start == offset


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"") == ""
