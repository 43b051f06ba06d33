"""What a comparison shows, in one sentence."""

from collections.abc import Iterable

from data.sections import Section
from training.comparison import Comparison
from training.tally import Interval


def verdict(comparison: Comparison) -> str:
    """Say whether B is better than A, by how much, and where it is not.

    Differences are in points, hundredths of a figure; of sections, only those are named that differ
    after the correction for many tests.
    """
    if not comparison.differing:
        return "both give the same answers"
    shown = comparison.shown()
    if not shown:
        return f"no difference can be shown{_exceptions(comparison)}"
    better = _by((name, change) for name, change in shown if change.low > 0)
    worse = _by((name, change) for name, change in shown if change.high < 0)
    halves = [f"{word} by {by}" for word, by in (("better", better), ("worse", worse)) if by]
    return f"B is {' and '.join(halves)}; {_against(comparison)}"


def _by(changes: Iterable[tuple[str, Interval]]) -> str:
    ranges = []
    for name, change in changes:
        low, high = sorted((abs(change.low), abs(change.high)))
        ranges.append(f"{100 * low:.1f} to {100 * high:.1f} points of {name}")
    return " and ".join(ranges)


def _against(comparison: Comparison) -> str:
    """Name the sections that go the other way than the whole, or all where it goes both ways."""
    sides = []
    if comparison.is_better:
        sides.append(_named("worse", comparison.worse_sections))
    if comparison.is_worse:
        sides.append(_named("better", comparison.better_sections))
    return ", ".join(sides)


def _named(word: str, sections: list[Section]) -> str:
    if not sections:
        return f"no section is shown to be {word}"
    return f"{word} in {_names(sections)}"


def _exceptions(comparison: Comparison) -> str:
    """Name all sections that differ where the whole does not."""
    sides = (("better", comparison.better_sections), ("worse", comparison.worse_sections))
    named = [f"{word} in {_names(sections)}" for word, sections in sides if sections]
    return f", but B is {' and '.join(named)}" if named else ""


def _names(sections: list[Section]) -> str:
    return ", ".join(section.name for section in sections)
