"""Searches that cannot begin, or cannot go on."""

from collections.abc import Sequence
from pathlib import Path

from data.errors.base import ChuyenmucError, listed


class SearchError(ChuyenmucError):
    """A search for a configuration cannot go on."""

    code = "search"
    title = "The search cannot go on"


class MissingOptuna(SearchError):
    """The package that chooses what to try is not installed."""

    code = "missing-optuna"

    def __init__(self) -> None:
        super().__init__("a search needs Optuna; install it with: pip install 'chuyenmuc[search]'")


class ForeignSearch(SearchError):
    """What was found so far was found for something else."""

    code = "foreign-search"

    def __init__(self, folder: Path, differences: Sequence[str]) -> None:
        self.folder, self.differences = folder, list(differences)
        super().__init__(
            f"{folder}: holds a search that was begun otherwise: {listed(differences, limit=4)}; "
            "remove the folder to start anew, or name another --out"
        )


class DamagedSearch(SearchError):
    """What was found so far cannot be read."""

    code = "damaged-search"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder}: is damaged and cannot be gone on with; remove the folder")


class SearchBusy(SearchError):
    """Another search is at work there at this moment."""

    code = "search-busy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder}: another search is at work there; wait, or name another --out")


class BudgetTooSmall(SearchError):
    """The time was up before there was anything to compare with."""

    code = "budget-too-small"

    def __init__(self, minutes: float, done: int, folds: int) -> None:
        self.minutes, self.done, self.folds = minutes, done, folds
        super().__init__(
            f"{minutes:g} min were up when the configuration to start from had seen {done} of "
            f"{folds} folds; run the same again to go on from there, or give more --minutes"
        )
