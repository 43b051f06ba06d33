"""Flags that several verbs share."""

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.readers import Columns

if TYPE_CHECKING:
    from training.helpers import Helpers

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
ConfigFile = Annotated[Path | None, typer.Option(metavar="FILE", help="Configuration in TOML.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="One setting; may be repeated."),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Processes to use.", show_default="one a core")
]

Dask = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS|local[:N]",
        help="Have a Dask cluster do the work, or N processes of this machine.",
    ),
]


def takes_columns(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb, in place of its parameter `columns`, the flags that name the columns."""
    flags = {
        "section_column": SectionColumn,
        "text_column": TextColumn,
        "title_column": TitleColumn,
        "lead_column": LeadColumn,
        "publisher_column": PublisherColumn,
    }

    @wraps(verb)
    def flagged(**given: Any) -> None:
        named = {flag.removesuffix("_column"): given.pop(flag) for flag in flags}
        verb(columns=Columns(**named), **given)

    own = inspect.signature(verb).parameters
    parameters: list[inspect.Parameter] = []
    for parameter in own.values():
        if parameter.name != "columns":
            parameters.append(parameter)
            continue
        parameters += [
            inspect.Parameter(flag, parameter.kind, default=None, annotation=annotation)
            for flag, annotation in flags.items()
        ]
    # Typer reads the signature for the order and the defaults, the annotations for the types.
    flagged.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    flagged.__annotations__ = {each.name: each.annotation for each in parameters}
    return flagged


def number_of_jobs(jobs: int | None) -> int:
    """Return how many processes to use: by default one for each core this process may use."""
    from model.cores import number_of_cores

    return number_of_cores() if jobs is None else jobs


def helpers_of(dask: str | None, jobs: int) -> "AbstractContextManager[Helpers | None]":
    """Come to the cluster that is to help, if one is named; by default `jobs` processes."""
    if dask is None:
        return nullcontext()
    from training.cluster import dask_helpers

    return dask_helpers(dask, jobs)
