"""The time that a search has, and what it expects its next step to take of it."""

import time
from typing import Final

_UNKNOWN: Final = 10.0
"""How much longer than any other a kind of classifier may take that has not been tried yet."""


class Clock:
    """Runs from the moment it is made.

    Parameters
    ----------
    seconds : float
        The budget.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """In seconds; below 0 when the time is up."""
        return self._end - time.monotonic()


class Costs:
    """What the first step of candidates took so far, the dearest of each kind of classifier."""

    def __init__(self) -> None:
        self._dearest: dict[str, float] = {}

    def note(self, kind: str, seconds: float) -> None:
        """Remember what the first step of a candidate took."""
        self._dearest[kind] = max(self._dearest.get(kind, 0.0), seconds)

    def expected(self, kind: str) -> float:
        """Return what the first step of a candidate may take; 0 if none has been taken yet.

        Examples
        --------
        >>> costs = Costs()
        >>> costs.note("linear_svc", 2.0)
        >>> costs.expected("linear_svc"), costs.expected("logistic_regression")
        (2.0, 20.0)
        """
        return self._dearest.get(kind, _UNKNOWN * max(self._dearest.values(), default=0.0))
