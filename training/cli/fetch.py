"""`chuyenmuc fetch`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from training.cli.console import TerminalProgress, output


class PublicCorpus(StrEnum):
    """What can be fetched."""

    vntc = "vntc"


def fetch(
    corpus: Annotated[  # noqa: ARG001  (vntc is the only one)
        PublicCorpus, typer.Argument(metavar="vntc", help="The public corpus to fetch.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where its tables go.")] = Path(
        "corpora"
    ),
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="ADDRESS|FILE|FOLDER",
            help="Another place to take it from: a web folder, an archive, or what was in it.",
            show_default="where it is published",
        ),
    ] = None,
) -> None:
    """Fetch VNTC, a public corpus of 84,132 articles, to train on."""
    from data.vntc import fetch_vntc

    for table in fetch_vntc(out, source, stage=TerminalProgress().stage):
        there = "" if table.new else ", there already"
        output.print(f"{table.path}: {table.articles:,} articles{there}")
