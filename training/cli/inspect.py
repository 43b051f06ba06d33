"""`chuyenmuc inspect`."""

from typing import Annotated

import typer
from rich.table import Table

from model import SectionClassifier
from model.artifact import verify
from training.cli.console import output
from training.cli.options import Model
from training.inspection import strongest_ngrams


def inspect(
    model: Model,
    verify_all: Annotated[
        bool, typer.Option("--verify", help="Check every file and the model's own samples.")
    ] = False,
) -> None:
    """Show what a model is: its manifest, its figures, its strongest n-grams."""
    classifier = SectionClassifier.load(model)
    manifest = classifier.manifest
    corpus, metrics = manifest.corpus, manifest.metrics
    output.print(f"model      {manifest.name} {manifest.version}, format {manifest.format}")
    output.print(f"created    {manifest.created}")
    output.print(f"corpus     {corpus['articles']:,} articles, {corpus['fingerprint'][:12]}")
    output.print(f"n-grams    {len(classifier.ngrams):,} of {_orders(manifest.ngram_range)}")
    if metrics:
        for name in ("accuracy", "macro_f1"):
            figure = metrics[name]
            interval = f"{figure['low']:.4f}-{figure['high']:.4f}"
            output.print(f"{name:<10} {figure['value']:.4f} ({interval}), {metrics['basis']}")
    if manifest.threshold is None:
        output.print("threshold  none: the model is uncalibrated")
    else:
        output.print(f"threshold  {manifest.threshold:.3f}")
    table = Table(title="strongest n-grams", title_justify="left")
    table.add_column("section")
    table.add_column("articles", justify="right")
    table.add_column("n-grams")
    for section, ngrams in strongest_ngrams(classifier, 8).items():
        count = corpus["per_section"].get(section.slug, 0)
        table.add_row(section.name, f"{count:,}", ", ".join(ngrams))
    output.print(table)
    if verify_all:
        verify(model)
        classifier.self_test()
        output.print("every file is whole, and the model answers its samples as it did when made")


def _orders(ngram_range: tuple[int, int]) -> str:
    shortest, longest = ngram_range
    return f"{shortest} syllables" if shortest == longest else f"{shortest}-{longest} syllables"
