"""All checks of a corpus together."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from data.checks import CHECKS, CheckReport, Outcome, Severity, Status
from tests.training.probes.samples import story
from training.probes import check_corpus

Record = dict[str, str]


def news(each: int = 100, sections: int = 3) -> list[Record]:
    rng = random.Random(0)

    def told(section: int, sentences: int) -> str:
        return story(section if rng.random() < 0.7 else rng.randrange(sections), rng, sentences)

    return [
        {
            "id": f"{section}-{number}",
            "section": f"Mục {section}",
            "title": told(section, 1),
            "body": told(section, 9),
        }
        for section in range(sections)
        for number in range(each)
    ]


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., CheckReport]:
    def run(records: list[Record], **options: object) -> CheckReport:
        path = tmp_path / "tin.jsonl"
        path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        return check_corpus(path, **options)  # type: ignore[arg-type]

    return run


def by_code(report: CheckReport) -> dict[str, Outcome]:
    return {outcome.check.code: outcome for outcome in report.outcomes}


ODD: dict[str, list[Record]] = {
    "clean": news(40),
    "one section": news(10, sections=1),
    "one article": news(1, sections=1),
    "blank articles": [{"section": name, "body": " "} for name in "AB" * 5],
    "a word each": [{"section": name, "body": f"x{k}"} for k, name in enumerate("AB" * 5)],
    "copies": [{"section": name, "body": "một bài duy nhất"} for name in "AB" * 20],
}


@pytest.mark.parametrize("records", ODD.values(), ids=ODD)
def test_every_check_has_one_outcome_in_order(
    records: list[Record], check: Callable[..., CheckReport]
) -> None:
    report = check(records)
    assert tuple(outcome.check for outcome in report.outcomes) == CHECKS
    assert report.articles == len(records)
    for outcome in report.outcomes:
        assert bool(outcome.message) == (outcome.status is not Status.PASSED)
        assert "\n" not in outcome.message


def test_a_clean_corpus_has_no_finding(check: Callable[..., CheckReport]) -> None:
    report = check(news())
    assert [outcome for outcome in report.outcomes if outcome.status is Status.FOUND] == []
    assert report.sections == {"muc-0": 100, "muc-1": 100, "muc-2": 100}


def test_a_section_name_above_each_article_leaks(check: Callable[..., CheckReport]) -> None:
    names = ("Hải đảo", "Miền núi", "Đồng bằng")
    records = news()
    for record in records:
        name = names[int(record["id"][0])]
        record["body"] = f"Chuyên trang {name} hôm nay. {record['body']}"
    outcomes = by_code(check(records))
    assert outcomes["leak-at-beginning"].status is Status.FOUND
    assert "the first sentence" in outcomes["leak-at-beginning"].message
    assert outcomes["golden-ngram"].count >= 3


def signed(records: list[Record]) -> list[Record]:
    """Let the reporters of each section sign its articles."""
    staff = ("Trần Quyên", "Lê Thạch", "Vũ Khuê")
    return [
        record | {"body": f"{record['body']}\n{staff[int(record['id'][0])]}"} for record in records
    ]


def test_a_byline_by_section_leaks_removed_or_not(check: Callable[..., CheckReport]) -> None:
    outcomes = by_code(check(signed(news())))
    codes = ("leak-in-removed", "leak-at-end", "golden-ngram")
    assert any(outcomes[code].status is Status.FOUND for code in codes)


def test_a_byline_by_section_flatters_the_accuracy_without_cleaning(
    check: Callable[..., CheckReport],
) -> None:
    outcome = by_code(check(signed(news())))["cleaning-effect"]
    assert (outcome.status, outcome.check.severity) == (Status.FOUND, Severity.NOTE)
    figures = re.fullmatch(
        r"accuracy (\S+) with the cleaning rules, (\S+) without: "
        r"100\.0% of the articles are changed",
        outcome.message,
    )
    assert figures
    cleaned, given = map(float, figures.groups())
    assert given > cleaned + 0.02
    assert outcome.count == 300
    assert "right without the rules, wrong with them" in outcome.examples[0].detail


def test_the_effect_of_cleaning_on_few_texts_is_undecided(
    check: Callable[..., CheckReport],
) -> None:
    assert by_code(check(signed(news(9))))["cleaning-effect"].status is Status.UNDECIDED
    assert by_code(check(news(9)))["cleaning-effect"].status is Status.PASSED


def test_copies_of_one_text_hold_no_golden_ngram(check: Callable[..., CheckReport]) -> None:
    copy = "bản tin lặp lại y nguyên mỗi sáng trên mọi trang"
    records = [*news(40), *[{"section": "Mục 0", "body": copy}] * 30]
    assert by_code(check(records))["golden-ngram"].status is Status.PASSED


def test_another_corpus_needs_no_sections(
    check: Callable[..., CheckReport], tmp_path: Path
) -> None:
    records = news(20)
    other = tmp_path / "cu.jsonl"
    other.write_text(json.dumps({"id": "old", "body": records[0]["body"]}), encoding="utf-8")
    records[0]["title"] = ""
    report = check(records, against=other)
    assert report.against == str(other)
    assert by_code(report)["against-repeats"].examples[0].articles == ("0-0", "old")


def test_a_report_does_not_depend_on_the_number_of_jobs(
    check: Callable[..., CheckReport],
) -> None:
    assert check(news(30), jobs=1) == check(news(30), jobs=2)
