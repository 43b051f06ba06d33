"""Bytes in, letters out, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.encodings import LEGACY_ENCODINGS
from data.encodings.syllables import syllables
from tests.data.encodings.samples import EVERY_LETTER, as_read, encode

encodings = pytest.mark.parametrize("encoding", LEGACY_ENCODINGS)
words = st.lists(st.sampled_from(sorted(syllables())))


@pytest.mark.parametrize(
    ("encoding", "seen", "meant"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("tcvn3", "Hµ NéI, THñ T¦íNG", "Hà NộI, THủ TƯớNG"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("vni", "ÑAËC BIEÄT: ngöôøi kyõ sö ôû Myõ Tho", "ĐẶC BIỆT: người kỹ sư ở Mỹ Tho"),
        ("viscii", "Cµng hòa xã hµi chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("windows-1258", "Côòng hoÌa xaÞ hôòi chuÒ nghiÞa", "Cộng hòa xã hội chủ nghĩa"),
    ],
)
def test_what_windows_showed_is_what_was_written(encoding: str, seen: str, meant: str) -> None:
    assert LEGACY_ENCODINGS[encoding].decode(seen.encode("windows-1252")) == meant


@encodings
def test_every_letter_has_its_place(encoding: str) -> None:
    for text in (EVERY_LETTER, EVERY_LETTER.upper()):
        read = LEGACY_ENCODINGS[encoding].decode(encode(text, encoding))
        assert read == as_read(text, encoding)
        assert read.lower() == EVERY_LETTER


def test_tcvn3_keeps_the_capitals_it_has() -> None:
    assert as_read("ĂÂĐÊÔƠƯ ÁẤẮ ABC", "tcvn3") == "ĂÂĐÊÔƠƯ áấắ ABC"


@encodings
@given(words)
def test_syllables_come_back(encoding: str, words: list[str]) -> None:
    text = " ".join(words).title() + "."
    assert LEGACY_ENCODINGS[encoding].decode(encode(text, encoding)) == as_read(text, encoding)


@encodings
@given(st.binary())
def test_no_byte_is_lost_or_refused(encoding: str, raw: bytes) -> None:
    text = LEGACY_ENCODINGS[encoding].decode(raw)
    assert bool(text) == bool(raw)


@encodings
@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_ascii_is_ascii_in_all(encoding: str, text: str) -> None:
    assert LEGACY_ENCODINGS[encoding].decode(text.encode()) == text
