"""The page of an evaluation tells what the figures say, calmly, whatever they are."""

import copy
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from data.article import Article
from data.checks import CheckReport, Survey
from model import SectionClassifier
from tests.training.samples import mislabelled_rows
from training.excerpts import Excerpt
from training.report import render
from training.report.articles import ROOM, mistakes, packed
from training.report.page import as_json

Evaluated = Callable[[Iterable[dict[str, str]]], dict[str, Any]]


def text_of(page: str) -> str:
    """What a reader reads, in both languages, without the script and the style."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", shown).split())


def test_the_summary_gives_the_figures_with_their_intervals(evaluation: dict[str, Any]) -> None:
    text = text_of(render(evaluation))
    accuracy = evaluation["accuracy"]
    assert f"{accuracy['value']:.1%} of the articles are put into their section" in text
    vietnamese = f"{accuracy['value']:.1%}".replace(".", ",")
    assert f"{vietnamese} số bài được xếp đúng chuyên mục" in text
    assert f"{100 * accuracy['low']:.1f}–{accuracy['high']:.1%}" in text
    assert "Có tin được xác suất không?" in text


def test_every_section_is_there(evaluation: dict[str, Any]) -> None:
    page = render(evaluation)
    for section in evaluation["sections"]:
        assert f'<th scope="row">{section["name"]}</th>' in page


def test_the_model_describes_itself(
    evaluation: dict[str, Any], classifier: SectionClassifier
) -> None:
    text = text_of(render(evaluation, classifier.manifest))
    for fact in (classifier.version, "750 articles in 15 sections", "byline", "grouped"):
        assert fact in text


def test_without_excerpts_there_is_no_text_of_an_article(evaluation: dict[str, Any]) -> None:
    page = render(evaluation)
    assert mistakes(evaluation)[0].id in page
    for row in mislabelled_rows():
        assert row["title"] not in page
        assert row["body"][:40] not in page


def test_findings_are_told_in_both_languages(evaluation: dict[str, Any]) -> None:
    survey = Survey()
    for number, section in enumerate(("Xe", "Du lịch")):
        survey.see(Article(id=f"bai-{number}", section=section, body="Giá xe tăng mạnh. " * 9))
    findings = CheckReport("tin.csv", None, 2, {}, survey.outcomes())
    text = text_of(render(evaluation, findings=findings))
    assert "conflicting-duplicates" in text
    assert "cùng một bài nằm ở nhiều chuyên mục" in text
    assert "keep one copy with the right section" in text
    assert "bai-0" in text


# -- odd evaluations -------------------------------------------------------------------------------

ONE = {"id": "a", "section": "Thể thao", "body": "Đội bóng thắng trận chung kết trên sân nhà"}
UNKNOWN = {"id": "b", "section": "Tử vi", "body": "Hôm nay tuổi Tý gặp may mắn về tiền bạc"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([ONE], "No article was put into a wrong section"),
        ([ONE, ONE | {"id": "c"}], "100.0% of the articles"),
        ([UNKNOWN], "0.0% of the articles"),
        ([ONE, UNKNOWN], "not known to the model"),
    ],
    ids=["one article", "perfect", "nothing right", "an unknown section"],
)
def test_odd_corpora_are_told_calmly(
    evaluated: Evaluated, rows: list[dict[str, str]], said: str
) -> None:
    text = text_of(render(evaluated(rows)))
    assert said in text
    assert not re.search(r"\b(nan|inf|None|Undefined)\b", text)


def test_a_model_without_a_threshold(evaluation: dict[str, Any]) -> None:
    bare = copy.deepcopy(evaluation)
    bare["accepted"] = {"share": None, "accuracy": None, "threshold": None}
    thresholds = bare["coverage"]["thresholds"]
    bare["coverage"]["thresholds"] = [row for row in thresholds if not row["own"]]
    bare["model"] = bare["ngrams"] = bare["throughput"] = None
    text = text_of(render(bare))
    assert "This model has no threshold." in text
    assert "From a threshold" not in text


def test_what_is_not_known_is_said_to_be_so(evaluation: dict[str, Any]) -> None:
    bare = copy.deepcopy(evaluation)
    nothing = dict.fromkeys(("known_from", "seen", "copies", "n", "accuracy", "macro_f1"))
    bare["unlike_training"] = nothing | {"reason": "no sketch", "reason_code": "not-known"}
    for name in bare["slices"]:
        bare["slices"][name] |= {"rows": [], "reason": "no dates", "reason_code": "no-dates"}
    text = text_of(render(bare))
    assert "not known" in text
    assert "It is not known which articles were learnt from: no sketch" in text


# -- articles --------------------------------------------------------------------------------------


def test_mistakes_are_those_of_the_matrix_each_once(evaluation: dict[str, Any]) -> None:
    shown = mistakes(evaluation)
    counts = evaluation["confusion"]["counts"]
    assert len(shown) == sum(map(sum, counts)) - sum(row[i] for i, row in enumerate(counts))
    assert len({article.place for article in shown}) == len(shown)
    doubted = {article["id"] for article in evaluation["suspicious_labels"]["articles"]}
    assert doubted == {article.id for article in shown if "suspicious" in article.kinds}


def test_a_stored_evaluation_knows_no_places(evaluation: dict[str, Any]) -> None:
    stored = copy.deepcopy(evaluation)
    for holder in (stored["suspicious_labels"], *stored["confusion"]["cells"]):
        for article in holder["articles"]:
            article["place"] = None
    assert len(mistakes(stored)) == len(mistakes(evaluation))
    render(stored)


def test_the_page_stays_small(evaluation: dict[str, Any]) -> None:
    many = mistakes(evaluation)[:1] * 20_000
    slugs = [section["slug"] for section in evaluation["sections"]]
    wide = Excerpt("Ế" * 150, ("Ổ" * 149, "Ử", "<" * 150))
    excerpts = {place: wide for place in [many[0].place] if place is not None}
    rows = packed(many, excerpts, slugs)
    assert 1000 < len(rows) < len(many)
    assert len(as_json(rows).encode()) < 1.1 * ROOM
    assert len(render(evaluation).encode()) < 800_000
