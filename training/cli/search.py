"""`chuyenmuc search`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import UsageError
from data.readers import Columns
from training.cli.board import SearchBoard
from training.cli.console import TerminalProgress, output
from training.cli.files import check_writable, write_text
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

if TYPE_CHECKING:
    from training.search import Result


@takes_columns
def search(
    corpus: Corpus,
    minutes: Annotated[float, typer.Option(metavar="M", min=0.01, help="The time to search.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE.toml", help="Where the configuration goes, for train.")
    ],
    config: ConfigFile = None,
    settings: Settings = None,
    candidates: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop earlier, after so many in all.")
    ] = None,
    *,
    columns: Columns,
    jobs: Jobs = None,
    dask: Dask = None,
) -> None:
    """Look for better settings for a corpus; again, to go on."""
    resolved = load_config(config, settings or [])
    _check(out)
    from training.search import search as search_config

    threads = number_of_jobs(jobs)
    with helpers_of(dask, threads) as helpers:
        result = search_config(
            corpus,
            out.with_suffix(".search"),
            resolved,
            minutes=minutes,
            progress=TerminalProgress(),
            board=SearchBoard(minutes),
            columns=columns,
            most=candidates,
            jobs=threads,
            helpers=helpers,
        )
    _write(result, out, minutes)
    _show(result, out)
    if result.interrupted:
        raise KeyboardInterrupt


def _check(out: Path) -> None:
    """Refuse to write over what no search has written."""
    from training.search.toml import MARK

    if out.suffix != ".toml":
        raise UsageError(f"{out}: name a file that ends in .toml")
    check_writable(out, out.with_suffix(".svg"))
    if out.exists() and not out.read_bytes().startswith(MARK.encode()):
        raise UsageError(f"{out}: was not written by a search; name another --out")


def _write(result: "Result", out: Path, minutes: float) -> None:
    from training.search.picture import picture
    from training.search.toml import as_toml

    write_text(out, as_toml(result, minutes))
    write_text(out.with_suffix(".svg"), picture(result))


def _show(result: "Result", out: Path) -> None:
    from training.search.toml import told

    for line in told(result):
        output.print(line)
    for part, (start, best) in result.choice.parts.items():
        if part != "article":
            output.print(f"accuracy by the {part} alone: start {start:.4f}, best {best:.4f}")
    if result.interrupted:
        output.print("the time was not up: run the same again to go on")
    output.print(f"{out} written, and {out.with_suffix('.svg')}: what mattered")
