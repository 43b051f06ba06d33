"""The page when there is no answer: what it says, and that nothing is lost."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from serve import Settings
from serve.keys import new_key
from tests.browser.reader import MATCH, asked_by, box, section, serving
from tests.browser.samples import OpenPage

REFUSALS = {
    "empty-text": (422, {}, "không có câu nào để đọc"),
    "text-too-long": (413, {}, f"dài {len(MATCH)} ký tự"),
    "too-many-requests": (429, {"Retry-After": "7"}, "Hãy thử lại sau 7 giây"),
    "overloaded": (503, {}, "đang bận. Hãy đợi một lát"),
    "not-ready": (503, {}, "chưa có mô hình nào sẵn sàng"),
    "unknown-model": (404, {}, "không còn mô hình này"),
    "internal": (500, {}, "không trả lời được"),
    "in a proxy's own words": (502, {}, "đang bận"),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_a_refusal_is_told_in_plain_words_and_loses_nothing(
    open_page: OpenPage, service: str, code: str
) -> None:
    status, headers, words = REFUSALS[code]
    body = json.dumps({"status": status, "code": code}) if "-" in code else f"<h1>{code}</h1>"
    page = open_page(service, refused=True)
    page.route(
        "**/v1/classify", lambda route: route.fulfill(status=status, headers=headers, body=body)
    )
    box(page).fill(MATCH)
    box(page).press("Control+Enter")
    expect(page.locator("#answer .notice")).to_contain_text(words)
    expect(page.get_by_role("status")).to_contain_text(words)
    expect(box(page)).to_have_value(MATCH)
    page.unroute("**/v1/classify")
    box(page).press("Control+Enter")
    expect(section(page)).to_have_text("Thể thao")


def test_an_empty_box_asks_nothing(page: Page) -> None:
    asked = asked_by(page)
    box(page).press("Control+Enter")
    expect(page.locator("#answer .notice")).to_contain_text("Khung đang trống")
    assert asked == []


def test_a_service_that_is_gone_is_told_calmly(open_page: OpenPage, small_model: Path) -> None:
    with serving(Settings(models=(small_model,))) as address:
        page = open_page(address, refused=True)
        expect(page.locator("#facts dd").first).to_be_visible()
    box(page).fill(MATCH)
    box(page).press("Control+Enter")
    expect(page.locator("#answer .notice")).to_contain_text("Không liên lạc được với máy chủ")
    expect(page.get_by_role("button", name="Thử lại")).to_be_visible()
    expect(box(page)).to_have_value(MATCH)


def test_a_key_is_asked_for_only_when_it_is_needed(
    open_page: OpenPage, service: str, small_model: Path, tmp_path: Path
) -> None:
    secret, key = new_key("toa-soan")
    keys = tmp_path / "keys"
    keys.write_text(str(key), "utf-8")
    page = open_page(service)
    expect(page.locator("#facts dd").first).to_be_visible()
    expect(page.get_by_label("Khóa API")).to_be_hidden()
    with serving(Settings(models=(small_model,), keys=keys)) as locked:
        page = open_page(locked, refused=True)
        field = page.get_by_label("Khóa API")
        box(page).fill(MATCH)
        box(page).press("Control+Enter")
        expect(page.locator("#answer .notice")).to_contain_text("cần khóa API")
        expect(field).to_be_focused()
        for given, shown in (("sai", "không nhận khóa này"), (secret, "Thể thao")):
            field.fill(given)
            field.press("Enter")
            expect(page.locator("#result")).to_contain_text(shown)
        expect(field).to_be_hidden()
        expect(page.locator("#facts dd").first).to_be_visible()
        assert secret not in page.evaluate("JSON.stringify(localStorage)")
