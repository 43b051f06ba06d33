"""The report in a real browser: read, filtered, searched, by hand and by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.checks import Survey
from model import SectionClassifier
from tests.browser.samples import LOOKS, Look, OpenPage, axe_faults, overflow
from tests.training.samples import mislabelled_rows, write_rows
from training.reporting import report_comparison, report_evaluation
from training.testing import compare_on, evaluate_on


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_rows(tmp_path_factory.mktemp("corpus") / "tin.jsonl", mislabelled_rows())


def evaluated(classifier: SectionClassifier, corpus: Path) -> str:
    survey = Survey()
    evaluation = evaluate_on(classifier, corpus, survey=survey)
    return report_evaluation(evaluation, classifier, corpus, survey=survey)


@pytest.fixture(scope="module")
def report(small_model: Path, corpus: Path) -> Path:
    classifier = SectionClassifier.load(small_model)
    page = corpus.with_name("report.html")
    page.write_text(evaluated(classifier, corpus), encoding="utf-8")
    return page


@pytest.fixture(scope="module")
def comparison(small_model: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.config import load_config
    from training.trainer import train

    other = tmp_path_factory.mktemp("models") / "other"
    train(corpus, other, load_config(settings=["evaluation.folds=2"]), jobs=1)
    a, b = SectionClassifier.load(small_model), SectionClassifier.load(other)
    page = corpus.with_name("comparison.html")
    compared = compare_on(a, b, corpus)
    names = (a.name, b.name)
    page.write_text(report_comparison(compared, a, b, corpus, names=names), encoding="utf-8")
    return page


def shown(page: Page) -> list[str]:
    """The ids of the articles that a reader sees."""
    return page.locator("#list code").all_inner_texts()


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("language", ["Tiếng Việt", "English"])
def test_every_look_is_accessible_and_fits(
    open_page: OpenPage, report: Path, look: Look, language: str
) -> None:
    page = open_page(report, width=look.width, dark=look.dark)
    page.get_by_role("button", name=language).click()
    assert axe_faults(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_tables_of_the_charts_fit_too(open_page: OpenPage, report: Path, *, dark: bool) -> None:
    page = open_page(report, width=390, dark=dark)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert axe_faults(page) == []
    assert overflow(page) == 0


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_comparison_is_accessible_and_fits(
    open_page: OpenPage, comparison: Path, look: Look
) -> None:
    page = open_page(comparison, width=look.width, dark=look.dark)
    assert axe_faults(page) == []
    assert overflow(page) == 0


def test_a_cell_opens_its_articles(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    cell = page.locator(".matrix button").first
    name = cell.get_attribute("aria-label") or ""
    names, count = name.split(": ")
    gold, answer = names.split(" → ")
    cell.click()
    expect(page.locator("#articles-title")).to_be_focused()
    articles = page.locator("#list > li")
    expect(articles).to_have_count(int(count))
    for article in articles.all():
        expect(article).to_contain_text(gold)
        expect(article).to_contain_text(f"→ {answer}")
        expect(article.locator("mark").first).to_be_visible()


def test_filters_and_search_work_together(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    status = page.get_by_role("status")
    before = status.inner_text()
    section = page.locator("#list [data-slot=gold]").first.inner_text()
    page.get_by_label("Thuộc").select_option(label=section)
    assert status.inner_text() != before
    assert set(page.locator("#list [data-slot=gold]").all_inner_texts()) == {section}
    first = page.locator("#list h3").first.inner_text()
    words = first.split()[:3]
    plain = page.evaluate("text => fold(text)", " ".join(words))
    page.get_by_label("Tìm trong bài").fill(plain)
    expect(page.locator("#list h3").first).to_have_text(first)
    page.get_by_label("Tìm trong bài").fill("không có bài nào nói thế này")
    expect(status).to_have_text("Không có bài nào như vậy.")
    page.get_by_role("button", name="Bỏ lọc").click()
    expect(status).to_have_text(before)


def test_confidence_is_a_filter(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    page.get_by_label("Xác suất").select_option("0.9-1.01")
    sure = [text.rsplit(" ", 1)[1] for text in page.locator(".answers").all_inner_texts()]
    assert sure
    assert all(float(share.rstrip("%").replace(",", ".")) >= 90 for share in sure)


def test_more_articles_are_shown_on_demand(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    before = shown(page)
    page.get_by_role("button", name="Xem thêm").click()
    after = shown(page)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    expect(page.locator("#list > li").nth(len(before))).to_be_focused()


def test_the_language_changes_words_and_figures(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    heading = page.get_by_role("heading", level=1)
    figure = page.locator(".figures b").first
    vietnamese = (heading.inner_text(), figure.inner_text(), page.title())
    expect(heading).to_contain_text("số bài được xếp đúng chuyên mục")
    page.get_by_role("button", name="English").click()
    expect(heading).to_contain_text("of the articles are put into their section")
    expect(figure).to_have_text(vietnamese[1].replace(",", "."))
    expect(page.get_by_label("Kind")).to_contain_text("suspicious label")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title().startswith("Evaluation")
    page.get_by_role("button", name="Tiếng Việt").click()
    assert (heading.inner_text(), figure.inner_text(), page.title()) == vietnamese


def test_the_keyboard_is_enough(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    first = page.locator(".matrix button").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("cell => cell === document.activeElement"):
            break
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    focused = page.locator(".matrix button:focus")
    expect(focused).to_have_count(1)
    row, _ = (focused.get_attribute("aria-label") or "").split(" → ")
    page.keyboard.press("Enter")
    expect(page.locator("#articles-title")).to_be_focused()
    expect(page.locator("#list > li").first).to_contain_text(row)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Thuộc")).to_be_focused()


def test_suspicious_labels_lead_to_their_articles(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    page.get_by_role("button", name="Đọc các bài này").click()
    listed = page.locator("#labels tbody th").all_inner_texts()
    assert set(shown(page)) <= set(listed)


def test_fixed_and_broken_articles_are_kept_apart(open_page: OpenPage, comparison: Path) -> None:
    page = open_page(comparison)
    page.get_by_label("Loại").select_option(label="B sửa được")
    expect(page.locator("#list .tag").first).to_have_text("B sửa được")
    assert set(page.locator("#list .tag").all_inner_texts()) == {"B sửa được"}
    answers = page.locator("#list .answers").first
    expect(answers).to_contain_text("A: ")
    expect(answers).to_contain_text("B: ")


def test_a_hostile_corpus_runs_nothing(
    open_page: OpenPage, small_model: Path, tmp_path: Path
) -> None:
    attack = "</script><script>document.title='x'</script><img src=x onerror=document.title='x'>"
    sections = (attack, "Kinh doanh")
    rows = [{"id": attack, "section": each, "title": attack, "body": attack} for each in sections]
    corpus = write_rows(tmp_path / "tin.jsonl", rows)
    classifier = SectionClassifier.load(small_model)
    report = tmp_path / "report.html"
    report.write_text(evaluated(classifier, corpus), encoding="utf-8")
    page = open_page(report)
    expect(page.locator("#list h3").first).to_contain_text("<script>")
    page.get_by_role("button", name="English").click()
    assert page.title().startswith("Evaluation")
    assert page.locator("img").count() == 0


def test_it_prints_without_its_controls(open_page: OpenPage, report: Path) -> None:
    page = open_page(report)
    page.emulate_media(media="print")
    for control in ("#filter", ".languages", "nav"):
        expect(page.locator(control)).to_be_hidden()
    expect(page.locator(".matrix")).to_be_visible()
