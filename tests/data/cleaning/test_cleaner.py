"""Cleaning settles, says what it took and from where, and never takes an article whole."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.cleaning import ALL, RULES, Cleaned, clean, clean_text
from data.page import read_page
from data.text import compose

TITLE = "Thông xe cầu vượt thứ hai qua sông Hậu"
LEAD = "Cây cầu nối hai bờ sông được khánh thành sau ba năm thi công, sớm một tháng."
BODY = "Chiều 3/1, tỉnh tổ chức lễ thông xe cầu vượt sông với bốn làn xe."

pieces = st.sampled_from(
    [
        *("Thời sự", "Thể thao > Bóng đá", "Trang chủ", "Trang chủ > Thời sự > Giao thông"),
        *(TITLE, f"{TITLE}?6", LEAD, BODY, f"TTXVN - {BODY}", f"(NLĐ)- {BODY}", "(Dân trí)"),
        *("Hà Nội (TTXVN) - ", "Hà Nội, 12/3 – ", "TTO -", f"{BODY}/.", "./.", "/."),
        *("Hồng Thái", "T.DŨNG - Q. Liêm", "(Theo AFP)", "Theo Reuters", "Hà Thu(theo Reuters)"),
        *("Ảnh: Reuters", "- Ảnh: HỒNG QUANG", "(Ảnh: TTXVN)", "Ảnh:Minh Tuấn/TTXVN.", "Ảnh:Nam"),
        *("Xem thêm", "Xem thêm: Giá vàng tăng", ">> Giá vàng tăng", "Tin liên quan", "Chủ đề:"),
        *("Giá vàng tăng(03/01/2004)", "Tags: cầu, đường", "#cau #duong", "#cau", "12 bình luận"),
        *("Giá vàng tăng 09:00 3/1/202509:003/1/2025Kinh doanhVàng 0 Giá tăng.", "Chia sẻ", "về"),
        *("<p>", "</p>", "<b", ">", "<", "&amp;", "&lt;b&gt;", "amp;", "&nbsp;", "&#38;", "#7871;"),
        *("<script>", "</script>", "<!--", "-->", "function Check() {", "}", "", ".", "\u200b"),
    ]
)
separators = st.sampled_from(["\n", "\r\n", " ", "", "\n\n"])
pages = st.lists(st.tuples(pieces, separators)).map(lambda parts: "".join(map("".join, parts)))
texts = st.one_of(pages, st.text())
some_rules = st.sets(st.sampled_from(sorted(ALL)))


@given(texts, some_rules)
@example("<b<b<b<b<b<b<b<b<b<b<b>>>>>>>>>>>" + BODY, ALL)
@example("&" + "amp;" * 20 + "lt;b&gt;" + BODY, ALL)
@example(f"{BODY} (Ảnh: AFP) Hồng Thái #cau #duong Ảnh: Nam", ALL)
def test_cleaning_a_cleaned_text_changes_nothing(text: str, rules: set[str]) -> None:
    once = clean(text, rules).text
    assert clean(once, rules) == Cleaned(once, once)


@given(texts, some_rules)
def test_what_is_left_are_slices_of_the_text_and_what_was_put_in(
    text: str, rules: set[str]
) -> None:
    cleaned = clean(text, rules)
    assert {removed.rule for removed in cleaned.removed} <= rules
    runs = [(*span, text[slice(*span)]) for span in cleaned.kept]
    runs += [(found.start, found.end, found.instead) for found in cleaned.removed]
    runs.sort(key=lambda run: (run[0], run[1]))
    assert "".join(run for _, _, run in runs) == cleaned.text
    place = 0
    for start, end, _ in runs:
        assert start == place <= end
        place = end
    assert place == len(text)


@given(texts)
def test_every_kept_character_leads_back_to_itself(text: str) -> None:
    cleaned = clean(text)
    spans = [cleaned.source(place, place + 1) for place in range(len(cleaned.text))]
    assert spans == sorted(spans)
    kept = {place for start, end in cleaned.kept for place in range(start, end)}
    for char, (start, end) in zip(cleaned.text, spans, strict=True):
        assert start == end or start not in kept or text[start:end] == char


@given(st.lists(st.integers(0, 9).map("Câu thứ {} nói về mưa ở quê nhà.".format), min_size=1))
def test_an_ordinary_text_is_the_very_string_that_was_given(sentences: list[str]) -> None:
    for text in ("\n".join(sentences), " ".join(sentences)):
        assert clean(text).text is text


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_and_unicode_form_change_nothing(form: str, ending: str) -> None:
    lines = ("Sức khỏe", TITLE, f"TTXVN - {BODY}", f"{LEAD}/.", "Hồng Thái", "Xem thêm")
    text = unicodedata.normalize("NFD" if form == "NFD" else "NFC", ending.join(lines))
    cleaned = clean(text)
    left = unicodedata.normalize("NFC", cleaned.text).replace("\r", "")
    assert left.rstrip("\n") == f"{TITLE}\n{BODY}\n{LEAD}"
    start = cleaned.text.index("Chi")
    first, last = cleaned.source(start, start + 3)
    assert text[first:last] == "Chi"


@given(pages, some_rules)
@example(f"TTXVN - {BODY} Hồng Thái", ALL)
def test_the_text_alone_is_that_of_the_whole_answer(text: str, rules: set[str]) -> None:
    assert clean_text(text, rules) == clean_text(unicodedata.normalize("NFD", text), rules)
    assert clean_text(text, rules) == compose(clean(text, rules).text)


def test_running_text_is_cleaned_as_lines_are() -> None:
    text = f"{TITLE} - Ảnh: MINH TUẤN (NLĐ) - {BODY} {LEAD} Hồng Thái(theo Reuters)"
    assert clean(text).text == f"{TITLE} {BODY} {LEAD} "


@pytest.mark.parametrize(
    "text",
    [
        "Thời sự\nHồng Thái",
        "(Dân trí) - Mưa to",
        "Tags: cầu, đường",
        "<p></p>",
        "Xem thêm\nGiá vàng tăng",
        "Ảnh: Reuters",
        "",
        " \n",
    ],
)
def test_a_text_that_would_be_left_with_nothing_is_left_alone(text: str) -> None:
    assert clean(text) == Cleaned(text, text)


def test_only_the_named_rules_apply() -> None:
    text = f"Thời sự\n{TITLE}\nTTXVN - {BODY}\nHồng Thái"
    assert clean(text, {"dateline"}).text == f"Thời sự\n{TITLE}\n{BODY}\nHồng Thái"
    assert clean(text, ()).text is text


def test_a_rule_that_is_off_hides_no_other() -> None:
    text = f"{BODY}\nHồng Thái\nXem thêm\nGiá vàng tăng"
    assert clean(text, ALL - {"byline"}).text == f"{BODY}\nHồng Thái\n"


def test_pieces_below_one_another_all_go_and_are_counted() -> None:
    text = f"{TITLE}\n{BODY}/.\nHồng Thái\n(Theo AFP)\nTags: cầu\n12 bình luận\nChia sẻ"
    cleaned = clean(text)
    assert cleaned.text.rstrip() == f"{TITLE}\n{BODY}"
    rules = [removed.rule for removed in cleaned.removed]
    assert rules == ["end-mark", "byline", "source", "tags", "comment-count", "share-buttons"]
    assert set(rules) <= set(RULES)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"<p>TTXVN - {BODY} {LEAD}</p>", f"{BODY} {LEAD}"),
        (f"Thời sự\n(Dân trí) - {BODY}\n{LEAD}", f"{BODY}\n{LEAD}"),
        (f"{TITLE}\n{BODY}\nHồng Thái<br>", f"{TITLE}\n{BODY}"),
        (f"{TITLE}\n{BODY} T.DŨNG (Ảnh: AFP)", f"{TITLE}\n{BODY}"),
        (f"{TITLE}\n{BODY}\nHồng Thái &lt;br&gt;", f"{TITLE}\n{BODY}"),
    ],
)
def test_what_one_find_uncovers_goes_too(text: str, left: str) -> None:
    assert clean(text).text.rstrip() == left


def test_a_page_read_apart_has_nothing_left_to_clean() -> None:
    page = read_page(
        f"Thời sự\n\n{TITLE}\n\nHậu Giang\n\n{LEAD}\n\nXe qua cầu. (Ảnh: Hồng Thái/TTXVN)\n\n"
        f"TTXVN - {BODY}\n\n{LEAD}/.\n\nHồng Thái\n\nXem thêm"
    )
    assert page.text == f"{TITLE}\n{LEAD}\n{BODY}\n{LEAD}"
    assert clean(page.text).removed == ()


def test_a_page_not_read_apart_loses_what_gives_its_section_away() -> None:
    text = (
        f"Thời sự\n\n{TITLE}\n\nHậu Giang\n\n{LEAD}\n\nXe qua cầu. (Ảnh: Hồng Thái/TTXVN)\n\n"
        f"TTXVN - {BODY}\n\n{LEAD}/.\n\nHồng Thái\n\nXem thêm"
    )
    rules = [removed.rule for removed in clean(text).removed]
    assert rules == [
        *("section-line", "photo-credit", "dateline", "end-mark", "byline", "related-links")
    ]


@pytest.mark.parametrize("flood", ["<b ", ">>", "Ảnh:", "&amp;", "#a ", "(NLĐ", "Lưu\n", "<b x="])
def test_a_flood_of_signs_is_read_in_a_moment(flood: str) -> None:
    assert clean(f"{TITLE}\n{flood * 20_000}>").given.startswith(TITLE)
