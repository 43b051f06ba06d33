"""How a fetch tells that it goes on: whoever calls it opens a stage for it, or none."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Stage = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]
"""Open a stage by its label and its units, if their number is known; it counts those done."""


def silent(label: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ARG001
    """Open a stage that nobody sees."""
    return nullcontext(lambda _: None)
