"""Each rule takes its own leftover and leaves alone what resembles it."""

import pytest

from data.cleaning import ALL, RULES, clean

TITLE = "Thông xe cầu vượt thứ hai qua sông Hậu"
SENTENCE = "Chiều 3/1, tỉnh tổ chức lễ thông xe cầu vượt sông với bốn làn xe."

# What stands between the brackets goes, under the name of the rule.
LEFTOVERS = [
    ("section-line", f"[Thời sự\n]{TITLE}\n{SENTENCE}"),
    ("section-line", f"[Thời sự > Giao thông\n\n]{TITLE}\n{SENTENCE}"),
    ("section-line", f"[Trang chủ / Kinh doanh\n]{TITLE}\n{SENTENCE}"),
    ("section-line", f"[SỨC KHỎE\n]{TITLE}\n{SENTENCE}"),
    ("section-line", f"[Trang chủ > Thời sự > Giao thông ]{TITLE} {SENTENCE}"),
    ("dateline", f"{TITLE}\n[TTXVN - ]{SENTENCE}"),
    ("dateline", f"{TITLE}\n[(Dân trí) - ]{SENTENCE}"),
    ("dateline", f"[(Dân trí) ]{SENTENCE}"),
    ("dateline", f"[TTO - ]{SENTENCE}"),
    ("dateline", f"[VnExpress.net - ]{SENTENCE}"),
    ("dateline", f"[Hà Nội (TTXVN) - ]{SENTENCE}"),
    ("dateline", f"[Hà Nội, 12/3 – ]{SENTENCE}"),
    ("dateline", f"{TITLE} [(NLĐO)- ]{SENTENCE}"),
    ("dateline", f"{TITLE} [(NLĐ).- ]{SENTENCE}"),
    ("byline", f"{SENTENCE}\n[Nguyễn Văn A]"),
    ("byline", f"{SENTENCE} [Hồng Thái]"),
    ("byline", f"{SENTENCE} [N.V.A.]"),
    ("byline", f"{SENTENCE} [T.DŨNG - Q. Liêm]"),
    ("byline", f"{SENTENCE}\n[HOÀNG ANH - THU HÀ]"),
    ("byline", f"{SENTENCE} [Hà Thu(theo Reuters)]"),
    ("byline", f"{SENTENCE} [Hồng Duytổng hợp]"),
    ("byline", f"{SENTENCE} [(Q.H)]"),
    ("byline", f"{SENTENCE}[T.T]"),
    ("source", f"{SENTENCE} [(AFP)]"),
    ("source", f"{SENTENCE} [Theo Tuổi Trẻ]"),
    ("source", f"{SENTENCE} [(Theo AFP)]"),
    ("source", f"{SENTENCE} [(Theo AFP).]"),
    ("source", f"{SENTENCE}\n[Nguồn: Bộ Y tế]"),
    ("source", f"{SENTENCE.removesuffix('.')} [(theo Reuters)]"),
    ("end-mark", f"{SENTENCE}[/.]"),
    ("photo-credit", f"{TITLE}. [Ảnh: Reuters]\n{SENTENCE}"),
    ("photo-credit", f"{TITLE}. [(Ảnh: TTXVN)]\n{SENTENCE}"),
    ("photo-credit", f"{TITLE} [- Ảnh: HỒNG QUANG ]{SENTENCE}"),
    ("photo-credit", f"{TITLE} [- Ảnh: NGUYỄN T.A PHONG ]{SENTENCE}"),
    ("photo-credit", f"{TITLE}. [Ảnh:Thống Nhất/TTXVN. ]{SENTENCE}"),
    ("photo-credit", f"{TITLE}. [Ảnh minh họa: Anna Pou/Pexels. ]{SENTENCE}"),
    ("photo-credit", f"{TITLE} [(Ảnh minh họa)]\n{SENTENCE}"),
    ("photo-credit", f"{TITLE}. [Ảnh: Công an tỉnh Hậu Giang cung cấp. ]{SENTENCE}"),
    (
        "link-card",
        f"{SENTENCE} [Giá vàng tăng 09:00 3/1/202509:003/1/2025Kinh doanhVàng 0 Giá tăng.]",
    ),
    (
        "link-card",
        f"{SENTENCE} [Vàng tăng? 4 giờ trước22:403/1/2025Thể thaoThể thao 012 Giá tăng.]",
    ),
    ("related-links", f"{SENTENCE}\n[Xem thêm]"),
    ("related-links", f"{SENTENCE}\n[Tin liên quan\nGiá vàng tăng\nGiá dầu giảm]"),
    ("related-links", f"{SENTENCE}[ Xem thêm: Giá vàng tăng]"),
    ("related-links", f"{SENTENCE}[ Mời độc giả xem: Giá vàng tăng]"),
    ("related-links", f"{SENTENCE}\n[Mời bạn đọc xem thêm các bài khác tại đây]"),
    ("related-links", f"{SENTENCE}\n[Giá vàng tăng(03/01/2004)\r\nGiá dầu giảm(02/01/2004)\r\n]"),
    ("related-links", f"{TITLE}\n[>> Giá vàng tăng ][>> Giá dầu giảm]\n{SENTENCE}"),
    ("tags", f"{SENTENCE}\n[Tags: cầu, giao thông]"),
    ("tags", f"{SENTENCE}[ Từ khóa: cầu, giao thông]"),
    ("tags", f"{SENTENCE}\n[Chủ đề:\nCầu Hậu Giang]"),
    ("hashtags", f"{SENTENCE}\n[#cau #giaothong]"),
    ("hashtags", f"{SENTENCE} [#cau #giaothong]"),
    ("comment-count", f"{SENTENCE}\n[12 bình luận]"),
    ("comment-count", f"{SENTENCE}\n[Bình luận (12)]"),
    ("comment-count", f"{TITLE.replace('sông Hậu', 'nước lũ')}[14]\n{SENTENCE}"),
    ("comment-count", f"{TITLE}?[6]\n{SENTENCE}"),
    ("comment-count", f"Hậu Giang (cũ): {TITLE.replace('sông Hậu', 'nước lũ')}[14]\n{SENTENCE}"),
    ("share-buttons", f"{SENTENCE}\n[Chia sẻ]"),
    ("html-tag", f"[<p>]{SENTENCE}[</p>]"),
    ("html-tag", "Cầu [<a href='/cau'>]mới[</a>] thông xe."),
    ("html-entity", "Cầu m[&#7899;]i thông xe s[&aacute;]ng nay."),
    ("html-entity", "Cầu[&nbsp;]mới thông xe sáng nay."),
    ("html-entity", "Sở Tài nguyên [&amp;] Môi trường"),
    ("script", f"{TITLE}\n[<script>var a = '<b>';</script>]\n{SENTENCE}"),
    ("script", f"{SENTENCE}\n[function Check()\n{{document.form.submit();}}]"),
    ("glued-words", f"Bài viết về[]Bộ trưởng. {SENTENCE} Ảnh:Nam."),
]

LOOK_ALIKES = [
    "Thời sự nóng nhất trong ngày hôm nay\n" + SENTENCE,
    "Giá vàng > 100 triệu đồng một lượng\n" + SENTENCE,
    "Thanh Niên - lực lượng trẻ của cả nước xung phong.",
    "TT - Huế: mưa lớn trên diện rộng ở các huyện.",
    "Thông tấn xã Việt Nam (TTXVN) cho biết mưa còn kéo dài.",
    "Hà Nội, 12 giờ - đường vẫn còn ngập sâu.",
    f"{SENTENCE} Trận này gặp TP. Hồ Chí Minh",
    f"{SENTENCE} Xếp hạng: 1. Hà Nội (4, 1), 2. Đồng Nai (3, 2)",
    "Bảng A\nReal Madrid\n1 - 1\nReal Betis",
    f"{SENTENCE} Không gì bằng hạnh phúc (Kevin Costner)",
    f"{SENTENCE} Bàn thắng: Minh Vương (HAGL)",
    f"{SENTENCE} Mức phạt tăng gấp đôi (theo Nghị định 100).",
    "Theo Reuters, giá dầu còn giảm trong tuần tới.",
    "Địa chỉ trang web của hội là http://www.vff.org.vn/.",
    "Trong ảnh: Công nhân thi công tuyến ống cấp nước.",
    "Ảnh: Đường phố Hội An ngập một mét trong chiều 3/11\n" + SENTENCE,
    f"{TITLE} - Ảnh: Việt Dũng Màn rước bắt đầu lúc sáng.",
    "Lúc 09:00 3/1/2025, giá vàng tăng lên 90 triệu đồng.",
    "Xem thêm phim hay tối nay trên các kênh truyền hình.",
    f"{SENTENCE} Cần xem: đường đã khô chưa, xe đã tới chưa.",
    "Làn sóng #MeToo trong giới nghệ sĩ lan tới Việt Nam.",
    f"{SENTENCE} Người nói nhiều nhất là #MeToo",
    "Apple ra mắt iPhone17\n" + SENTENCE,
    "Nhìn lại mùa dịch Covid19\n" + SENTENCE,
    "Nghe nhạc mp3\n" + SENTENCE,
    "Bình luận viên bóng đá nói về trận đấu tối qua",
    "Nếu x <a và b> y thì hàm số đồng biến.",
    "Công ty AT&T và R&D; lãi lớn trong năm nay.",
    "Bạn gõ function key(F5) rồi chờ {máy} chạy.",
    f"Trên VnExpress, với iPhone, ở TPHCM và McDonald. Trong Ảnh:Nam giữ {SENTENCE}",
]


@pytest.mark.parametrize(("rule", "marked"), LEFTOVERS)
def test_a_leftover_goes_under_the_name_of_its_rule(rule: str, marked: str) -> None:
    before, *pieces = marked.split("[")
    text, spans = before, []
    for piece in pieces:
        leftover, rest = piece.split("]")
        spans.append((len(text), len(text) + len(leftover)))
        text += leftover + rest
    cleaned = clean(text, {rule})
    assert {found.rule for found in cleaned.removed} == {rule}
    assert [(found.start, found.end) for found in cleaned.removed] == spans
    assert rule in {found.rule for found in clean(text).removed}


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_resembles_a_leftover_stays(text: str) -> None:
    assert clean(text).text == text


def test_every_rule_has_an_example() -> None:
    assert {rule for rule, _ in LEFTOVERS} == set(RULES) == ALL


def test_a_rule_is_known_by_its_name_and_says_why() -> None:
    assert all(rule.name == name and rule.reason for name, rule in RULES.items())


@pytest.mark.parametrize(
    ("marked", "clear"),
    [
        (
            "S&aacute;ng &#51;/1, c&#x1EA7;u m&amp;#7899;i th&ocirc;ng xe",
            "Sáng 3/1, cầu mới thông xe",
        ),
        ("<p>Cầu mới</p><p>thông xe</p>", "Cầu mới thông xe"),
        ("Cầu&nbsp;mới <b>thông xe</b>.", "Cầu mới thông xe."),
        ("Cầu mới &unknown; thông xe", "Cầu mới &unknown; thông xe"),
        ("Cầu <!-- <p>cũ</p> --> mới thông xe", "Cầu  mới thông xe"),
    ],
)
def test_markup_reads_as_a_browser_shows_it(marked: str, clear: str) -> None:
    assert clean(marked).text == clear
