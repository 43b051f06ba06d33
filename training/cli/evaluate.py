"""`chuyenmuc evaluate`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from model import SectionClassifier
from training.cli.console import TerminalProgress, show_evaluation
from training.cli.files import check_writable, write_text
from training.cli.options import (
    Corpus,
    LeadColumn,
    Model,
    PublisherColumn,
    SectionColumn,
    TextColumn,
    TitleColumn,
    columns_of,
)


def evaluate(
    model: Model,
    corpus: Corpus,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write the figures as JSON.")
    ] = None,
    section_column: SectionColumn = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    lead_column: LeadColumn = None,
    publisher_column: PublisherColumn = None,
) -> None:
    """Evaluate a model on a labelled corpus, section by section."""
    from training.testing import evaluate_on

    if json_file:
        check_writable(json_file)
    classifier = SectionClassifier.load(model)
    columns = columns_of(section_column, text_column, title_column, lead_column, publisher_column)
    evaluation = evaluate_on(classifier, corpus, columns, progress=TerminalProgress())
    if json_file:
        figures = json.dumps(evaluation.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)
        write_text(json_file, figures + "\n")
    show_evaluation(evaluation)
