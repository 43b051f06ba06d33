"""`chuyenmuc train`."""

from pathlib import Path
from typing import Annotated

import typer

from data.errors import UsageError
from data.readers import Columns
from training.cli.console import TerminalProgress, output, show_evaluation, show_split
from training.cli.options import (
    ConfigFile,
    Corpus,
    Dask,
    Jobs,
    Settings,
    helpers_of,
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
    low_memory: Annotated[
        bool,
        typer.Option("--low-memory", help="Learn from disk: for corpora larger than the memory."),
    ] = False,
    jobs: Jobs = None,
    dask: Dask = None,
) -> None:
    """Train a model on a labelled corpus, and cross-validate it."""
    from training.trainer import train as train_model

    resolved = load_config(config, settings or [])
    if dask and resolved.features.units == "syllables" and (no_evaluation or low_memory):
        other = "--no-evaluation" if no_evaluation else "--low-memory"
        raise UsageError(
            f"--dask: with {other} there are no folds to give out; drop one of the two"
        )
    threads = number_of_jobs(jobs)
    with helpers_of(dask, threads) as helpers:
        manifest, evaluation = train_model(
            corpus,
            out,
            resolved,
            columns=columns,
            test=test,
            evaluate=not no_evaluation,
            keep_pipeline=not no_pipeline,
            lean=lean,
            jobs=threads,
            progress=TerminalProgress(),
            helpers=helpers,
            low_memory=low_memory,
        )
    if evaluation:
        show_evaluation(evaluation)
        show_split(manifest.split)
    output.print(f"model {manifest.name} {manifest.version} written to {out}")
