"""A copied page gives up its article, and nothing that names its section."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.page import read_page

TITLE = "Thông xe cầu vượt thứ hai qua sông Hậu"
LEAD = (
    "Cây cầu nối hai bờ sông được khánh thành sau ba năm thi công, sớm một tháng so với kế hoạch."
)
BODY = (
    "Chiều 3/1, tỉnh tổ chức lễ thông xe cầu vượt sông với bốn làn xe.",
    "Theo chủ đầu tư, công trình giúp người dân rút ngắn mười lăm phút đi lại mỗi ngày.",
    "Tỉnh sẽ mở thêm hai nút giao trong năm nay",
)
PAGE = f"""\
Trang chủ > Thời sự > Giao thông

Thứ hai, 12/3/2025, 08:15 (GMT+7)

{TITLE}

Hậu Giang

{LEAD}

Xe qua cầu trong buổi sáng đầu tiên. (Ảnh: Minh Tuấn/TTXVN)

TTXVN - {BODY[0]}

{BODY[1]}

{BODY[2]}./.

Minh Tuấn

Xem thêm

Giá vàng tăng ba phiên liền

Chia sẻ
Bình luận (12)
Tags: cầu, giao thông
"""
TEXT = "\n".join((TITLE, LEAD, BODY[0], BODY[1], BODY[2] + "."))


def test_each_piece_of_a_page_is_kept_apart() -> None:
    page = read_page(PAGE)
    assert page.text == TEXT
    assert page.printed_section == "Thời sự"
    assert page.published == dt.date(2025, 3, 12)
    assert page.place == "Hậu Giang"
    assert page.agency == "TTXVN"
    assert page.byline == "Minh Tuấn"
    assert page.captions == ("Xe qua cầu trong buổi sáng đầu tiên. (Ảnh: Minh Tuấn/TTXVN)",)
    assert "Giá vàng tăng ba phiên liền" in page.furniture


def test_the_article_of_a_page_has_the_same_text() -> None:
    article = read_page(PAGE).article
    assert article.text == TEXT
    assert (article.title, article.lead) == (TITLE, LEAD)
    assert (article.section, article.published) == ("Thời sự", dt.date(2025, 3, 12))


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_line_endings_and_unicode_form_change_nothing(form: str, ending: str) -> None:
    decomposed = unicodedata.normalize("NFD" if form == "NFD" else "NFC", PAGE)
    page = read_page(decomposed.replace("\n", ending))
    assert unicodedata.normalize("NFC", page.text) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "Thời sự",
        "THỜI SỰ",
        "Sức khoẻ",
        "Thời sự / Chính trị",
        "Trang chủ › Kinh doanh",
        "Chuyên mục: Thể thao",
        "Bóng đá",
        "Lifestyle",
        "The thao",
        "Ý kiến",
        "Thời sựThứ bảy, 3/1/2026, 09:12 (GMT+7)",
        "Trang chủ Thời sự",
    ],
)
@pytest.mark.parametrize("above", ["", "VnExpress\n", "Trang chủ\n", "12/3/2025 08:15\n"])
def test_removing_the_printed_section_leaves_the_text_as_it_is(line: str, above: str) -> None:
    rest = f"{TITLE}\n\n{LEAD}\n\n{BODY[0]}\n"
    printed = read_page(f"{above}{line}\n\n{rest}")
    assert printed.printed_section
    assert printed.text == read_page(above + rest).text == read_page(rest).text
    below = read_page(f"{TITLE}\n{line}\n{LEAD}\n{BODY[0]}")
    assert below.printed_section == printed.printed_section
    assert below.text == printed.text


pieces = st.sampled_from(
    [
        *("Thời sự", "Thể thao > Bóng đá", "Trang chủ", "VnExpress", "Thứ hai, 12/3/2025", ""),
        *(TITLE, "Hậu Giang", LEAD, "Phố đi bộ. Ảnh: Minh Tuấn", *BODY, f"TTXVN - {BODY[0]}"),
        *(BODY[2] + "./.", "Minh Tuấn", "Theo Reuters", "Xem thêm", "Chia sẻ", "#cau #duong"),
        *("Tags: cầu", "Bình luận (3)", ">> Giá vàng tăng", "./.", "  \u200b", "(TTXVN)"),
        *("Thời sựThứ bảy, 3/1/2026, 09:12", "Trang chủ Thời sự", "minhtuan@bao.vn", "08:15"),
    ]
)
pages = st.one_of(st.lists(pieces).map("\n".join), st.text())


@given(pages)
def test_a_section_above_any_text_changes_nothing(text: str) -> None:
    assert read_page("Thời sự\n\n" + text).text == read_page(text).text


@given(pages)
@example(f"{TITLE}\n./.\n./.")
def test_a_passage_is_a_slice_of_the_page_in_reading_order(text: str) -> None:
    page = read_page(text)
    for passage in page.passages:
        assert text[passage.start : passage.start + len(passage.text)] == passage.text
    starts = [passage.start for passage in page.passages]
    assert starts == sorted(starts)
    assert page.article.text == page.text


@given(st.lists(st.one_of(pieces, st.integers(0, 9).map("Câu thứ {} nói về mưa ở quê.".format))))
def test_an_ordinary_sentence_is_never_dropped(lines: list[str]) -> None:
    # After "./." or a byline, what follows "Xem thêm" is another article.
    ends = {"Minh Tuấn", "Theo Reuters", "./.", BODY[2] + "./."}
    lines = [line for line in lines if line not in ends]
    text = read_page("\n".join(lines)).text
    for line in lines:
        if line.startswith("Câu thứ"):
            assert line in text


@pytest.mark.parametrize(
    "text",
    [
        "Một câu duy nhất về thời tiết hôm nay.",
        "giá vàng hôm nay tăng mạnh",
        "Câu thứ nhất của bài viết này.\nCâu thứ hai của bài viết này.",
        "Bài thơ\nnắng mưa là chuyện\ncủa trời",
        "Nguyễn Văn A\nTrần Thị B",
        "Phố đi bộ đông người. Ảnh: Minh Tuấn",
        "Thời sự nóng nhất trong ngày hôm nay\nMưa to ở nhiều nơi trong ngày.",
    ],
)
def test_plain_text_loses_nothing(text: str) -> None:
    assert read_page(text).text == text


@pytest.mark.parametrize("blank", ["", "\n", " \r\n\t\u200b\ufeff\n"])
def test_an_empty_page_has_no_text(blank: str) -> None:
    page = read_page(blank)
    assert page.text == ""
    assert page.passages == ()


def test_a_heading_amid_sentences_goes_without_them() -> None:
    page = read_page(f"{TITLE}\n{BODY[0]}\nXem thêm\n{BODY[1]}\nĐọc thêm: Giá vàng tăng\n{LEAD}")
    assert page.text == "\n".join((TITLE, BODY[0], BODY[1], LEAD))


def test_names_end_a_text_only_below_a_sentence() -> None:
    signed = read_page(f"{TITLE}\n{BODY[0]}\nMINH TUẤN - THU HÀ\n(Theo Reuters)")
    assert signed.text == f"{TITLE}\n{BODY[0]}"
    assert signed.byline == "MINH TUẤN - THU HÀ, (Theo Reuters)"


def test_a_long_line_of_spaces_is_read_in_a_moment() -> None:
    assert read_page("a" + " " * 50_000 + "b /").text.startswith("a ")


@pytest.mark.parametrize("button", ["Chia sẻ", "Bình luận (12)"])
def test_a_button_below_the_reporter_does_not_end_the_article(button: str) -> None:
    page = read_page("\n".join((TITLE, LEAD, "Hồng Thái", button, *BODY)))
    assert page.text == "\n".join((TITLE, LEAD, "Hồng Thái", *BODY))
    assert page.furniture == (button,)


@pytest.mark.parametrize("name", ["Hồng Thái", "Theo Bộ Y tế"])
def test_a_name_amid_the_article_does_not_end_it(name: str) -> None:
    more = [f"Câu thứ {number} nói về mưa ở quê nhà trong tháng này." for number in range(9)]
    page = read_page("\n".join((TITLE, LEAD, BODY[0], name, "Xem thêm", *more)))
    assert page.text == "\n".join((TITLE, LEAD, BODY[0], name, *more))


def test_a_name_below_the_greater_part_ends_the_article() -> None:
    page = read_page(
        "\n".join((TITLE, LEAD, *BODY[:2], "Hồng Thái", "Chia sẻ", "Xem thêm", BODY[0]))
    )
    assert page.text == "\n".join((TITLE, LEAD, *BODY[:2]))
    assert page.byline == "Hồng Thái"


@pytest.mark.parametrize("sentence", ["Đó là số ca mắc (nguồn: WHO)", "Ảnh: Phố Hội An ngập sâu."])
def test_a_sentence_that_looks_like_a_caption_stays(sentence: str) -> None:
    assert sentence in read_page(f"{TITLE}\n{LEAD}\n{sentence}\n{BODY[0]}").text


def test_the_headline_of_a_photo_story_stays() -> None:
    page = read_page(f"Ảnh: Hà Nội chìm trong sương mù\n{LEAD}\n{BODY[0]}")
    assert page.article.title == "Ảnh: Hà Nội chìm trong sương mù"


def test_lines_that_begin_like_a_source_stay() -> None:
    lines = (TITLE, "Theo dõi sức khỏe tim mạch", LEAD, BODY[0], "Theo báo cáo của công ty")
    assert read_page("\n".join(lines)).text == "\n".join(lines)


def test_a_section_glued_to_its_timestamp_gives_up_both() -> None:
    page = read_page(f"Thời sựThứ bảy, 3/1/2026, 09:12 (GMT+7)\n{TITLE}\n{LEAD}\n{BODY[0]}")
    assert page.article.title == TITLE
    assert (page.printed_section, page.published) == ("Thời sự", dt.date(2026, 1, 3))


def test_a_section_below_an_address_is_still_found() -> None:
    page = read_page(f"{TITLE}\nHồng Thái\nhongthai@bao.vn\nThời sự\n{LEAD}\n{BODY[0]}")
    assert page.text == "\n".join((TITLE, LEAD, BODY[0]))
    assert (page.byline, page.printed_section) == ("Hồng Thái", "Thời sự")


def test_a_timestamp_amid_the_text_goes() -> None:
    page = read_page(f"{TITLE}\n{LEAD}\n12/03/2025 08:15 GMT+7\n{BODY[0]}")
    assert page.text == "\n".join((TITLE, LEAD, BODY[0]))
