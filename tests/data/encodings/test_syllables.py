"""The grammar knows what can be spelt, and little else."""

import unicodedata

import pytest

from data.encodings.syllables import bare_syllables, syllables
from data.text import strip_diacritics

SPELT = """
anh nghĩa quyền quốc quỳnh quả quý giếng gì giường giặt khuya khuỷu khuấy ngoằn ngoẻo thuở thuế
xoong yêu yết ý ở ưu ươm iu oanh uyên uỷ ủy hoà hòa khoẻ khỏe loẹt boong chuyện rượu hươu nghiêng
huênh hoạch tuýp đắk lắk đường sữa mắt hoặc thoắt kể cá kỹ ghế ngành pin
""".split()
NOT_SPELT = """
b ng th qe kan cê gê ngê ghan nghan cat cap cach cãt bìch zê fa wa ju aa áó quat giâyn đđ xyz
straße déjà où für coração łódź señor façade
""".split()


@pytest.mark.parametrize("word", SPELT)
def test_a_syllable_is_known(word: str) -> None:
    assert word in syllables()
    assert strip_diacritics(word) in bare_syllables()


@pytest.mark.parametrize("word", NOT_SPELT)
def test_what_breaks_a_rule_is_not(word: str) -> None:
    assert word not in syllables()


def test_a_stop_bears_two_tones() -> None:
    assert [word for word in ("mat", "mát", "màt", "mảt", "mãt", "mạt") if word in syllables()] == [
        "mát",
        "mạt",
    ]


def test_all_are_in_nfc_and_small_letters() -> None:
    assert all(unicodedata.is_normalized("NFC", word) for word in syllables())
    assert all(word == word.lower() for word in syllables())
