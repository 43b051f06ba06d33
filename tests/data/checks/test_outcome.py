"""Checks and what comes of them, as data."""

import json
import re

from data.checks import CHECKS, Check, CheckReport, Example, Severity
from data.checks.outcome import Outcome

PASSING = Check(code="a-b", severity=Severity.ERROR, title="t", advice="do")
FAILING = Check(code="c-d", severity=Severity.WARNING, title="t", advice="do")


def report(*outcomes: Outcome) -> CheckReport:
    return CheckReport("tin.csv", None, 3, {"xe": 3}, outcomes)


def test_codes_are_unique_and_hyphenated() -> None:
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


def test_only_a_found_error_fails_a_corpus() -> None:
    assert report(PASSING.found(1, "one")).failed
    assert not report(FAILING.found(1, "one")).failed
    for outcome in (PASSING.passed(), PASSING.undecided("too few"), PASSING.not_run("not asked")):
        assert not report(outcome).failed


def test_what_was_not_decided_is_not_passed() -> None:
    groups = report(
        PASSING.undecided("too few"), FAILING.not_run("not asked"), PASSING.passed()
    ).groups()
    assert {name: len(outcomes) for name, outcomes in groups.items()} == {
        "errors": 0,
        "warnings": 0,
        "notes": 0,
        "undecided": 1,
        "not run": 1,
        "passed": 1,
    }


def test_a_report_is_plain_data() -> None:
    found = FAILING.found(2, "two articles", [Example(("1", "2"), "alike")])
    plain = json.loads(json.dumps(report(found, PASSING.passed()).to_dict(), allow_nan=False))
    assert (plain["schema"], plain["corpus"], plain["against"]) == (1, "tin.csv", None)
    assert plain["counts"] == plain["counts"] | {"warnings": 1, "passed": 1, "errors": 0}
    assert plain["outcomes"][0] == {
        "code": "c-d",
        "severity": "warning",
        "title": "t",
        "status": "found",
        "count": 2,
        "message": "two articles",
        "advice": "do",
        "examples": [{"articles": ["1", "2"], "detail": "alike"}],
    }
