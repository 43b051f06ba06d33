"""What compiled code cuts out of a text is what the cleaning rules would."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning import clean
from data.page.pieces.names import PLACES
from model.cutting import cut
from model.glance import AMID, glance
from model.ngrams import code_points

NEWS = "Sáng nay, hàng nghìn người dân đổ về trung tâm để dự lễ hội hoa lớn nhất trong năm. "
ARTICLE = 6 * NEWS
HEADLINES = [
    "Xe buýt mới lăn bánh ",
    "Mưa lớn ở miền núi, nhiều con đường bị chia cắt trong những ngày đầu năm nay ",
    "Hà Nội ",
    "Hà Nội: cầu mới thông xe ",
    "Thể thao ",
    "Cầu mới thông xe - ",
    "ngày 3/1 ",
    "Cầu mới thông xe6\n",
    "Xem (NLĐ) viết ",
    "Thành lập đội đặc nhiệm ",
    "5 tỉnh mưa lớn ",
    "5/3 ",
    "TPHCM ",
    "R&amp;D ",
    "",
    " ",
]
AGENCIES = ["(NLĐ)- ", "(TTXVN) - ", " (Dân trí).– ", "(TT) ", "(TTXVN 3/1) - ", "(VNPT) - ", "- "]
LINKS = [
    "\nGiá vàng tăng(03/01/2004)",
    "\nGiá vàng tăng (03/01/2004)",
    "\nGiá vàng tăng(03/01/2004) \n",
    "\nGiá vàng tăng(3/1/2004)",
    "\nGiá vàng tăng(٠٣/01/2004)",
    f"\n{NEWS}{NEWS}(03/01/2004)",
    "Giá vàng tăng(03/01/2004)",
    "\nTheo AFP",
    "\n",
]


SPELLINGS: dict[str, Callable[[str], str]] = {
    "printed": str,
    "capitals": str.upper,
    "eth": lambda place: place.replace("Đ", "\u00d0").replace("đ", "\u00f0"),
    "tone": lambda place: place.replace("òa", "oà"),
    "province": lambda place: f" Tỉnh {place},",
    "city": lambda place: f"TP.{place}, ngày 3/1",
}


def cut_out(text: str) -> str | None:
    """What is left of a text, None where the rules have to look."""
    codes = code_points(text)
    seen = glance(codes)
    start, stop = (0, 0) if seen & AMID or not seen else cut(codes, seen)
    return None if start == stop else "".join(map(chr, codes[start:stop]))


@given(
    st.lists(st.sampled_from([*HEADLINES, *AGENCIES, "\n"]), max_size=5),
    st.sampled_from([ARTICLE, NEWS, ""]),
    st.lists(st.sampled_from(LINKS), max_size=4),
)
def test_what_is_cut_is_what_the_rules_take_out(
    above: list[str], article: str, below: list[str]
) -> None:
    text = "".join((*above, article, *below))
    left = cut_out(text)
    assert left is None or left == clean(text).text


@pytest.mark.parametrize("agency", AGENCIES[:3])
@pytest.mark.parametrize("headline", HEADLINES[:2])
def test_an_agency_behind_the_headline_is_cut_out(headline: str, agency: str) -> None:
    assert cut_out(headline + agency + ARTICLE) == headline + agency.partition("(")[0] + ARTICLE


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_behind_a_place_the_rules_look(spelling: str) -> None:
    for place in PLACES:
        assert cut_out(f"{SPELLINGS[spelling](place)} (NLĐ) - {ARTICLE}") is None


@pytest.mark.parametrize(
    "headline",
    [" Người làm công ", "5 tỉnh mưa lớn ", "Yêu cầu bảo vệ thủy thủ ", f" Hà Nội: {NEWS[:40]} "],
)
def test_what_only_begins_like_a_place_is_a_headline(headline: str) -> None:
    assert cut_out(f"{headline}(NLĐ) - {ARTICLE}") == headline + ARTICLE


def test_headlines_with_dates_are_cut_off() -> None:
    assert cut_out(ARTICLE + LINKS[0] + LINKS[2]) == ARTICLE + "\n"


def test_both_are_cut_at_once() -> None:
    assert cut_out(HEADLINES[0] + AGENCIES[0] + ARTICLE + LINKS[0]) == HEADLINES[0] + ARTICLE + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội (TTXVN) - " + ARTICLE,
        "TTXVN - " + ARTICLE,
        HEADLINES[0] + "(VNPT) - " + ARTICLE + "\nTheo AFP",
        HEADLINES[0] + AGENCIES[0] + ARTICLE + "\nTheo AFP",
        HEADLINES[0] + AGENCIES[0] + ARTICLE + AGENCIES[0],
        NEWS + LINKS[0],
        "a" * 500 + LINKS[0],
    ],
)
def test_what_else_may_be_found_is_left_to_the_rules(text: str) -> None:
    left = cut_out(text)
    assert left is None or left == clean(text).text
