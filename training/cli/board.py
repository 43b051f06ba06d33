"""How a search shows its candidates: a table that lives on a terminal, lines elsewhere."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.live import Live
from rich.table import Table

from training.cli.console import tell

if TYPE_CHECKING:
    from training.search import Candidate, Standing, Watch

_SHOWN: Final = 10
"""Candidates in the table, besides the one that runs."""

_STATES: Final[Mapping[str, str]] = {
    "running": "runs",
    "dropped": "dropped",
    "done": "on all folds",
}


class SearchBoard:
    """Shows a search.

    Parameters
    ----------
    minutes : float
        Its budget, which runs from now.
    console : Console, optional
        By default standard error.
    """

    def __init__(self, minutes: float, console: Console | None = None) -> None:
        self._end = time.monotonic() + 60 * minutes
        self._console = console or Console(stderr=True)
        self._standing: Standing | None = None

    @contextmanager
    def follow(self) -> Iterator["Watch"]:
        """Begin; see `training.search.Board`."""
        if not self._console.is_terminal:
            yield self._tell
            return
        with Live(get_renderable=self._table, console=self._console, refresh_per_second=2):
            yield self._show

    def _show(self, standing: "Standing", ended: "Candidate | None" = None) -> None:  # noqa: ARG002
        self._standing = standing

    def _tell(self, standing: "Standing", ended: "Candidate | None" = None) -> None:
        """Print a line for a candidate that has come to its end, and one for what was before."""
        if self._standing is None and standing.candidates:
            tell(f"Going on: {_counts(standing)}")
        self._standing = standing
        if ended:
            number, folds, macro_f1, lead, _, seconds, changes = _row(ended, standing)
            tell(
                f"{number}: macro F1 {macro_f1} ({lead}) on {folds} of {standing.folds} folds, "
                f"{seconds} s, {_STATES[ended.state]}: {changes}"
            )

    def _table(self) -> Table:
        table = Table(title="Candidates", title_justify="left", caption_justify="left")
        for heading in ("", "folds", "macro F1", "lead", "accuracy", "seconds"):
            table.add_column(heading, justify="right")
        table.add_column("does otherwise", overflow="fold")
        standing = self._standing
        if standing is None:
            return table
        ranking = standing.ranking()
        shown = [
            *ranking[:_SHOWN],
            *(each for each in ranking[_SHOWN:] if each.state == "running" or each.number == 1),
        ]
        for candidate in shown:
            style = "bold" if candidate.state == "done" else None
            table.add_row(*_row(candidate, standing), style=style)
        left = max(0, round(self._end - time.monotonic()))
        table.caption = f"{_counts(standing)}; {left // 60}:{left % 60:02} left"
        return table


def _counts(standing: "Standing") -> str:
    number, finalists = len(standing.candidates), len(standing.finalists)
    return f"{number} candidate{'s'[: number != 1]}, {finalists} on all folds"


def _row(candidate: "Candidate", standing: "Standing") -> tuple[str, ...]:
    changes = (f"{path.partition('.')[2]}={new}" for path, new in candidate.changes.items())
    return (
        str(candidate.number),
        candidate.folds,
        f"{candidate.macro_f1:.4f}",
        f"{standing.lead(candidate):+.4f}",
        f"{candidate.accuracy:.4f}",
        f"{candidate.seconds:.1f}",
        ", ".join(changes) or "nothing: the start",
    )
