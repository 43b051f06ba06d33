"""`chuyenmuc compare`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from data.readers import Columns
from model import SectionClassifier
from training.cli.console import TerminalProgress, output
from training.cli.files import check_writable, write_json, write_text
from training.cli.options import (
    Corpus,
    Markdown,
    Report,
    takes_columns,
)
from training.comparison import Comparison, Difference
from training.predictions import Predictions
from training.verdict import verdict

_IDS: Final = 4
_FORMS = "A model's directory, or a .jsonl file of answers: id and section in each line."
_ModelA = Annotated[Path, typer.Argument(metavar="MODEL_A", help=_FORMS)]
_ModelB = Annotated[Path, typer.Argument(metavar="MODEL_B", help="The same: is it better than A?")]


@takes_columns
def compare(
    model_a: _ModelA,
    model_b: _ModelB,
    corpus: Corpus,
    report: Report = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the comparison as JSON.")
    ] = None,
    markdown: Markdown = None,
    fail_if_worse: Annotated[
        bool, typer.Option("--fail-if-worse", help="Exit with 1 if B is shown to be worse.")
    ] = False,
    *,
    columns: Columns,
) -> None:
    """Tell whether one model is better than another, and where."""
    from training.report import summarise_comparison
    from training.reporting import report_comparison
    from training.testing import compare_on

    check_writable(report, json_file, markdown)
    progress = TerminalProgress()
    a, b = _contender(model_a), _contender(model_b)
    names = (str(model_a), str(model_b))
    comparison = compare_on(a, b, corpus, columns, progress=progress)
    if json_file:
        models = {"a": names[0], "b": names[1], "verdict": verdict(comparison)}
        write_json(json_file, models | comparison.to_dict())
    if markdown:
        summary = summarise_comparison(comparison.to_dict(), verdict(comparison), names)
        write_text(markdown, summary)
    if report:
        page = report_comparison(comparison, a, b, corpus, columns, names=names, progress=progress)
        write_text(report, page)
    _show(comparison, model_a, model_b)
    raise typer.Exit(1 if fail_if_worse and comparison.is_worse else 0)


def _contender(path: Path) -> SectionClassifier | Predictions:
    if path.is_file() or path.suffix == ".jsonl":
        return Predictions.read(path)
    return SectionClassifier.load(path)


def _show(comparison: Comparison, model_a: Path, model_b: Path) -> None:
    title = f"{comparison.n:,} articles, F1 of A {model_a} and B {model_b}"
    table = Table(title=title, title_justify="left")
    table.add_column("section")
    for heading in ("A", "B", "B - A", "B - A, 95 %", "p", "articles"):
        table.add_column(heading, justify="right")
    for each in comparison.per_section:
        change = each.f1.change
        table.add_row(
            each.section.name,
            f"{each.f1.a:.3f}",
            f"{each.f1.b:.3f}",
            f"{change.value:+.3f}",
            f"{change.low:+.3f} to {change.high:+.3f}",
            f"{each.adjusted_p:.3f}",
            f"{each.support:,}",
        )
    output.print(table)
    output.print(f"accuracy {_figures(comparison.accuracy)}")
    output.print(f"macro F1 {_figures(comparison.macro_f1)}")
    output.print(f"same section for {comparison.agreement:.1%} of the articles")
    output.print(f"only B is right: {_counted(comparison.fixed)}")
    output.print(f"only A is right: {_counted(comparison.broken)}")
    output.print(f"McNemar's mid-p {comparison.mcnemar_p:.3g}")
    output.print(verdict(comparison))


def _figures(difference: Difference) -> str:
    value, low, high = difference.change
    values = f"A {difference.a:.4f}, B {difference.b:.4f}"
    return f"{values}, B - A {value:+.4f} ({low:+.4f} to {high:+.4f})"


def _counted(ids: Sequence[str]) -> str:
    more = len(ids) - _IDS
    named = f"{', '.join(ids[:_IDS])}{f' and {more:,} more' if more > 0 else ''}"
    return f"{len(ids):,} ({named})" if ids else "0"
