"""What must not change an answer: forms, spaces, order, a name, a number."""

import random
import re
import unicodedata

import pytest

from model import SectionClassifier

_NEWER_TONES = {
    "òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ",
    "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ",
    "ùy": "uỳ", "úy": "uý", "ủy": "uỷ", "ũy": "uỹ", "ụy": "uỵ",
}  # fmt: skip
_OPEN = re.compile(rf"({'|'.join(_NEWER_TONES)})\b")


def newer_tones(text: str) -> str:
    return _OPEN.sub(lambda found: _NEWER_TONES[found[0]], text)


def wide_spaces(text: str) -> str:
    return text.replace(" ", "  \u00a0").replace("\n", " \n\n")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_unicode_form_does_not_matter(
    shipped: SectionClassifier, articles: list[str], form: str
) -> None:
    formed = [unicodedata.normalize(form, text) for text in articles]  # type: ignore[arg-type]
    assert shipped.classify_many(formed) == shipped.classify_many(articles)


@pytest.mark.parametrize("change", [newer_tones, wide_spaces, str.upper, str.lower])
def test_how_a_text_is_typed_does_not_matter(
    shipped: SectionClassifier, articles: list[str], change: object
) -> None:
    assert callable(change)
    typed = shipped.classify_many([change(text) for text in articles])
    for found, expected in zip(typed, shipped.classify_many(articles), strict=True):
        assert found.section == expected.section
        assert found.confidence == pytest.approx(expected.confidence, abs=0.05)


def test_the_order_of_sentences_hardly_matters(
    shipped: SectionClassifier, articles: list[str]
) -> None:
    draw = random.Random(0)

    def shuffled(text: str) -> str:
        title, _, body = text.partition("\n")
        sentences = re.split(r"(?<=[.!?])\s+", body)
        draw.shuffle(sentences)
        return f"{title}\n{' '.join(sentences)}"

    found = shipped.classify_many([shuffled(text) for text in articles])
    expected = shipped.classify_many(articles)
    same = [a.section == b.section for a, b in zip(found, expected, strict=True)]
    assert sum(same) >= 0.98 * len(same)


@pytest.mark.parametrize(
    ("given", "instead"),
    [("Nguyễn Văn An", "Trần Thị Bình"), ("Hùng", "Dũng"), ("12", "57"), ("2.500", "1.900")],
)
def test_a_name_or_a_number_decides_nothing(
    shipped: SectionClassifier, given: str, instead: str
) -> None:
    text = (
        "Ngân hàng hạ lãi suất cho vay\n"
        f"Ông {given} cho biết từ ngày {given} ngân hàng giảm lãi suất cho vay mua nhà, "
        f"doanh nghiệp xuất khẩu được vay thêm {given} tỉ đồng vốn lưu động trong quý này."
    )
    before, after = shipped.classify(text), shipped.classify(text.replace(given, instead))
    assert after.section == before.section
    assert after.confidence == pytest.approx(before.confidence, abs=0.1)
