"""The page about one evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from data.checks import CheckReport
from model.manifest import Manifest
from training.excerpts import Excerpt
from training.report.articles import mistakes, packed
from training.report.findings import told
from training.report.page import fill
from training.report.reading import is_modest, trust

# From which share of a section's articles on a cell of the confusion matrix is how dark.
_SHADES: Final = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35)
_MOST_CONFUSED: Final = 8
_KINDS: Final = (
    ("sure", "trên ngưỡng", "above the threshold"),
    ("unsure", "dưới ngưỡng", "below the threshold"),
    ("suspicious", "nhãn đáng ngờ", "suspicious label"),
    ("unknown", "mô hình không biết mục này", "section not known to the model"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """How often a section got an answer: of which share, and how dark to draw it."""

    gold: int
    predicted: int
    count: int
    share: float
    shade: int


def render(
    evaluation: Mapping[str, Any],
    manifest: Manifest | None = None,
    *,
    excerpts: Mapping[int, Excerpt] | None = None,
    findings: CheckReport | None = None,
) -> str:
    """Make the page of an evaluation.

    Parameters
    ----------
    evaluation : mapping
        What `Evaluation.to_dict` returns; every figure of the page is one of its.
    manifest : Manifest, optional
        Of the model, to be described.
    excerpts : mapping of int to Excerpt, optional
        Of wrongly answered articles, by their place in the corpus. The page holds no other text of
        articles: without them, none.
    findings : CheckReport, optional
        What was found in the corpus.

    Returns
    -------
    str
        HTML that needs no network and no other file.
    """
    slugs = [section["slug"] for section in evaluation["sections"]]
    matrix = _matrix(evaluation["confusion"]["counts"])
    off_diagonal = [cell for row in matrix for cell in row if cell.gold != cell.predicted]
    confused = sorted(off_diagonal, key=lambda cell: -cell.count)
    wrong = sum(cell.count for cell in off_diagonal)
    per_section = evaluation["per_section"]
    return fill(
        "evaluation.html",
        e=evaluation,
        manifest=manifest,
        names={section["slug"]: section["name"] for section in evaluation["sections"]},
        slugs=slugs,
        unknown={s["slug"] for s in evaluation["sections"] if not s["known_to_model"]},
        with_articles=[slug for slug in slugs if per_section[slug]["support"]],
        kinds=_KINDS,
        articles_title=("Đọc các bài xếp sai", "Read the wrong ones"),
        articles_note=(
            "Của mỗi ô, đó là những bài mà mô hình chắc chắn nhất.",
            "Of each cell, those that the model is surest of.",
        ),
        has_text=bool(excerpts),
        articles_from="confusion",
        ranked=sorted(slugs, key=lambda slug: _rank(per_section[slug])),
        matrix=matrix,
        confused=[cell for cell in confused[:_MOST_CONFUSED] if cell.count],
        wrong=wrong,
        trust=trust(evaluation["calibration"]),
        modest=is_modest(evaluation["calibration"]),
        articles=packed(mistakes(evaluation), excerpts or {}, slugs),
        findings=told(findings) if findings else None,
    )


def _matrix(counts: list[list[int]]) -> list[list[Cell]]:
    return [
        [
            Cell(gold, predicted, count, share, sum(share > bound for bound in _SHADES))
            for predicted, count in enumerate(row)
            for share in (count / max(sum(row), 1),)
        ]
        for gold, row in enumerate(counts)
    ]


def _rank(score: Mapping[str, Any]) -> tuple[bool, float]:
    """Sections with the highest F1 first, those without an article last."""
    return (not score["support"], -score["f1"]["value"])
