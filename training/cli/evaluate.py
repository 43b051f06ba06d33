"""`chuyenmuc evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from data.readers import Columns
from model import SectionClassifier
from training.cli.console import TerminalProgress, show_evaluation, show_failures
from training.cli.files import check_writable, write_json, write_text
from training.cli.options import (
    Corpus,
    Markdown,
    Model,
    Report,
    takes_columns,
)


@takes_columns
def evaluate(
    model: Model,
    corpus: Corpus,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="TRAINING_CORPUS",
            help="What the model has learnt from, to tell what it has seen before; by default its "
            "own sketch of that corpus tells.",
        ),
    ] = None,
    report: Report = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")
    ] = None,
    markdown: Markdown = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE=BOUND",
            help="Exit with 1 if accuracy, macro_f1, weighted_f1, or precision.SLUG, recall.SLUG, "
            "f1.SLUG of a section is lower; may be repeated.",
        ),
    ] = None,
    fail_over: Annotated[
        list[str] | None,
        typer.Option(metavar="ece=BOUND", help="The same if the calibration error is higher."),
    ] = None,
    *,
    columns: Columns,
) -> None:
    """Evaluate a model on a labelled corpus, section by section."""
    from data.checks import Survey
    from training.gates import failures, parse_gates
    from training.learnt import read_learnt
    from training.report import summarise
    from training.reporting import report_evaluation
    from training.testing import evaluate_on

    check_writable(report, json_file, markdown)
    progress = TerminalProgress()
    classifier = SectionClassifier.load(model)
    gates = parse_gates(fail_under or [], fail_over or [], classifier.sections)
    learnt = read_learnt(against, columns, progress) if against else None
    survey = Survey() if report else None
    evaluation = evaluate_on(
        classifier, corpus, columns, against=learnt, survey=survey, progress=progress
    )
    if json_file:
        write_json(json_file, evaluation.to_dict())
    if markdown:
        write_text(markdown, summarise(evaluation.to_dict()))
    if report and survey:
        page = report_evaluation(
            evaluation, classifier, corpus, columns, survey=survey, progress=progress
        )
        write_text(report, page)
    show_evaluation(evaluation)
    if failed := failures(gates, evaluation):
        show_failures(failed)
        raise typer.Exit(1)
