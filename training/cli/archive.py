"""`chuyenmuc classify IN... --out OUT`: archives."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from data.errors import UsageError
from model import SectionClassifier
from training.cli.console import complain, output, tell

if TYPE_CHECKING:
    from training.archive import Advance, Summary, Wishes, Workers

_EVERY: Final = 30.0
"""Seconds between two lines of progress where no terminal shows a bar."""

_SHOWN: Final = 20
"""Faults that are printed one by one."""


def classify_files(
    inputs: Sequence[str],
    out: Path,
    *,
    classifier: SectionClassifier,
    wishes: "Wishes",
    jobs: int,
    dask: str | None,
    resume: bool,
) -> None:
    """Classify an archive, show how far that is, and say what came of it.

    Raises
    ------
    typer.Exit
        With 1 if rows were rejected, with 2 if files or parts could not be read.
    """
    from training.archive import classify_archive  # takes a while, and is no part of the work

    start = time.monotonic()
    with _workers(classifier, jobs, dask) as workers:
        summary = classify_archive(
            inputs,
            out,
            classifier=classifier,
            workers=workers,
            wishes=wishes,
            progress=ArchiveProgress(),
            resume=resume,
        )
    _show(summary, out, time.monotonic() - start)
    if summary.faults or summary.failures:
        raise typer.Exit(2)
    if summary.rejected:
        raise typer.Exit(1)


def _workers(
    classifier: SectionClassifier, jobs: int, dask: str | None
) -> AbstractContextManager["Workers"]:
    """Choose who does the work."""
    if dask is not None:
        from training.cluster import dask_workers

        return dask_workers(dask, classifier, jobs)
    from training.archive import LocalWorkers

    return nullcontext(LocalWorkers(classifier, jobs))


def wishes_of(form: str | None, out: Path, wishes: "Wishes") -> "Wishes":
    """Add the form the user names.

    Raises
    ------
    UsageError
        If there is no such form, or OUT names another.
    """
    from training.archive import form_of

    if form is None:
        return wishes
    named, given = form_of(f"_.{form}"), form_of(out.name)
    if named is None:
        raise UsageError(
            f"--out-format {form}: no such form; name parquet, jsonl, csv or tsv, the last three "
            "perhaps with .gz or .zst"
        )
    if given and given != named and not out.is_dir():
        raise UsageError(f"--out-format {form}: {out} has the name of another form; leave one out")
    return wishes._replace(form=named)


def _show(summary: "Summary", out: Path, seconds: float) -> None:
    for line in [*summary.faults, *summary.failures][:_SHOWN]:
        complain(line)
    rate = f", {summary.new / seconds:,.0f} rows a second" if summary.new else ""
    output.print(f"{_counted(summary.rows, 'article')} classified in {seconds:.1f} s{rate}: {out}")
    if summary.rejected:
        rows = _counted(summary.rejected, "row")
        output.print(f"{rows} rejected, each with its reason: {summary.rejects}")
    if summary.faults:
        output.print(
            f"{_counted(len(summary.faults), 'file')} damaged: what of them could be read is there"
        )
    if summary.failures:
        output.print(
            f"{_counted(len(summary.failures), 'part')} not to be reached: go on with --resume"
        )


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


class ArchiveProgress:
    """Shows how far a run is: a bar on a terminal, a line now and then elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, markup=False, emoji=False)

    @contextmanager
    def over(self, size: int, done: int) -> Iterator["Advance"]:
        """Begin; see `training.archive.Progress`."""
        pace = _Pace(size, done)
        if not self._console.is_terminal:
            yield pace.tell_now_and_then
            return
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[pace]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task("Classifying", total=max(size, 1), completed=done, pace="")

            def advance(rows: int, taken: int) -> None:
                pace.add(rows, taken)
                bar.update(task, advance=taken, pace=pace.rate)

            yield advance


class _Pace:
    """Counts rows and bytes as they are done."""

    def __init__(self, size: int, done: int) -> None:
        self._size, self._before, self._done = size, done, done
        self._rows = 0
        self._start = self._told = time.monotonic()

    def add(self, rows: int, size: int) -> None:
        self._rows += rows
        self._done += size

    @property
    def rate(self) -> str:
        seconds = time.monotonic() - self._start
        return f"{self._rows:,} rows, {self._rows / max(seconds, 1e-3):,.0f}/s"

    def tell_now_and_then(self, rows: int, size: int) -> None:
        self.add(rows, size)
        now = time.monotonic()
        if now - self._told < _EVERY:
            return
        self._told = now
        taken = max(self._done - self._before, 1)
        left = max(self._size - self._done, 0) / taken * (now - self._start)
        share = min(self._done / max(self._size, 1), 1.0)
        tell(f"Classifying: {share:.0%}, {self.rate}, {left / 60:.0f} min left")
