"""What the verbs show: progress on the way, tables at the end."""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from training.evaluation import Evaluation
from training.gates import Failure
from training.progress import Advance
from training.tally import Interval

_TEXTS: Final[Mapping[str, str]] = {
    "headline": "by the headline alone",
    "first_300": "by the first 300 characters",
    "no_diacritics": "without diacritics",
}


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
    for line in _essentials(evaluation):
        output.print(line)


def _essentials(evaluation: Evaluation) -> Iterator[str]:
    """Tell in a line each what one asks of the whole."""
    yield f"accuracy {_figure(evaluation.accuracy)}"
    yield f"macro F1 {_figure(evaluation.macro_f1)}"
    ranks = ", ".join(f"{k}: {top.value:.4f}" for k, top in evaluation.top_k.items() if k > 1)
    yield f"right section among the first {ranks}"
    calibration = evaluation.calibration
    chance = f"by chance up to {calibration.by_chance.high:.4f}"
    yield f"calibration error {_figure(calibration.ece)}, {chance}"
    if own := evaluation.coverage.own:
        right = f", {own.accuracy.value:.1%} of them right" if own.accuracy else ""
        yield f"accepted {own.coverage.value:.1%} of the answers{right}"
    novelty = evaluation.unlike_training
    if novelty.score and novelty.seen:
        left = f"accuracy {_figure(novelty.score.accuracy)} without them"
        yield f"{novelty.seen:,} near-duplicates of training articles, {left}"
    elif novelty.reason:
        yield f"accuracy on articles unlike the training corpus: {novelty.reason}"
    for row in evaluation.slices["text"].rows:
        yield f"accuracy {_TEXTS[row.key]} {_figure(row.score.accuracy)}"
    if evaluation.throughput:
        yield f"{evaluation.throughput.articles_per_second:,.0f} articles classified a second"


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
