"""Findings are told in both languages, the gravest first."""

import pytest

from data.article import Article
from data.checks import Check, CheckReport, Example, Survey
from training.report.findings import told


def checks_without_a_model() -> list[Check]:
    survey = Survey()
    survey.see(Article(section="Xe", body="Giá xe tăng"))
    return [outcome.check for outcome in survey.outcomes()]


@pytest.mark.parametrize("check", checks_without_a_model(), ids=lambda check: check.code)
def test_every_check_without_a_model_has_a_vietnamese_name(check: Check) -> None:
    outcome = check.found(1, "one", [Example(("a", "b")), Example(("a",))])
    (found,) = told(CheckReport("tin.csv", None, 1, {}, [outcome]))["found"]
    assert found.title_vi
    assert found.advice_vi
    assert found.articles == ("a", "b")


def test_errors_come_first_and_what_was_not_decided_is_not_passed() -> None:
    checks = {check.code: check for check in checks_without_a_model()}
    outcomes = [
        checks["imbalance"].found(1, "one"),
        checks["split-repeats"].found(1, "one"),
        checks["section-drift"].undecided("no dates"),
        checks["not-nfc"].passed(),
    ]
    report = told(CheckReport("tin.csv", None, 1, {}, outcomes))
    assert [found.severity for found in report["found"]] == ["error", "note"]
    assert (report["undecided"], report["passed"]) == (["section-drift"], ["not-nfc"])
