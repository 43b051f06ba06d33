"""`chuyenmuc classify`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from data.encodings import decode_vietnamese
from data.errors import ChuyenmucError, MissingCorpus, UnreadableCorpus, UsageError
from data.page import Page, read_page
from data.readers import Columns
from model import NgramWeight, Prediction, SectionClassifier
from model.shipped import shipped_model
from training.cli.archive import classify_files, wishes_of
from training.cli.console import complain, output
from training.cli.options import (
    Dask,
    LeadColumn,
    TextColumn,
    TitleColumn,
    number_of_jobs,
)

STANDARD_INPUT = Path("-")
_TOP = 3


class Format(StrEnum):
    """How answers are printed."""

    table = "table"
    jsonl = "jsonl"


def classify(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE|-]...",
            help="Pages as copied from a news site; with --out, files of an archive, folders, "
            "patterns, or addresses such as s3://.",
        ),
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The model's directory; without it, the one that ships."),
    ] = None,
    top_k: Annotated[
        int | None, typer.Option(min=1, help="Sections to name.", show_default="3; with --out 1")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Name the deciding words.")] = False,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="A table, or a JSON a line.", show_default="table"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT", help="Classify an archive into this folder, or this one .parquet, ….gz."
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with what a stopped run has left in OUT.")
    ] = False,
    out_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORM", help="parquet, jsonl, csv or tsv, also jsonl.gz, csv.zst and the like."
        ),
    ] = None,
    prefix: Annotated[
        str | None, typer.Option(help="What the names of the added columns begin with.")
    ] = None,
    text_column: TextColumn = None,
    title_column: TitleColumn = None,
    lead_column: LeadColumn = None,
    part_rows: Annotated[
        int, typer.Option(min=1, help="Rows that are read for one file of OUT.")
    ] = 50_000,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Threads to use.", show_default="one a core")
    ] = None,
    dask: Dask = None,
) -> None:
    """Put pages into their section, or with --out an archive."""
    if out is None:
        if resume or out_format or prefix or text_column or title_column or lead_column or dask:
            raise UsageError("an archive needs --out; without it, files are pages to classify")
        classifier = SectionClassifier.load(model or shipped_model())
        _classify_pages(classifier, files, top_k or _TOP, form, explain=explain)
        return
    if explain or form:
        raise UsageError("--out writes columns: leave --explain and --format out")
    if not files or "-" in files:
        raise UsageError("--out needs files to read: name the archive's")
    if dask and jobs:
        raise UsageError("--jobs are threads of one process: leave it out, or say --dask local:N")
    from training.archive import Wishes

    columns = Columns(text=text_column, title=title_column, lead=lead_column)
    wishes = Wishes(None, columns, top_k or 1, prefix, part_rows)
    classify_files(
        files,
        out,
        classifier=SectionClassifier.load(model or shipped_model()),
        wishes=wishes_of(out_format, out, wishes),
        jobs=number_of_jobs(jobs),
        dask=dask,
        resume=resume,
    )


def _classify_pages(
    classifier: SectionClassifier,
    files: list[str] | None,
    top_k: int,
    form: Format | None,
    *,
    explain: bool,
) -> None:
    show = _show_json if form is Format.jsonl else _show_table
    failures = 0
    for file in map(Path, files or ["-"]):
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
