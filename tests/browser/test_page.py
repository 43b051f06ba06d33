"""The page at `/`, as a reader uses it: the real service, a real browser."""

import re
import unicodedata
from pathlib import Path
from typing import Any, Literal

import httpx2
import pytest
from playwright.sync_api import Page, Route, expect

from serve import Settings
from tests.browser.reader import MATCH, asked_by, box, classify, section, serving
from tests.browser.samples import LOOKS, Look, OpenPage, axe_faults, overflow

TRIAL = "Tòa tuyên phạt bị cáo bảy năm tù\n\nCông an khởi tố vụ án lừa đảo chiếm đoạt tài sản."
FORBID_STORAGE = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });
}
"""
PIECES = "[...document.getElementById('marked').childNodes].map(n => [n.textContent, n.nodeName])"
HERE = "[...document.querySelectorAll('mark')].findIndex(mark => mark.matches('.here'))"


def answer_of(service: str, article: dict[str, str]) -> dict[str, Any]:
    """What the service says itself."""
    response = httpx2.post(f"{service}v1/classify", json={**article, "explain": True})
    answer: dict[str, Any] = response.json()
    return answer


# -- asking ----------------------------------------------------------------------------------------


def test_a_pasted_page_gets_its_section(page: Page, service: str) -> None:
    text = f"Thể thao\n\n{MATCH}\n\nXem thêm"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    box(page).press("Control+V")
    page.get_by_role("button", name="Phân loại").click()
    answer = answer_of(service, {"page": text})
    expect(section(page)).to_have_text("Thể thao")
    bars = page.locator(".bars li .name").all_inner_texts()
    assert bars == [scored["name"] for scored in answer["sections"]]
    expect(page.locator("#answer .printed")).to_contain_text("mô hình không nhìn thấy")
    expect(page.get_by_role("status")).to_contain_text("Thể thao")


def test_one_line_is_not_taken_for_a_page(page: Page) -> None:
    classify(page, "Thể thao")
    expect(section(page)).to_be_visible()
    expect(page.locator("#answer .printed")).to_have_count(0)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_words_that_are_marked_are_those_that_decided(
    page: Page, service: str, form: Literal["NFC", "NFD"]
) -> None:
    text = unicodedata.normalize(form, f"👨‍👩‍👧 Sáng nay 🌸 trời đẹp\n🇻🇳 {MATCH} <b>&amp;")
    explanation = answer_of(service, {"page": text})["explanation"]
    covered = set()
    for found in explanation:
        for place in found["places"]:
            covered |= set(range(place["start"], place["end"]))
    assert covered
    classify(page, text)
    marked, point = set(), 0
    for piece, kind in page.evaluate(PIECES):
        if kind == "MARK":
            marked |= set(range(point, point + len(piece)))
        point += len(piece)
    assert point == len(text)
    assert marked == covered


def test_words_for_and_against_differ_in_more_than_colour(page: Page) -> None:
    classify(page, "Thủ môn cản phá, đội khách thắng trận\n\nTòa án, bị cáo, bác sĩ, học sinh.")
    signs = page.locator(".words button b").all_inner_texts()
    assert set(signs) == {"▲", "▼"}
    styles = [
        page.locator(f"mark.{side}").first.evaluate("e => getComputedStyle(e).textDecorationStyle")
        for side in ("for", "against")
    ]
    assert styles == ["solid", "dotted"]


def test_a_word_leads_to_its_places_one_after_the_other(page: Page) -> None:
    classify(page, "Đội khách\n\nĐội nhà thắng đội khách, đội trưởng ghi bàn.")
    word = page.locator(".words button").filter(has_text="×4").first
    visited = []
    for _ in range(5):
        word.click()
        expect(page.locator("mark.here").first).to_be_visible()
        visited.append(page.evaluate(HERE))
    assert len(set(visited)) == 4
    assert visited[4] == visited[0]


def test_an_uncertain_answer_says_so_and_why(page: Page) -> None:
    classify(page, "Chiều nay trời nhiều mây")
    expect(page.locator("#answer .unsure")).to_have_text("Chưa chắc")
    expect(page.locator("#answer")).to_contain_text("ngưỡng để mô hình")
    expect(page.get_by_role("status")).to_contain_text("Chưa chắc")


def test_warnings_are_explained_and_unknown_ones_shown(page: Page) -> None:
    classify(page, "qwrt zxcv")
    notices = page.locator("#answer .notice")
    expect(notices.filter(has_text="không phải tin tức")).to_be_visible()
    expect(notices.filter(has_text="thiếu dấu")).to_be_visible()

    def warn(route: Route) -> None:
        answer = route.fetch().json()
        route.fulfill(json={**answer, "warnings": ["moon_phase"]})

    page.route("**/v1/classify", warn)
    classify(page, MATCH)
    expect(page.locator("#answer .notice")).to_contain_text("moon_phase")


def test_an_example_is_one_click_away_and_loses_nothing(page: Page) -> None:
    box(page).fill("của tôi")
    page.get_by_role("button", name="Trận đấu đêm qua").click()
    expect(section(page)).to_have_text("Thể thao")
    page.get_by_role("button", name="Lấy lại").click()
    expect(box(page)).to_have_value("của tôi")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (MATCH.encode(), MATCH),
        (MATCH.encode("utf-16"), MATCH),
        ("Đội khách thắng".encode("cp1258", "replace"), None),
        (b"\x89PNG\0\0", ""),
    ],
    ids=["UTF-8", "UTF-16", "an older encoding", "a picture"],
)
def test_a_file_is_read(page: Page, content: bytes, expected: str | None) -> None:
    file = {"name": "bai.txt", "mimeType": "text/plain", "buffer": content}
    page.set_input_files("#file", file)  # type: ignore[arg-type]
    if expected:
        expect(box(page)).to_have_value(expected)
    else:
        expect(page.locator("#answer .notice")).to_be_visible()
        assert bool(box(page).input_value()) is (expected is None)


def test_a_file_can_be_dropped(page: Page) -> None:
    dropped = page.evaluate_handle(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "bai.txt", { type: "text/plain" }));
            return data;
        }""",
        MATCH,
    )
    page.dispatch_event("body", "drop", {"dataTransfer": dropped})
    expect(box(page)).to_have_value(MATCH)


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    expect(box(page)).to_be_focused()
    page.keyboard.insert_text(MATCH)
    page.keyboard.press("Control+Enter")
    expect(section(page)).to_have_text("Thể thao")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.words button')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark.here").first).to_be_visible()


def test_only_the_newest_question_is_answered(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/v1/classify", hold_the_first)
    box(page).fill(TRIAL)
    with page.expect_event("requestfailed") as given_up:
        page.get_by_role("button", name="Phân loại").click()
        page.wait_for_timeout(50)
        classify(page, MATCH)
    assert given_up.value.url.endswith("/v1/classify")
    expect(section(page)).to_have_text("Thể thao")
    expect(page.locator("#entries li")).to_have_count(1)


def test_an_emptied_box_gives_the_question_up(page: Page) -> None:
    page.route("**/v1/classify", lambda _: None)
    box(page).fill(MATCH)
    with page.expect_request("**/v1/classify"):
        box(page).press("Control+Enter")
    box(page).fill("")
    with page.expect_event("requestfailed"):
        box(page).press("Control+Enter")
    expect(page.locator("#answer .notice")).to_contain_text("Khung đang trống")
    expect(page.locator("#answer")).to_have_attribute("aria-busy", "false")


def test_another_model_can_be_chosen(page: Page, service: str) -> None:
    classify(page, MATCH)
    page.locator("#model").select_option("tho")
    expect(page.locator("#answer")).to_contain_text("chưa được hiệu chỉnh")
    expect(page.locator("#facts")).to_contain_text("chưa được đánh giá")
    name = httpx2.get(f"{service}v1/models").json()["default"]
    page.locator("#model").select_option(name)
    expect(page.locator("#facts")).to_contain_text("Độ chính xác")


def test_the_card_is_that_of_the_version_that_answered(page: Page) -> None:
    def age(route: Route) -> None:
        listed = route.fetch().json()
        listed["models"][0]["version"] = "version-before"
        route.fulfill(json=listed)

    page.route("**/v1/models", age)
    page.reload()
    expect(page.locator("#facts")).to_contain_text("version-before")
    classify(page, MATCH)
    expect(page.locator("#facts")).not_to_contain_text("version-before")
    expect(page.locator("#facts")).to_contain_text("Độ chính xác")


def test_the_text_is_in_no_address(page: Page, service: str) -> None:
    asked = asked_by(page)
    classify(page, MATCH)
    assert asked == [f"POST {service}v1/classify"]
    assert page.url == service


def test_it_works_under_a_path(open_page: OpenPage, small_model: Path) -> None:
    with serving(Settings(models=(small_model,)), "/tin") as address:
        page = open_page(address)
        classify(page, MATCH)
        expect(section(page)).to_have_text("Thể thao")
        expect(page.locator("#facts dd").first).to_be_visible()
        page.get_by_role("link", name="Tài liệu API").click()
        expect(page).to_have_title(re.compile("chuyenmuc"))


# -- what the browser keeps ------------------------------------------------------------------------


def test_recent_ones_survive_a_reload_and_can_be_cleared(page: Page) -> None:
    classify(page, MATCH)
    classify(page, TRIAL)
    classify(page, MATCH)
    entries = page.locator("#entries li")
    expect(entries).to_have_count(2)
    page.reload()
    expect(entries).to_have_count(2)
    entries.filter(has_text="Tòa tuyên phạt").get_by_role("button").click()
    expect(page.locator("#marked")).to_have_text(TRIAL)
    page.get_by_role("button", name="Xóa danh sách").click()
    expect(entries).to_have_count(0)
    page.reload()
    expect(page.locator("#facts dd").first).to_be_visible()
    expect(entries).to_have_count(0)


def test_it_works_where_storage_is_forbidden(page: Page) -> None:
    page.add_init_script(FORBID_STORAGE)
    page.reload()
    page.get_by_role("button", name="English").click()
    page.get_by_label("Article", exact=True).fill(MATCH)
    page.keyboard.press("Control+Enter")
    expect(section(page)).to_have_text("Thể thao")
    expect(page.locator("#entries li")).to_have_count(1)
    expect(page.locator("#keeping")).to_contain_text("no storage")


def test_the_language_is_kept_and_changes_everything_but_the_article(page: Page) -> None:
    classify(page, MATCH)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#answer")).to_contain_text("Every section")
    expect(page.locator("#marked")).to_have_text(MATCH)
    page.reload()
    expect(page.get_by_role("button", name="Classify")).to_be_visible()
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("button", name="Phân loại")).to_be_visible()
    expect(page.locator("[data-t]:text-matches('[a-z] the ')")).to_have_count(0)


# -- looks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_it_is_readable_by_everybody(open_page: OpenPage, service: str, look: Look) -> None:
    page = open_page(service, width=look.width, dark=look.dark)
    if look.dark:
        page.get_by_role("button", name="English").click()
    assert axe_faults(page) == []
    page.locator("#text").fill(f"Thể thao\n{MATCH} Tòa án, bị cáo, bác sĩ.\n{'rất' * 60}")
    page.keyboard.press("Control+Enter")
    expect(section(page)).to_be_visible()
    page.locator(".words button").first.click()
    assert axe_faults(page) == []
    assert overflow(page) == 0


def test_a_phone_is_shown_the_answer(open_page: OpenPage, service: str) -> None:
    page = open_page(service, width=390, height=844)
    classify(page, MATCH)
    expect(section(page)).to_be_in_viewport()


def test_what_is_printed_is_the_answer(page: Page) -> None:
    classify(page, MATCH)
    page.emulate_media(media="print")
    expect(section(page)).to_be_visible()
    expect(page.locator("#marked")).to_be_visible()
    expect(box(page)).to_be_hidden()
