"""Flags that several verbs share."""

import os
from pathlib import Path
from typing import Annotated

import typer

from data.readers import Columns

Corpus = Annotated[
    Path,
    typer.Argument(
        metavar="CORPUS",
        help="A file (.jsonl, .csv, .tsv, .parquet) or a folder of them, or of .txt by section.",
    ),
]
Model = Annotated[Path, typer.Argument(metavar="MODEL", help="A model's directory.")]
SectionColumn = Annotated[
    str | None, typer.Option(help="The column with the section, if its name is unusual.")
]
TextColumn = Annotated[str | None, typer.Option(help="The column with the text.")]
TitleColumn = Annotated[str | None, typer.Option(help="The column with the headline.")]
LeadColumn = Annotated[str | None, typer.Option(help="The column with the lead.")]
PublisherColumn = Annotated[str | None, typer.Option(help="The column with the publisher.")]
Report = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.html",
        help="Write a page to read in a browser, with excerpts of articles; needs no network.",
    ),
]
Markdown = Annotated[
    Path | None,
    typer.Option(metavar="FILE.md", help="Write a summary for a pull request as Markdown."),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Processes to use.", show_default="one a core")
]


def columns_of(
    section: str | None,
    text: str | None,
    title: str | None,
    lead: str | None,
    publisher: str | None,
) -> Columns:
    """Gather the columns a user named."""
    return Columns(section=section, text=text, title=title, lead=lead, publisher=publisher)


def number_of_jobs(jobs: int | None) -> int:
    """Return how many processes to use: by default one for each core this process may use."""
    if jobs is not None:
        return jobs
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
