"""What the checks say of sections: too small, too large, unknown, drifting."""

import datetime as dt
import random
from collections.abc import Iterable

import pytest

from data.article import Article
from data.checks import Outcome, Status, Survey
from data.checks.sections import FEWEST
from training.config import CorpusConfig

WORDS = "nhà xe đường phố bóng đá trận thua thắng giá vàng tăng giảm bệnh viện thuốc máu".split()
DAY = dt.date(2025, 1, 1)


def article(section: str, number: int, **fields: object) -> Article:
    rng = random.Random(f"{section} {number}")
    text = " ".join(rng.choice(WORDS) for _ in range(30))
    return Article(section=section, body=text, id=f"{section} {number}", **fields)  # type: ignore[arg-type]


def checked(articles: Iterable[Article]) -> dict[str, Outcome]:
    survey = Survey()
    for each in articles:
        survey.see(each)
    return {outcome.check.code: outcome for outcome in survey.outcomes()}


def sized(**sizes: int) -> dict[str, Outcome]:
    return checked(article(name, k) for name, size in sizes.items() for k in range(size))


def details(outcome: Outcome) -> list[str]:
    assert outcome.status is Status.FOUND
    return [example.detail for example in outcome.examples]


def test_the_fewest_texts_are_those_training_asks_for() -> None:
    assert CorpusConfig().min_articles == FEWEST


def test_sections_of_a_fair_size_pass() -> None:
    outcomes = sized(Xe=30, Sao=40)
    for code in ("too-few-articles", "small-sections", "imbalance"):
        assert outcomes[code].status is Status.PASSED


def test_small_sections_are_named_the_smallest_first() -> None:
    outcomes = sized(Xe=4, Sao=29, Game=12, Phim=30)
    assert details(outcomes["too-few-articles"]) == ["Xe: 4"]
    assert details(outcomes["small-sections"]) == ["Game: 12", "Sao: 29"]


def test_copies_and_blank_articles_do_not_make_a_section_larger() -> None:
    one = article("Xe", 0)
    blank = Article(section="Xe", body=" ", id="blank")
    outcomes = checked([one] * 40 + [blank] * 40 + [article("Sao", k) for k in range(30)])
    assert details(outcomes["too-few-articles"]) == ["Xe: 1"]


def test_one_section_alone_cannot_be_learnt() -> None:
    assert "'Xe'" in sized(Xe=40)["too-few-articles"].message


def test_imbalance_names_the_extremes() -> None:
    message = sized(Xe=30, Sao=300)["imbalance"].message
    assert "'Sao' (300), has 10 times the articles of the smallest, 'Xe' (30)" in message


def printed(*pairs: tuple[str, str | None]) -> Outcome:
    articles = [article(name, k, publisher=who) for k, (name, who) in enumerate(pairs)]
    return checked(articles)["unmapped-sections"]


def test_a_name_its_publisher_is_not_known_for_is_unmapped() -> None:
    outcome = printed(("Bóng đá", "VnExpress"), ("Cây cảnh", "vnexpress.net"), ("Thể thao", None))
    assert details(outcome) == ["'Cây cảnh' of VnExpress: 1"]
    assert outcome.examples[0].articles == ("Cây cảnh 1",)


def test_a_name_one_publisher_maps_and_another_does_not_would_be_two_sections() -> None:
    outcome = printed(("Vĩ mô", "VnExpress"), ("Vĩ mô", "Tuổi Trẻ"))
    assert details(outcome) == ["'Vĩ mô' of Tuổi Trẻ: 1"]


def test_names_known_to_be_of_no_section_are_mapped() -> None:
    assert printed(("Ý kiến", "VnExpress"), ("Thể thao", "VnExpress")).status is Status.PASSED


@pytest.mark.parametrize("publisher", [None, "Báo Làng"])
def test_without_a_known_publisher_nothing_can_be_said(publisher: str | None) -> None:
    assert printed(("Cây cảnh", publisher)).status is Status.UNDECIDED


def dated(shares: Iterable[float], n: int = 100) -> Outcome:
    """Quarters of a year, each with its share of Xe; the rest is Sao."""
    articles = [
        article(
            "Xe" if k < share * n else "Sao",
            quarter * n + k,
            published=DAY + dt.timedelta(days=91 * quarter + k % 90),
        )
        for quarter, share in enumerate(shares)
        for k in range(n)
    ]
    return checked(articles)["section-drift"]


def test_steady_shares_do_not_drift() -> None:
    assert dated([0.5, 0.45, 0.55, 0.5]).status is Status.PASSED


def test_a_share_that_changes_is_named_with_its_period() -> None:
    outcome = dated([0.3, 0.3, 0.3, 0.8])
    assert outcome.status is Status.FOUND
    assert "2025-10" in outcome.message
    assert any("Xe 80%, 30% elsewhere" in detail for detail in details(outcome))


def test_what_chance_does_to_small_periods_is_no_drift() -> None:
    rng = random.Random(0)
    sections = [f"Mục {k}" for k in range(20)]
    articles = [
        article(rng.choice(sections), k, published=DAY + dt.timedelta(days=k)) for k in range(240)
    ]
    assert checked(articles)["section-drift"].status is Status.PASSED


def test_drift_needs_dates() -> None:
    undated = [article("Xe", k) for k in range(300)]
    assert checked(undated)["section-drift"].status is Status.UNDECIDED
    one_day = [article("Xe", k, published=DAY) for k in range(300)]
    assert checked(one_day)["section-drift"].status is Status.UNDECIDED
    few = [article("Xe", k, published=DAY + dt.timedelta(days=k)) for k in range(60)]
    assert checked(few)["section-drift"].status is Status.UNDECIDED
