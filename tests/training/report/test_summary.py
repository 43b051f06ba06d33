"""The Markdown is short, complete, and safe to paste."""

from collections.abc import Callable, Iterable
from typing import Any

from training.report import summarise, summarise_comparison

Evaluated = Callable[[Iterable[dict[str, str]]], dict[str, Any]]


def rows_of(markdown: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in markdown.splitlines()
        if line.startswith("| ")
    ]


def test_an_evaluation(evaluation: dict[str, Any]) -> None:
    markdown = summarise(evaluation)
    accuracy = evaluation["accuracy"]
    assert f"- accuracy **{accuracy['value']:.1%}**" in markdown
    assert "150 articles, test corpus" in markdown
    headings, ruler, *sections = rows_of(markdown)
    assert headings == ["section", "precision", "recall", "F1", "articles"]
    assert len(sections) == 15
    assert {len(row) for row in (headings, ruler, *sections)} == {5}
    assert "Most often confused:" in markdown


def test_a_perfect_one_confuses_nothing(evaluated: Evaluated) -> None:
    row = {"id": "a", "section": "Thể thao", "body": "Đội bóng thắng trận chung kết"}
    markdown = summarise(evaluated([row]))
    assert "accuracy **100.0%** (100.0–100.0%)" in markdown
    assert "confused" not in markdown


def test_names_are_no_markdown(evaluated: Evaluated) -> None:
    row = {"id": "a", "section": "Xe | *máy* <b>", "body": "Đội bóng thắng trận chung kết"}
    assert r"| Xe \| \*máy\* \<b\> |" in summarise(evaluated([row]))


def test_a_comparison() -> None:
    change = {"a": 0.5, "b": 0.75, "difference": {"value": 0.25, "low": -0.1, "high": 0.4}}
    comparison = {
        "n": 1200,
        "accuracy": change,
        "macro_f1": change,
        "mcnemar": {"fixed": 3, "broken": 1, "p": 0.375},
        "per_section": {"xe": {"name": "Xe", "f1": change}},
    }
    markdown = summarise_comparison(comparison, "no difference can be shown", ("cu", "moi"))
    assert markdown.startswith("### No difference can be shown\n")
    assert "A cu, B moi; 1,200 articles." in markdown
    assert "| F1 of Xe | 0.500 | 0.750 | +0.250 | −0.100 to +0.400 |" in markdown
    assert "Only B is right on 3 articles, only A on 1 (McNemar's mid-p 0.375)." in markdown
