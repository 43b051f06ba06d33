"""Whether the sections keep their shares over time."""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from data.checks.catalogue import SECTION_DRIFT
from data.checks.census import Census
from data.checks.outcome import Example, Outcome
from data.sections import Section

_PERIODS: Final = 4
_FEWEST: Final = 50
"""Articles a period must have; with fewer its shares say little."""

_DATED: Final = 0.5
"""Share of the articles that must be dated."""

_STRONG: Final = 0.15
"""Share of the articles of a period that would have to change section, beyond chance."""

_SMALL_CHANGE: Final = 0.02
"""A section whose share changes by less is not named."""


class _Period(NamedTuple):
    name: str
    articles: int
    counts: Mapping[Section, int]


def check_drift(census: Census) -> Outcome:
    """Compare the shares of the sections in each period with those of all other periods.

    The measure is the total variation distance: half the sum of the differences of the shares.
    What two samples of these sizes would differ by chance is taken off.
    """
    dated = sum(entry.published is not None for entry in census.entries)
    if dated < _DATED * len(census.entries):
        return SECTION_DRIFT.undecided(f"{dated:,} of {len(census.entries):,} articles are dated")
    periods = _periods(census)
    if len(periods) < 2:
        return SECTION_DRIFT.undecided(
            f"the dates do not part the articles into two periods of {_FEWEST} or more"
        )
    whole = sum((Counter(period.counts) for period in periods), Counter())
    drifts = {period.name: _drift(period, whole) for period in periods}
    strong = {name: drift for name, drift in drifts.items() if drift >= _STRONG}
    if not strong:
        return SECTION_DRIFT.passed()
    name = max(strong, key=strong.__getitem__)
    examples = [
        Example((), f"{period.name}: {change}")
        for period in periods
        if period.name in strong
        for change in _changes(period, whole)
    ]
    return SECTION_DRIFT.found(
        len(strong),
        f"{name}: {strong[name]:.0%} of the articles would have to change section "
        "to match the other periods",
        examples,
    )


def _periods(census: Census) -> list[_Period]:
    """Cut the dated articles into periods of about the same size; a day is never cut in two."""
    dated = sorted(
        (entry.published, section)
        for entry, section in zip(census.entries, census.sections, strict=True)
        if entry.published is not None
    )
    number = max(1, min(_PERIODS, len(dated) // _FEWEST))
    days = [day for day, _ in dated]
    starts = sorted({bisect_left(days, days[len(days) * k // number]) for k in range(number)})
    periods = []
    for start, end in pairwise([*starts, len(dated)]):
        counts = Counter(section for _, section in dated[start:end])
        if end - start >= _FEWEST:
            periods.append(_Period(f"{days[start]} to {days[end - 1]}", end - start, counts))
    return periods


def _shares(period: _Period, whole: Mapping[Section, int]) -> dict[Section, tuple[float, float]]:
    """Return the share of each section in a period, and in the other periods."""
    others = sum(whole.values()) - period.articles
    return {
        section: (
            period.counts.get(section, 0) / period.articles,
            (total - period.counts.get(section, 0)) / others,
        )
        for section, total in whole.items()
    }


def _drift(period: _Period, whole: Mapping[Section, int]) -> float:
    shares = _shares(period, whole)
    distance = sum(abs(here - there) for here, there in shares.values()) / 2
    return distance - _chance(
        [total / sum(whole.values()) for total in whole.values()],
        period.articles,
        sum(whole.values()) - period.articles,
    )


def _chance(shares: Sequence[float], n: int, m: int) -> float:
    """Return the total variation distance to expect of two samples of one distribution.

    The difference of two shares is about normal; the mean of its size is sqrt(2 / pi) times its
    standard deviation.
    """
    deviations = (math.sqrt(share * (1 - share) * (1 / n + 1 / m)) for share in shares)
    return sum(deviations) * math.sqrt(2 / math.pi) / 2


def _changes(period: _Period, whole: Mapping[Section, int]) -> list[str]:
    """Name the sections whose share changes most."""
    shares = _shares(period, whole)
    ranked = sorted(shares, key=lambda section: -abs(shares[section][0] - shares[section][1]))
    return [
        f"{section.name} {shares[section][0]:.0%}, {shares[section][1]:.0%} elsewhere"
        for section in ranked[:3]
        if abs(shares[section][0] - shares[section][1]) >= _SMALL_CHANGE
    ]
