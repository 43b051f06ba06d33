"""`chuyenmuc train`."""

from pathlib import Path
from typing import Annotated

import typer

from training.cli.console import TerminalProgress, output, show_evaluation, show_split
from training.cli.options import (
    Corpus,
    Jobs,
    LeadColumn,
    PublisherColumn,
    SectionColumn,
    TextColumn,
    TitleColumn,
    columns_of,
    number_of_jobs,
)
from training.config import load_config


def train(
    corpus: Corpus,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the model goes.")],
    test: Annotated[
        Path | None, typer.Option(metavar="CORPUS", help="Evaluate on these articles instead.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Configuration in TOML.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="One setting; may be repeated."),
    ] = None,
    section_column: SectionColumn = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    lead_column: LeadColumn = None,
    publisher_column: PublisherColumn = None,
    no_evaluation: Annotated[
        bool, typer.Option("--no-evaluation", help="Only fit; the model stays uncalibrated.")
    ] = False,
    no_pipeline: Annotated[
        bool, typer.Option("--no-pipeline", help="Leave the scikit-learn pipeline out.")
    ] = False,
    lean: Annotated[
        bool, typer.Option("--lean", help="Keep nothing but what serving opens.")
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Train a model on a labelled corpus, and cross-validate it."""
    from training.trainer import train as train_model

    resolved = load_config(config, settings or [])
    columns = columns_of(section_column, text_column, title_column, lead_column, publisher_column)
    manifest, evaluation = train_model(
        corpus,
        out,
        resolved,
        columns=columns,
        test=test,
        evaluate=not no_evaluation,
        keep_pipeline=not no_pipeline,
        lean=lean,
        jobs=number_of_jobs(jobs),
        progress=TerminalProgress(),
    )
    if evaluation:
        show_evaluation(evaluation)
        show_split(manifest.split)
    output.print(f"model {manifest.name} {manifest.version} written to {out}")
