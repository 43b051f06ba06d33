"""Text that went through the wrong encoding, and text that did not."""

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.encodings import LEGACY_ENCODINGS, Repair, repair
from data.encodings.repair import UTF_8_AS_LATIN_1, UTF_8_AS_LATIN_1_TWICE
from data.encodings.tables import WINDOWS_1252
from tests.data.encodings.samples import NEWS, as_read, encode, starter, writable


def as_latin_1(raw: bytes) -> str:
    return raw.decode("latin-1")


def as_windows_1252(raw: bytes) -> str:
    return "".join(WINDOWS_1252[code] for code in raw)


Read = Callable[[bytes], str]
reading = pytest.mark.parametrize("read", [as_latin_1, as_windows_1252])


@pytest.mark.parametrize(
    ("damaged", "text", "was"),
    [
        ("Tiáº¿ng Viá»‡t", "Tiếng Việt", UTF_8_AS_LATIN_1),
        ("HÃ\xa0 Ná»™i: Ä‘Æ°á»\x9dng phá»‘", "Hà Nội: đường phố", UTF_8_AS_LATIN_1),
        ("TiÃ¡ÂºÂ¿ng ViÃ¡Â»â€¡t", "Tiếng Việt", UTF_8_AS_LATIN_1_TWICE),
        ("Hµ Néi", "Hà Nội", "tcvn3"),
        ("Haø Noäi", "Hà Nội", "vni"),
        ("Hà Nµi có nhi«u h° và ph¯ c±", "Hà Nội có nhiều hồ và phố cổ", "viscii"),
        ("HaÌ Nôòi coì nhiêÌu hôÌ", "Hà Nội có nhiều hồ", "windows-1258"),
    ],
)
def test_damage_is_named_and_undone(damaged: str, text: str, was: str) -> None:
    assert repair(damaged) == Repair(text, was)


@reading
@pytest.mark.parametrize("encoding", LEGACY_ENCODINGS)
def test_articles_come_back(read: Read, encoding: str) -> None:
    for article in starter()[::50]:
        text = writable(article.text, encoding)
        assert repair(read(encode(text, encoding))) == (as_read(text, encoding), encoding)


@reading
def test_articles_in_utf_8_come_back_from_one_wrong_reading_and_from_two(read: Read) -> None:
    for article in starter()[::30]:
        for text in (article.text, unicodedata.normalize("NFD", article.text)):
            once = read(text.encode())
            assert repair(once) == (text, UTF_8_AS_LATIN_1)
            assert repair(read(once.encode())) == (text, UTF_8_AS_LATIN_1_TWICE)


def test_a_no_break_space_that_was_lost_is_no_loss() -> None:
    text = "Và tôi, bà Hòa ở Hà Nội, là người hoàn toàn tán thành: “XÃ HỘI” là nhà."
    damaged = as_latin_1(text.encode())
    assert repair(damaged.replace("\xa0", " ")) == (text, UTF_8_AS_LATIN_1)
    assert repair(" ".join(damaged.split())) == (text, UTF_8_AS_LATIN_1)


def test_a_damaged_quotation_in_a_sound_text_is_repaired_alone() -> None:
    text = "Ông nói “CÔ” là một người bạn của “{}” ở Huế."
    assert repair(text.format("Viá»‡t Nam")) == (text.format("Việt Nam"), UTF_8_AS_LATIN_1)


def test_what_no_byte_stands_for_stays() -> None:
    assert repair("→ Thñ t\xadíng ®Õn Hµ Néi \u200b😀") == (
        "→ Thủ tướng đến Hà Nội \u200b😀",
        "tcvn3",
    )


@pytest.mark.parametrize(
    "sound",
    [
        "",
        "Real Madrid 2-1 Barcelona",
        "Lý do Ivanovic và Schweinsteiger ly thân",
        "« Hà Nội » là thủ đô, 25 ºC",
        "TẬP THƠ “CÔ” – NHÂN DÂN”",
        "À, thì ra là nhà bà Hoa",
        "À la recherche du temps perdu, où l’été était né",
        "Für Élise, Motörhead, Björk & Sigur Rós",
        "São Paulo não é a capital; Perón y Guzmán sí están aquí",
        "Příliš žluťoučký kůň úpěl ďábelské ódy",
        "Price: £5 ± 2, 30 °C, ©2005 ®",
    ],
)
def test_what_is_sound_is_left_alone(sound: str) -> None:
    assert repair(sound) is None
    assert repair(unicodedata.normalize("NFD", sound)) is None


def test_no_sound_article_or_headline_is_touched() -> None:
    for article in starter():
        for passage in article.passages:
            assert repair(passage.text) is None


def test_a_text_without_spaces_takes_a_moment() -> None:
    letters = 100_000  # their square would take minutes
    damaged, text = "Tiáº¿ng Viá»‡t, " + "Ã\u00a0" * letters, "Tiếng Việt, " + "à" * letters
    begun = time.process_time()
    assert repair(damaged) == (text, "utf-8-as-latin-1")
    assert time.process_time() - begun < 10


@given(st.text())
def test_a_repaired_text_is_whole(text: str) -> None:
    repaired = repair(text)
    if repaired is not None:
        assert repaired.text != text
        assert repair(repaired.text) is None


def test_every_cause_can_be_told_from_one_sentence() -> None:
    for encoding in LEGACY_ENCODINGS:
        damaged = as_windows_1252(encode(NEWS, encoding))
        assert repair(damaged) == (as_read(NEWS, encoding), encoding)
