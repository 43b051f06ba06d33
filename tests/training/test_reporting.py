"""`--report` and `--markdown`: what the verbs write."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.training.samples import Cli, mislabelled_rows, write_rows


@pytest.fixture
def tin(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "tin.jsonl", mislabelled_rows())


def articles_of(page: Path) -> dict[str, list[Any]]:
    """The articles that a page holds, by id."""
    found = re.search(
        r'<script type="application/json" id="articles-data">(.*?)</script>',
        page.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    assert found
    return {article[0]: article for article in json.loads(found[1])["articles"]}


def test_the_report_of_an_evaluation(
    cli: Cli, small_model: Path, tin: Path, tmp_path: Path
) -> None:
    report, markdown = tmp_path / "r.html", tmp_path / "r.md"
    finished = cli("evaluate", small_model, tin, "--report", report, "--markdown", markdown)
    assert finished.code == 0, finished.err
    rows = {row["id"]: row for row in mislabelled_rows()}
    articles = articles_of(report)
    assert len(articles) > 30
    for name, (_, _, _, _, headline, pieces) in articles.items():
        row = rows[name]
        assert headline == row["title"]
        excerpt = "".join(pieces).strip("…").strip()
        assert excerpt in row["lead"] or excerpt in row["body"], "an excerpt of another article"
    page = report.read_text(encoding="utf-8")
    assert "small-sections" in page
    assert markdown.read_text(encoding="utf-8").startswith("### Evaluation of small ")


def test_the_report_of_a_comparison_with_a_file_of_answers(
    cli: Cli, small_model: Path, tin: Path, tmp_path: Path
) -> None:
    rows = mislabelled_rows()
    answers = write_rows(
        tmp_path / "a.jsonl", [{"id": row["id"], "section": row["section"]} for row in rows]
    )
    report, markdown = tmp_path / "r.html", tmp_path / "r.md"
    files = ("--report", report, "--markdown", markdown)
    finished = cli("compare", answers, small_model, tin, *files)
    assert finished.code == 0, finished.err
    page = report.read_text(encoding="utf-8")
    assert "B is worse than A by " in page
    articles = articles_of(report)
    assert {article[3] for article in articles.values()} == {"broken"}
    assert all(len(article[5]) > 1 for article in articles.values()), "nothing is marked"
    assert markdown.read_text(encoding="utf-8").startswith("### B is worse by ")


def test_models_that_agree(cli: Cli, small_model: Path, tin: Path, tmp_path: Path) -> None:
    report = tmp_path / "r.html"
    assert cli("compare", small_model, small_model, tin, "--report", report).code == 0
    page = report.read_text(encoding="utf-8")
    assert "Both give the same answers" in page
    assert 'id="articles"' not in page


def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    cli: Cli, small_model: Path, tin: Path, tmp_path: Path
) -> None:
    finished = cli("evaluate", small_model, tin, "--report", tmp_path / "no" / "r.html")
    assert finished.code == 2
    assert "Evaluating" not in finished.err
