"""The page about two models on the same articles."""

from collections.abc import Mapping
from typing import Any, Final

from training.excerpts import Excerpt
from training.report.articles import changes, packed
from training.report.page import fill

_KINDS: Final = (
    ("fixed", "B sửa được", "put right by B"),
    ("broken", "B làm hỏng", "spoilt by B"),
)


def render_comparison(
    comparison: Mapping[str, Any],
    names: tuple[str, str],
    *,
    excerpts: Mapping[int, Excerpt] | None = None,
) -> str:
    """Make the page of a comparison.

    Parameters
    ----------
    comparison : mapping
        What `Comparison.to_dict` returns; every figure of the page is one of its.
    names : tuple of str
        What to call A and B.
    excerpts : mapping of int to Excerpt, optional
        Of the articles that only one of the models has right, by their place in the corpus. The
        page holds no other text of articles.

    Returns
    -------
    str
        HTML that needs no network and no other file.
    """
    sections = comparison["sections"]
    return fill(
        "comparison.html",
        c=comparison,
        models=names,
        names=sections,
        kinds=_KINDS,
        articles_title=("Bài được sửa và bài bị hỏng", "Articles put right, and spoilt"),
        articles_note=("", ""),
        has_text=bool(excerpts),
        articles_from="sections",
        wrong=len(comparison["changed"]),
        articles=packed(changes(comparison), excerpts or {}, sections),
    )
