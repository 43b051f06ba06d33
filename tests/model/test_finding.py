"""Syllables that are found in a text as it comes are those of what the cleaning rules leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning import clean
from model.finding import find_syllables
from model.ngrams import code_points
from model.skimming import room_for

NEWS = "Sáng nay, hàng nghìn người dân đổ về trung tâm thành phố để dự lễ hội hoa. "
PIECES = (
    "&amp;|R&amp;D |&amp;nbsp;|&amp;#39;|&amp;lt|A&amp;B; |&amp|&|;|&lt;|Bộ VH&amp;TT họp. |amp; "
    "|#a |Nguyễn Văn Ảnh, |Ảnh: T.T |TTXVN - |(NLĐ) - |\n|Theo AFP|Nguồn: VTV|a\u0309|日本"
).split("|")


def found_in(text: str, *, cleaned: bool = False) -> tuple[list[int], int] | None:
    """The hashes of a text's syllables, and how many are of the headline; None for the rules."""
    codes, composed, cuts = code_points(text), False, True
    hashes = np.empty(len(text) // 2 + 2, dtype=np.uint64)
    kinds = np.empty(room_for(len(text)), dtype=np.uint8)
    nowhere = np.empty((0, 2), dtype=np.int32)
    count, headline, *_ = find_syllables(codes, composed, cleaned, cuts, kinds, hashes, nowhere)
    return (hashes[:count].tolist(), headline) if count >= 0 else None


@given(
    st.lists(st.sampled_from([*PIECES, NEWS, " "]), max_size=5),
    st.sampled_from([0, 1, 4, 5, 6]),
    st.lists(st.sampled_from([*PIECES, NEWS, " "]), max_size=5),
)
def test_what_is_found_is_what_the_rules_leave(
    above: list[str], repeats: int, below: list[str]
) -> None:
    text = "".join((*above, *[NEWS] * repeats, *below)) or " "
    found = found_in(text)
    assert found is None or found == found_in(clean(text).text, cleaned=True)


@pytest.mark.parametrize("text", ["Bộ VH&amp;TT họp. ", "Đầu tư cho R&amp;D &amp; đào tạo; "])
def test_an_ampersand_is_no_work_for_the_rules(text: str) -> None:
    assert found_in(text + NEWS) == found_in(text.replace("&amp;", "&") + NEWS, cleaned=True)


@pytest.mark.parametrize("text", ["&amp;nbsp; ", "&amp;#39; ", "&lt; ", "&amp; Ảnh: T.T "])
def test_other_entities_and_signs_are(text: str) -> None:
    assert found_in(NEWS + text + NEWS) is None


def test_what_moves_up_to_the_head_is_seen_there() -> None:
    padding = "Cầu mới thông xe. " * 25
    left_to_the_rules = set()
    for length in range(380, 420):
        text = f"A&amp;B {padding[:length]} (TTXVN) - {NEWS}{NEWS}"
        found = found_in(text)
        left_to_the_rules.add(found is None)
        assert found is None or found == found_in(clean(text).text, cleaned=True)
    assert left_to_the_rules == {False, True}
