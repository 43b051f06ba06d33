"""Where a value lies in a drawing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight axis for values from `low` to `high`, drawn from `start` to `end`.

    Examples
    --------
    >>> upwards = Scale(200, 0)
    >>> upwards(0), upwards(0.25)
    (200.0, 150.0)
    >>> Scale(0, 100, 0.4, 0.9).ticks(0.1)
    [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    """

    start: float
    end: float
    low: float = 0.0
    high: float = 1.0

    def __call__(self, value: float) -> float:
        """Return the place of a value, to a tenth of a unit."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, step: float) -> list[float]:
        """Return the multiples of a step that the axis holds."""
        first, last = round(self.low / step), round(self.high / step)
        return [round(number * step, 10) for number in range(first, last + 1)]


def axis_from(lowest: float, step: float = 0.1) -> float:
    """Return where an axis of shares begins that is to show the lowest of them.

    Examples
    --------
    >>> axis_from(0.47), axis_from(0.4), axis_from(0.0)
    (0.4, 0.3, 0.0)
    """
    below = int(round(lowest / step, 6))
    return round(max(0, below - (below * step > lowest - step / 10)) * step, 10)
