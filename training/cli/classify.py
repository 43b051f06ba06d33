"""`chuyenmuc classify`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from data.encodings import decode_vietnamese
from data.errors import ChuyenmucError, MissingCorpus, UnreadableCorpus
from data.page import Page, read_page
from model import NgramWeight, Prediction, SectionClassifier
from model.shipped import shipped_model
from training.cli.console import complain, output

STANDARD_INPUT = Path("-")


class Format(StrEnum):
    """How answers are printed."""

    table = "table"
    jsonl = "jsonl"


def classify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|-]...", help="Pages as copied from a news site."),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The model's directory; without it, the one that ships."),
    ] = None,
    top_k: Annotated[int, typer.Option(min=1, help="Sections to name.")] = 3,
    explain: Annotated[bool, typer.Option("--explain", help="Name the deciding words.")] = False,
    form: Annotated[Format, typer.Option("--format", help="A table, or a JSON a line.")] = (
        Format.table
    ),
) -> None:
    """Put pages into their section."""
    classifier = SectionClassifier.load(model or shipped_model())
    show = _show_table if form is Format.table else _show_json
    failures = 0
    for file in files or [STANDARD_INPUT]:
        try:
            page = _read(file)
            prediction = classifier.classify(page)
        except ChuyenmucError as error:
            # One bad file costs only its own answer.
            complain(_named(file, error))
            failures += 1
            continue
        words = classifier.explain(page) if explain else None
        show(file, prediction, page, words, top_k)
    if failures:
        raise typer.Exit(2)


def _named(file: Path, error: ChuyenmucError) -> str:
    message = str(error)
    name = "standard input" if file == STANDARD_INPUT else str(file)
    return message if message.startswith(f"{file}: ") else f"{name}: {message}"


def _read(file: Path) -> Page:
    try:
        raw = sys.stdin.buffer.read() if file == STANDARD_INPUT else file.read_bytes()
    except FileNotFoundError as error:
        raise MissingCorpus(file) from error
    except OSError as error:
        raise UnreadableCorpus(file, error.strerror or "cannot be read") from error
    try:
        return read_page(decode_vietnamese(raw).text)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not {error.encoding}; save the file as UTF-8"
        raise UnreadableCorpus(file, reason) from error


def _show_table(
    file: Path,
    prediction: Prediction,
    page: Page,
    words: list[NgramWeight] | None,
    top_k: int,
) -> None:
    verdict = {True: "", False: " (not sure)", None: " (uncalibrated)"}[prediction.accepted]
    table = Table(title=f"{file}: {prediction.section.name}{verdict}", title_justify="left")
    table.add_column("section")
    table.add_column("probability", justify="right")
    for section, probability in prediction.scores[:top_k]:
        table.add_row(section.name, f"{probability:.3f}")
    output.print(table)
    if page.printed_section:
        output.print(f"printed section: {page.printed_section}")
    if prediction.warnings:
        output.print(f"warnings: {', '.join(prediction.warnings)}")
    if words is not None:
        weights = ", ".join(f"{word.ngram} {word.weight:+.3f}" for word in words)
        output.print(f"deciding words: {weights}")


def _show_json(
    file: Path,
    prediction: Prediction,
    page: Page,
    words: list[NgramWeight] | None,
    top_k: int,
) -> None:
    answer: dict[str, Any] = {
        "file": str(file),
        "section": {"slug": prediction.section.slug, "name": prediction.section.name},
        "confidence": prediction.confidence,
        "accepted": prediction.accepted,
        "sections": [
            {"slug": section.slug, "name": section.name, "probability": probability}
            for section, probability in prediction.scores[:top_k]
        ],
        "explanation": words
        and [
            word._asdict() | {"places": [place._asdict() for place in word.places]}
            for word in words
        ],
        "warnings": list(prediction.warnings),
        "regime": prediction.regime,
        "printed_section": page.printed_section,
    }
    print(json.dumps(answer, ensure_ascii=False))
