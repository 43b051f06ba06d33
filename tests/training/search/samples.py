"""Candidates made by hand."""

from pathlib import Path
from typing import Protocol

from training.config import TrainConfig
from training.helpers import Helpers
from training.search import Candidate, Result
from training.search.axes import with_values


class Search(Protocol):
    """Goes on until there are so many candidates, or the time is up."""

    def __call__(
        self,
        most: int | None = None,
        *,
        minutes: float = 5.0,
        config: TrainConfig | None = None,
        corpus: Path = ...,
        helpers: Helpers | None = None,
    ) -> Result: ...


def candidate(number: int, **classifier: object) -> Candidate:
    """A finalist that does otherwise with its classifier."""
    changes = {f"classifier.{name}": value for name, value in classifier.items()}
    config = with_values(TrainConfig(), changes)
    return Candidate(number, config, changes, "done", {3: 0.5, 6: 0.5}, 0.5, 1.0)
