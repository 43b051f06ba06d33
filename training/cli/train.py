"""`chuyenmuc train`."""

from pathlib import Path
from typing import Annotated

import typer

from data.readers import Columns
from training.cli.console import TerminalProgress, output, show_evaluation, show_split
from training.cli.options import (
    ConfigFile,
    Corpus,
    Jobs,
    Settings,
    number_of_jobs,
    takes_columns,
)
from training.config import load_config


@takes_columns
def train(
    corpus: Corpus,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the model goes.")],
    test: Annotated[
        Path | None, typer.Option(metavar="CORPUS", help="Evaluate on these articles instead.")
    ] = None,
    config: ConfigFile = None,
    settings: Settings = None,
    *,
    columns: Columns,
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
