"""What the compiled glance lets through, the cleaning rules leave alone."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.cleaning import Glances, clean
from model.glance import ABOVE, AMID, BELOW, glance
from model.ngrams import code_points, scan

NEWS = "Sáng nay, hàng nghìn người dân đổ về trung tâm thành phố để dự lễ hội hoa."
LEFTOVERS = [
    "TTXVN - ",
    "(Dân trí) - ",
    "Hà Nội, 12/3 – ",
    "HÀ NỘI (TTXVN) - ",
    "(Thanh Niên, ngày 3/1) ",
    "Thời sự > Chính trị\n",
    "Trang chủ / Kinh doanh\n",
    "Bóng đá\n",
    "Ảnh: Reuters",
    "(Ảnh: TTXVN)",
    "Ảnh tư liệu : AFP",
    "ẢNH: T.T.",
    "Ảnh minh họa",
    "Ảnh chụp màn hình: T.T.",
    "&amp;",
    "<b>",
    "&nbsp;",
    "&#7871;",
    ">> Giá vàng tăng",
    "#hashtag",
    "./.",
    " sáp nhập6",
    "\nHoàng Anh",
    "\nN.V.A.",
    " (Theo AFP)",
    "\nTheo Tuổi Trẻ",
    "\nNguồn: VTV",
    "\nXem thêm: Giá vàng",
    "\nTags: vàng, bạc",
    "\n12 bình luận",
    "\nĐức Tùng dịch",
    "\nMINH TỰ thực hiện",
    "\nGiá vàng tăng(03/01/2004)",
    "\nBình luận (12)",
    "\nChia sẻ",
    "\nXem thêm\nGiá vàng tăng mạnh",
    ".Phương Mai",
    "TP.HCM - ",
    " (TT) ",
    "\n",
    " ",
    "(",
    "．",
    "١٢",
]


def seen(text: str) -> int:
    """What the kernel tells of a text."""
    codes = code_points(text)
    room = np.empty(len(text) // 2 + 2, dtype=np.uint64)
    composed = False
    signs = scan(codes, composed, room, np.empty((0, 2), dtype=np.int32))[2]
    return glance(codes) or AMID * signs


def lets_through(text: str) -> bool:
    return not seen(text)


@given(st.data())
def test_the_rules_find_no_more_than_the_glance_leaves_them_to_look_for(
    texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    pieces = st.lists(st.sampled_from([*LEFTOVERS, NEWS, NEWS, " "]) | texts, max_size=8)
    text = "".join(data.draw(pieces))
    if data.draw(st.booleans()):
        text = unicodedata.normalize("NFD", text)
    where = seen(text)
    glances = Glances(bool(where & AMID), bool(where & ABOVE), bool(where & BELOW))
    assert clean(text, seen=glances) == clean(text)


@pytest.mark.parametrize("leftover", LEFTOVERS[:37])
def test_what_may_be_a_leftover_is_not(leftover: str) -> None:
    above, below = f"{leftover}{NEWS}\n{NEWS}", f"{NEWS}\n{NEWS}{leftover}"
    headline = f"{NEWS}{leftover}\n{NEWS}"
    assert not all(map(lets_through, (above, headline, below)))


@pytest.mark.parametrize(
    "text",
    [
        f"{NEWS[:-1]} cùng Tổng thống (TT) Mỹ.\n{NEWS}",
        f"Tổng thống Mỹ thăm một tập đoàn viễn thông lớn ở Hà Nội (VNPT), tin vui.\n{NEWS}",
        f"Thanh Lam: chỉ hát - không nói\n{NEWS}",
        f"Nguyễn Văn Ảnh, quê ở Huế\n{NEWS}",
        f"Ảnh của các tác giả trẻ được trưng bày\n{NEWS}",
        f"{NEWS}\nBao giờ mới hết “treo”?",
        f"{NEWS}\nInter\n511\nReal Madrid\n510\n-15",
        f'{NEWS}\nÔng nói: "{NEWS[:-1]}...".',
        f"{NEWS[:-1]} của cả người Đức",
        f"{NEWS}\nThân mến,",
        f"{NEWS}\nThực hiện:",
        f"{NEWS}\nTỉ số trận đầu là 2:1 nghiêng về đội khách.",
    ],
)
def test_what_only_looks_like_a_leftover_is_let_through(text: str) -> None:
    assert lets_through(text)


def test_ordinary_articles_are_let_through(articles: list[str]) -> None:
    assert np.mean([*map(lets_through, articles)]) > 0.5
