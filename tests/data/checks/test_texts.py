"""What the checks say of single texts: they fire on what is wrong, and on nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.article import Article
from data.checks import Outcome, Status
from data.checks.texts import TextChecks
from data.encodings import LEGACY_ENCODINGS
from data.text import strip_diacritics

SOUND = (
    "Sáng 3/1, thành phố khởi công tuyến đường vành đai dài 20 km. Dự án có vốn đầu tư 5.000 tỷ "
    "đồng, dự kiến hoàn thành sau ba năm. Người dân hai bên đường đã nhận tiền và bàn giao đất."
)
ENGLISH = (
    "The city broke ground on a new ring road on Friday morning. The project costs about two "
    "hundred million dollars and should be finished within three years, the mayor told reporters."
)
TCVN3 = LEGACY_ENCODINGS["tcvn3"].letters
AS_LATIN_1 = {ord(TCVN3[code]): chr(code) for code in range(255, 160, -1)}


def checked(*texts: str, encoding: str = "") -> dict[str, Outcome]:
    checks = TextChecks()
    for number, text in enumerate(texts):
        checks.see(Article(body=text, id=f"a{number}", encoding=encoding))
    return {outcome.check.code: outcome for outcome in checks.outcomes()}


def found(*texts: str, encoding: str = "") -> dict[str, tuple[str, ...]]:
    """The ids that each finding lists."""
    return {
        code: tuple(id_ for example in outcome.examples for id_ in example.articles)
        for code, outcome in checked(*texts, encoding=encoding).items()
        if outcome.status is Status.FOUND
    }


FAULTS = {
    "empty-texts": " \n ",
    "tiny-texts": "Giá vàng lại tăng mạnh",
    "wrong-language": ENGLISH,
    "lost-tone-marks": strip_diacritics(SOUND),
    "not-nfc": unicodedata.normalize("NFD", SOUND),
    "html-tags": f'<p class="lead">{SOUND}</p>',
    "html-entities": f"{SOUND} Thu&nbsp;Hà",
}


@pytest.mark.parametrize(("code", "text"), FAULTS.items(), ids=FAULTS)
def test_a_fault_is_found_by_its_own_check_alone(code: str, text: str) -> None:
    assert found(SOUND, text, SOUND) == {code: ("a1",)}


DAMAGE = {
    "tcvn3": SOUND.lower().translate(AS_LATIN_1),
    "utf-8-as-latin-1": SOUND.encode().decode("latin-1"),
    "replacement characters": SOUND.replace("ỷ", "\ufffd"),
    "partly tcvn3": f"Ảnh: Vũ Ưng. {SOUND.lower().translate(AS_LATIN_1)}",
}


@pytest.mark.parametrize(("kind", "text"), DAMAGE.items(), ids=DAMAGE)
def test_damage_is_named_and_is_no_other_language(kind: str, text: str) -> None:
    assert found(SOUND, text) == {"encoding-damage": ("a1",)}
    outcome = checked(SOUND, text)["encoding-damage"]
    assert outcome.examples[0].detail == kind
    assert f"({kind}: 1)" in outcome.message


def test_a_list_of_foreign_names_in_an_article_is_no_other_language() -> None:
    names = "Ilham Jaya Kesuma (Indonesia), Zaw Lynn Tun (Myanmar), Visay Phaphouvanin; " * 10
    assert found(SOUND, names + SOUND + SOUND) == {}
    assert found(SOUND, names + ENGLISH) == {"wrong-language": ("a1",)}


def test_a_translated_headline_makes_no_vietnamese_article() -> None:
    assert found(SOUND, f"{SOUND[:90]}\n{ENGLISH} {ENGLISH}") == {"wrong-language": ("a1",)}


def test_sound_text_passes_everything() -> None:
    text = f"{SOUND} Chương trình R&D; và a < b > c của AT&T. 1 <2 và 3> 2."
    assert {outcome.status for outcome in checked(text).values()} == {Status.PASSED}


def test_a_converted_file_is_noted() -> None:
    assert found(SOUND, encoding="vni") == {"legacy-encoding": ("a0",)}


def test_what_is_too_short_is_in_no_language() -> None:
    outcomes = checked("Gold prices rise", "Gia vang tang manh")
    for code in ("wrong-language", "lost-tone-marks"):
        assert outcomes[code].status is Status.UNDECIDED
        assert "20 syllables" in outcomes[code].message
    assert outcomes["tiny-texts"].count == 2


@given(st.lists(st.text(), max_size=3))
def test_no_text_is_quoted(texts: list[str]) -> None:
    """Whatever the text: only kinds, codes, markup and numbers are told."""
    known = {"replacement characters", *LEGACY_ENCODINGS}
    for outcome in checked(*texts).values():
        assert "\n" not in outcome.message
        for example in outcome.examples:
            detail = example.detail.removeprefix("partly ")
            assert (
                not detail
                or detail in known
                or detail.endswith(" syllables")
                or detail.startswith(("<", "&", "utf-8-as"))
            )
