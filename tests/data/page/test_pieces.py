"""Each rule knows its piece and leaves a sentence that resembles it alone."""

import datetime as dt

import pytest

from data.page import pieces


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Thời sự", "Thời sự"),
        ("Trang chủ > Thời sự > Giao thông", "Thời sự"),
        ("Trang chủ / Thời sự / Vùng cao", "Thời sự"),
        ("Thời sự > Vùng cao nguyên", "Thời sự"),
        ("Thời sự / Chính trị", "Thời sự"),
        ("Thể thao | Bóng đá |", "Thể thao"),
        ("Thời sựThứ bảy, 3/1/2026, 09:12 (GMT+7)", "Thời sự"),
        ("Trang chủ Thời sự", "Thời sự"),
        ("Trang chủ Thời sự > Giao thông 12/3/2025 08:15", "Thời sự"),
    ],
)
def test_sections_and_breadcrumbs(line: str, section: str) -> None:
    assert pieces.printed_section(line) == section


@pytest.mark.parametrize(
    "line",
    [
        "Thời sự nóng nhất trong ngày",
        "Xe / tàu hỏa",
        "Giá vàng > 100 triệu đồng",
        "Thể thao > Tuyển Việt Nam thắng đậm trên sân nhà Mỹ Đình",
        "Ngành du lịch",
        "Giá vàng hôm nay 12/3/2025",
        "Trang chủ mới của báo",
    ],
)
def test_a_headline_is_no_section(line: str) -> None:
    assert pieces.printed_section(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Thứ hai, 12/3/2025, 08:15 (GMT+7)",
        "12/03/2025 08:15",
        "Chủ nhật, ngày 12-3-2025 - 8h15",
        "Cập nhật lúc 08:15, 12.3.2025",
        "08:15 GMT+7",
    ],
)
def test_timestamps(line: str) -> None:
    assert pieces.is_timestamp(line)


@pytest.mark.parametrize("line", ["Ngày 12/3/2025, mưa to", "Thứ hai", "Giá 12.3", "Tỉ số 2-1"])
def test_a_line_with_a_date_is_no_timestamp(line: str) -> None:
    assert not pieces.is_timestamp(line)


def test_the_day_stands_before_the_month() -> None:
    assert pieces.timestamp_date("Thứ tư, 3/12/2025") == dt.date(2025, 12, 3)
    assert pieces.timestamp_date("31/2/2025") is None
    assert pieces.timestamp_date("08:15") is None


@pytest.mark.parametrize("line", ["Hậu Giang", "HÀ NỘI", "TP.HCM", "TP HCM", "TP Hồ Chí Minh,"])
def test_places(line: str) -> None:
    assert pieces.is_place(line)


@pytest.mark.parametrize("line", ["Hà Nội mưa to", "Nước Mỹ", "TP"])
def test_other_lines_are_no_place(line: str) -> None:
    assert not pieces.is_place(line)


@pytest.mark.parametrize(
    "line",
    [
        "Hồng Thái",
        "MINH TUẤN",
        "Minh Tuấn - Thu Hà",
        "Minh Tuấn, Thu Hà và Ngọc Anh",
        "Hồng Thái (TTXVN)",
        "Bài và ảnh: Hồng Thái",
        "Theo Reuters",
        "(Theo AFP, CNN)",
        "Theo báo Tuổi Trẻ",
        "Tổng hợp từ Reuters",
        "Nguồn: Reuters",
        "T.DŨNG",
        "N.V.A.",
        "A.Mỹ - Q. Liêm",
        "Hồng Thái (theo AFP)",
        "Hồng Thái tổng hợp",
    ],
)
def test_bylines(line: str) -> None:
    assert pieces.is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Hậu Giang",
        "Hồng Thái nói.",
        "Giá vàng tăng",
        "Hà",
        "Phần II",
        "Theo ông, giá vàng sẽ còn tăng nữa vào",
        "Theo dõi sức khỏe tim mạch",
        "Theo Dõi sức khỏe",
        "Theo báo cáo của công ty",
        "Tổng hợp kết quả vòng ba",
        "T.DŨNG nói gì",
        "TP. HCM",
    ],
)
def test_other_lines_are_no_byline(line: str) -> None:
    assert not pieces.is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "Cờ thi đua. (Ảnh: Hồng Thái/TTXVN)",
        "Phố đi bộ tối 3/1. Ảnh: Minh Tuấn",
        "Cột khói bốc cao - Ảnh: MINH TUẤN",
        "Tổng thống phát biểu (ảnh: AFP)",
        "Bà con dự hội. (Nguồn: AFP/TTXVN)",
        "Ảnh: Reuters",
        "Ảnh: Nhân vật cung cấp",
        "Đồ họa: Minh Tuấn - Thu Hà - Ngọc Anh",
        "Đồi cát lúc bình minh (Nguồn ảnh: Sở Du lịch)",
    ],
)
def test_captions(line: str) -> None:
    assert pieces.is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "Ông kể về bức ảnh: một buổi chiều ở quê.",
        "Ảnh: một buổi chiều ở quê",
        "Kiềm chế nhập siêu. (Nguồn: Văn kiện của Văn phòng Chính phủ)",
        "Câu này dài. " * 40 + "Ảnh: Minh Tuấn",
        "Mỗi năm có hàng triệu ca mắc mới (nguồn: WHO)",
        "Xuất khẩu tăng mạnh. (Nguồn: Bộ Công Thương)",
        "Câu này nói rất dài. " * 6 + "(Nguồn: AFP)",
        "Ảnh: Hà Nội chìm trong sương mù",
        "Ảnh: Đường phố Hội An ngập một mét trong chiều 3/11",
        "Đồ họa: Bão số 13 sẽ đi vào đâu",
    ],
)
def test_sentences_are_no_captions(line: str) -> None:
    assert not pieces.is_caption(line)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("TTXVN - Chiều 3/1", "Chiều 3/1"),
        ("(TTXVN) Chiều 3/1", "Chiều 3/1"),
        ("(Dân trí) - Chiều 3/1", "Chiều 3/1"),
        ("(NLĐ)- Chiều 3/1", "Chiều 3/1"),
        ("TTO – Chiều 3/1", "Chiều 3/1"),
        ("Hà Nội (TTXVN 3/1) - Quốc hội", "Quốc hội"),
        ("Hà Nội, 12/3 – Quốc hội", "Quốc hội"),
        ("(NLĐ).- Chiều 3/1", "Chiều 3/1"),
        ("VnExpress.net - Chiều 3/1", "Chiều 3/1"),
        ("TT - Huế: mưa lớn", "TT - Huế: mưa lớn"),
        ("Tháng giêng, 12/3 - ngày vui", "Tháng giêng, 12/3 - ngày vui"),
        ("TP.HCM, ngày 3/1 (TTXVN) - Quốc hội", "Quốc hội"),
        ("Thanh Niên - lực lượng trẻ", "Thanh Niên - lực lượng trẻ"),
        ("Phóng viên (TTXVN) - người kể", "Phóng viên (TTXVN) - người kể"),
        ("Vị TTXVN - kể", "Vị TTXVN - kể"),
    ],
)
def test_datelines(line: str, rest: str) -> None:
    found = pieces.dateline(line)
    assert line[found.end if found else 0 :] == rest


@pytest.mark.parametrize(
    ("line", "article"),
    [("Cầu thông xe./.", "Cầu thông xe."), ("Cầu thông xe. /.", "Cầu thông xe."), ("./.", "")],
)
def test_the_end_mark_leaves_the_full_stop(line: str, article: str) -> None:
    assert line[: pieces.end_mark(line)] == article


def test_an_ordinary_end_is_no_end_mark() -> None:
    assert pieces.end_mark("Cầu thông xe.") is None


@pytest.mark.parametrize(
    "line",
    [
        *("Xem thêm", "XEM THÊM:", "Tin liên quan", "Đọc thêm"),
        *("Tags: cầu, đường", "Từ khóa: cầu", "#cau #duong", "Trở lại Thời sự"),
        "Theo dõi VnExpress trên Google News",
        "Xem tiếp",
    ],
)
def test_footers(line: str) -> None:
    assert pieces.opens_footer(line)


@pytest.mark.parametrize(
    "line",
    [
        "Xem thêm phim hay tối nay",
        "Bình luận viên thể thao",
        "Trở lại trường",
        "Thẻ: ngân hàng sẽ phát hành thêm.",
        "Thẻ: vì sao ngân hàng phải đổi!",
        "Chia sẻ",
        "# 1",
        "*#06#",
    ],
)
def test_other_lines_open_no_footer(line: str) -> None:
    assert not pieces.opens_footer(line)


@pytest.mark.parametrize(
    "line",
    [">> Giá vàng tăng", "Xem thêm: Giá vàng tăng", "Mời độc giả xem thêm các bài khác tại đây"],
)
def test_links(line: str) -> None:
    assert pieces.is_link(line)


@pytest.mark.parametrize("line", ["Mời thầu xây cầu", "Mời bạn đọc xem thêm các bài ở trang sau."])
def test_other_lines_are_no_link(line: str) -> None:
    assert not pieces.is_link(line)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phố đi bộ - Ảnh: T.T.D. Hai ngày qua", ["- Ảnh: T.T.D. "]),
        ("Phố đi bộ. Ảnh:Tuấn Anh, Pexels. Tối 3/1", ["Ảnh:Tuấn Anh, Pexels. "]),
        ("Phố đi bộ - Ảnh: REUTERS UBND TP", ["- Ảnh: REUTERS "]),
        ("Phố đi bộ - Ảnh: Minh Tuấn Tối 3/1", []),
        ("Ảnh: Hà Nội chìm trong sương mù dày.", []),
        ("(Ảnh: AFP) Tối 3/1 - Ảnh: AP", ["(Ảnh: AFP) ", "- Ảnh: AP"]),
    ],
)
def test_photo_credits_amid_running_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in pieces.photo_credits(text)] == found


def test_a_card_of_another_article_begins_with_its_headline() -> None:
    card = "Vàng tăng? 4 giờ trước22:403/1/2025Kinh doanhVàng 0 Giá vàng tăng."
    text = f"Cầu thông xe. {card}"
    assert text[pieces.link_card(text) :] == card
    assert pieces.link_card("Lúc 22:40 3/1/2025, giá vàng tăng.") is None
