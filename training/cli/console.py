"""What the verbs show: progress on the way, tables at the end."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from training.evaluation import Evaluation
from training.gates import Failure
from training.progress import Advance
from training.tally import Interval


class _Output(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Let the error out, where Rich would exit: how a run ends is not decided here."""
        raise BrokenPipeError


# Names of files and sections are shown as they are: "[b]" and ":car:" mean nothing here.
output = _Output(highlight=False, soft_wrap=True, markup=False, emoji=False)
"""Answers go to standard output."""


def complain(message: str) -> None:
    """Print an error, each line under the program's name, to standard error."""
    for line in message.splitlines():
        tell(f"chuyenmuc: {line}")


def tell(line: str) -> None:
    """Print a line to standard error, whether or not anybody reads it."""
    try:
        print(line, file=sys.stderr, flush=True)
    except BrokenPipeError:
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Send what is still to be written to a stream nowhere, as its reader has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class TerminalProgress:
    """Shows a bar on a terminal, and a plain line for each finished stage elsewhere."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, markup=False, emoji=False)

    @contextmanager
    def stage(self, label: str, total: int | None = None) -> Iterator[Advance]:
        """Open a stage; see `training.progress.Progress`."""
        if not self._console.is_terminal:
            yield from self._plain(label)
            return
        columns = (
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self._console) as bar:
            task = bar.add_task(label, total=total)
            yield lambda units: bar.advance(task, units)
            done = bar.tasks[task].completed
            bar.update(task, total=total or done or 1, completed=total or done or 1)

    def _plain(self, label: str) -> Iterator[Advance]:
        start = time.monotonic()
        done = 0

        def advance(units: int) -> None:
            nonlocal done
            done += units

        yield advance
        count = f" {done:,}," if done else ""
        tell(f"{label}:{count} {time.monotonic() - start:.1f} s")


def show_evaluation(evaluation: Evaluation) -> None:
    """Print the figures of an evaluation, with their 95 % intervals."""
    table = Table(title=f"{evaluation.n:,} articles, {evaluation.basis}", title_justify="left")
    table.add_column("section")
    for heading in ("precision", "recall", "F1", "F1, 95 %", "articles"):
        table.add_column(heading, justify="right")
    for score in evaluation.per_section:
        table.add_row(
            score.section.name,
            f"{score.precision.value:.3f}",
            f"{score.recall.value:.3f}",
            f"{score.f1.value:.3f}",
            f"{score.f1.low:.3f}-{score.f1.high:.3f}",
            f"{score.support:,}",
        )
    output.print(table)
    output.print(f"accuracy {_figure(evaluation.accuracy)}")
    output.print(f"macro F1 {_figure(evaluation.macro_f1)}")
    output.print(f"calibration error {evaluation.ece:.3f}")
    if evaluation.accepted is not None:
        right = evaluation.accepted_accuracy
        share = f", {right:.1%} of them right" if right is not None else ""
        output.print(f"accepted {evaluation.accepted:.1%} of the answers{share}")


def show_failures(failures: Sequence[Failure]) -> None:
    """Print the gates that were not passed."""
    table = Table(title="failed", title_justify="left")
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("bound", justify="right")
    for gate, value in failures:
        found = "no article" if value is None else f"{value:.4f}"
        side = "at most" if gate.is_ceiling else "at least"
        table.add_row(gate.figure, found, f"{side} {gate.bound:g}")
    output.print(table)


def show_split(split: Mapping[str, Any]) -> None:
    """Print what the evaluated articles have to do with those that were learnt from.

    Parameters
    ----------
    split : mapping
        The manifest's.
    """
    if split["kind"] == "test corpus":
        near, copies = split["near_duplicates_of_training"], split["copies_of_training"]
        if near:
            output.print(
                f"{near:,} of {split['articles']:,} test articles are near-duplicates of training "
                f"articles ({copies:,} are copies): the figures flatter the model"
            )
        show_split(split["calibrated_on"])
    elif split["kind"] != "none":
        folds = "1 fold" if split["folds"] == 1 else f"{split['folds']} folds"
        newest = f", from {split['from']} on" if "from" in split else ""
        output.print(
            f"split {split['split']}: {split['scored']:,} articles in {folds}{newest}, "
            f"grouped by {split['grouped_by']}, seed {split['seed']}"
        )


def _figure(interval: Interval) -> str:
    return f"{interval.value:.4f} ({interval.low:.4f}-{interval.high:.4f})"
