"""`chuyenmuc inspect`."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.table import Table

from data.errors import DamagedArtifact
from model import SectionClassifier
from model.artifact import MANIFEST, verify
from model.manifest import Manifest
from model.shipped import shipped_model
from training.cli.console import output
from training.inspection import evaluation_of, strongest_ngrams

_WEAKEST: Final = 3
"""Sections that are named."""

_TEXTS: Final[Mapping[tuple[str, str], str]] = {
    ("marked", "opening"): "openings",
    ("marked", "headline"): "headlines",
    ("plain", "article"): "articles, plain",
    ("plain", "opening"): "openings, plain",
    ("plain", "headline"): "headlines, plain",
}


def inspect(
    model: Annotated[
        Path | None,
        typer.Argument(
            metavar="[MODEL]", help="A model's directory; by default the model that ships."
        ),
    ] = None,
    verify_all: Annotated[
        bool, typer.Option("--verify", help="Check every file and the model's own samples.")
    ] = False,
) -> None:
    """Show what a model is, its figures and its strongest n-grams."""
    path = model or shipped_model()
    classifier = SectionClassifier.load(path)
    evaluation = evaluation_of(classifier)
    try:
        described = _described(classifier.manifest, len(classifier.ngrams))
        described += _evaluated(evaluation) if evaluation else []
        texts = list(_text_rows(classifier.manifest.metrics))
        articles = dict(classifier.manifest.corpus["per_section"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        # What a manifest says for people only, no loading checks.
        raise DamagedArtifact(path, MANIFEST, f"{error!r} in what it tells people") from error
    for line in described:
        output.print(line)
    if texts:
        output.print(_text_table(texts))
    table = Table(title="strongest n-grams", title_justify="left")
    table.add_column("section")
    table.add_column("articles", justify="right")
    table.add_column("n-grams")
    for section, strongest in strongest_ngrams(classifier, 8).items():
        names = ", ".join(strength.ngram for strength in strongest)
        table.add_row(section.name, str(articles.get(section.slug, 0)), names)
    output.print(table)
    if verify_all:
        verify(path)
        classifier.self_test()
        output.print("every file is whole, and the model answers its samples as it did when made")


def _described(manifest: Manifest, n_ngrams: int) -> list[str]:
    corpus, metrics, threshold = manifest.corpus, manifest.metrics, manifest.threshold
    lines = [
        f"model      {manifest.name} {manifest.version}, format {manifest.format}",
        f"created    {manifest.created}",
        f"corpus     {corpus['articles']:,} articles, {corpus['fingerprint'][:12]}",
        f"n-grams    {n_ngrams:,} of {_orders(manifest)}",
    ]
    for name in ("accuracy", "macro_f1") if metrics else ():
        figure = metrics[name]
        interval = f"{figure['low']:.4f}-{figure['high']:.4f}"
        lines.append(f"{name:<10} {figure['value']:.4f} ({interval}), {metrics['basis']}")
    told = f"{threshold:.3f}" if threshold is not None else "none: the model is uncalibrated"
    lines.append(f"threshold  {told}")
    if manifest.plain:
        lines.append("regimes    texts with their diacritics, and without: plain")
    card = manifest.config.get("card") or {}
    said = ((name.replace("_", " "), wording["en"]) for name, wording in card.items() if wording)
    return lines + [f"{name:<10} {text}" for name, text in said]


def _text_rows(metrics: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the figures of articles as they are, and then cut and without their diacritics."""
    others = metrics.get("texts", {})
    if others:
        yield _text_row("articles", metrics)
    for regime, parts in others.items():
        for part, figures in parts.items():
            yield _text_row(_TEXTS[regime, part], figures)


def _text_row(name: str, figures: Mapping[str, Any]) -> tuple[str, ...]:
    accuracy, accepted = figures["accuracy"], figures["accepted"]
    shares = (accepted[share] for share in ("share", "accuracy"))
    return (
        name,
        f"{accuracy['value']:.4f}",
        f"{accuracy['low']:.4f}-{accuracy['high']:.4f}",
        f"{figures['calibration']['ece']:.4f}",
        *("-" if share is None else f"{share:.1%}" for share in shares),
    )


def _text_table(rows: list[tuple[str, ...]]) -> Table:
    table = Table(title="by kind of text", title_justify="left")
    table.add_column("text", no_wrap=True)
    for heading in ("accuracy", "95 %", "ece", "accepted", "right"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*row)
    return table


def _evaluated(figures: Mapping[str, Any]) -> list[str]:
    """Tell where the model is least to be trusted."""
    present = [section for section in figures["per_section"].values() if section["support"]]
    weakest = sorted(present, key=lambda section: section["f1"]["value"])[:_WEAKEST]
    named = ", ".join(f"{section['name']} {section['f1']['value']:.3f}" for section in weakest)
    return [f"ece        {figures['calibration']['ece']:.4f}", f"lowest F1  {named}"]


def _orders(manifest: Manifest) -> str:
    shortest, longest = manifest.ngram_range
    units = "words, segmented" if manifest.units == "segmented" else "syllables"
    return f"{shortest} {units}" if shortest == longest else f"{shortest}-{longest} {units}"
