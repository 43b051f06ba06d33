"""How long work tells that it goes on, without knowing who listens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]
"""Say how many more units are done."""


class Progress(Protocol):
    """Anything that can show stages of work."""

    def stage(self, label: str, total: int | None = None) -> AbstractContextManager[Advance]:
        """Open a stage of `total` units, or of an unknown number."""
        ...


class Silence:
    """Shows nothing."""

    @contextmanager
    def stage(self, label: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        """Let the work go on unseen."""
        yield _ignore


def _ignore(units: int) -> None:
    """Let the units pass."""
