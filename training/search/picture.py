"""A picture of what mattered: how candidates fared, setting by setting."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from training.report.scale import Scale
from training.search.axes import value_of
from training.search.run import Result
from training.search.space import Space
from training.search.standing import Candidate
from training.search.steps import THIRDS

if TYPE_CHECKING:
    from jinja2 import Environment

_COLUMNS: Final = 3
_PANEL: Final = (230, 130)
_STEP: Final = (310, 220)
_ORIGIN: Final = (74, 160)
_INSET: Final = 14
_DEEPEST: Final = -0.03
"""Where the axis of leads ends at most; what lies lower is drawn on its end."""

_AIR: Final = 2e-4
_TICKS: Final = 6
_SPREAD: Final = 5
"""How many dots with one value of a setting stand side by side."""


class Tick(NamedTuple):
    """A place on an axis, and what it stands for."""

    place: float
    text: str


class Dot(NamedTuple):
    """A candidate; the start and the chosen one have a ring."""

    x: float
    y: float
    state: str
    ring: str
    text: str


class Panel(NamedTuple):
    """A setting: its values to the right, leads upwards."""

    name: str
    weight: float | None
    x: int
    y: int
    width: int
    height: int
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    dots: list[Dot]


def picture(result: Result) -> str:
    """Draw a search as an SVG that needs nothing else.

    A dot is a candidate; it lies as high as its macro F1 was above that of the start after the
    first step, which all have taken.

    Parameters
    ----------
    result : Result
    """
    scores = result.standing.first_scores
    at_start = scores[result.choice.start.number]
    leads = {number: score - at_start for number, score in scores.items()}
    y = Scale(_PANEL[1], 0, max(min(leads.values()), _DEEPEST) - _AIR, max(leads.values()) + _AIR)
    paths = (*result.space.options, *result.space.ranges)
    ranked = sorted(paths, key=lambda path: -result.weights.get(path, 0.0))
    panels = [_panel(place, path, result, leads, y) for place, path in enumerate(ranked)]
    rows = math.ceil(len(panels) / _COLUMNS)
    template = _environment().get_template("search.svg")
    return template.render(
        title="What mattered",
        description=f"Macro F1 of {len(leads)} candidates against the start's, by setting.",
        lines=_lines(result),
        width=_COLUMNS * _STEP[0] + 24,
        height=_ORIGIN[1] + rows * _STEP[1] - 50,
        panels=panels,
    )


def _lines(result: Result) -> Iterator[str]:
    """Say what is to be seen."""
    sampled = min(result.standing.start.course) < THIRDS
    first = "the first fold, learnt from a third of the articles" if sampled else "the first fold"
    yield (
        f"Each dot is a candidate, as high as its macro F1 was above the start's on {first}. "
        "What was far lower lies on the edge."
    )
    yield "Red: seen by all folds. Black ring: the start. Red ring: the chosen one."
    if result.weights:
        yield "Bars: how much of the difference between candidates a setting explains (fANOVA)."


def _panel(place: int, path: str, result: Result, leads: Mapping[int, float], y: Scale) -> Panel:
    row, column = divmod(place, _COLUMNS)
    x, ticks = _values_axis(path, result.space)
    shown = [each for each in result.standing.candidates if each.number in leads]
    dots = [
        Dot(
            x=_across(x, value_of(each.config, path), result.space.options.get(path), beside),
            y=min(max(y(leads[each.number]), y.end), y.start),
            state="done" if each.state == "done" else "dropped",
            ring=_ring(each, result),
            text=f"{each.number}: {leads[each.number]:+.4f}, {path} {value_of(each.config, path)}",
        )
        for beside, each in enumerate(shown)
    ]
    return Panel(
        name=path,
        weight=result.weights.get(path),
        x=_ORIGIN[0] + column * _STEP[0],
        y=_ORIGIN[1] + row * _STEP[1],
        width=_PANEL[0],
        height=_PANEL[1],
        x_ticks=ticks,
        y_ticks=[Tick(y(value), f"{value:+.3g}" if value else "0") for value in _round_leads(y)],
        dots=dots,
    )


def _across(x: Scale, value: Any, options: Sequence[object] | None, place: int) -> float:
    """Return how far to the right a dot lies; those of one option stand side by side."""
    if options is None:
        return x(math.log(value))
    return x(options.index(value)) + 5 * (place % _SPREAD - _SPREAD // 2)


def _ring(candidate: Candidate, result: Result) -> str:
    if candidate.number == result.choice.chosen.number:
        return "chosen"
    return "start" if candidate.number == result.choice.start.number else ""


def _values_axis(path: str, space: Space) -> tuple[Scale, list[Tick]]:
    """Lay out the values of a setting: options evenly, numbers by their logarithm."""
    ends = (_INSET, _PANEL[0] - _INSET)
    if path in space.options:
        values = space.options[path]
        evenly = Scale(*ends, -0.5, len(values) - 0.5)
        return evenly, [Tick(evenly(place), _short(value)) for place, value in enumerate(values)]
    low, high = space.ranges[path]
    scale = Scale(*ends, math.log(low), math.log(high))
    marks = sorted({low, value_of(space.start, path), high})
    return scale, [Tick(scale(math.log(mark)), _number(mark)) for mark in marks]


def _short(value: object) -> str:
    return str(value).removesuffix("_regression")


def _number(value: float) -> str:
    """Write a number shortly.

    >>> _number(11250), _number(0.3), _number(90000)
    ('11k', '0.3', '90k')
    """
    return f"{value / 1000:.0f}k" if value >= 1000 else f"{value:.2g}"


def _round_leads(y: Scale) -> list[float]:
    """Return some round leads that the axis holds, 0 among them.

    >>> _round_leads(Scale(100, 0, -0.032, 0.012))
    [-0.03, -0.02, -0.01, 0.0, 0.01]
    """
    span = y.high - y.low
    steps = (digit * 10.0**power for power in range(-6, 1) for digit in (1, 2, 5))
    step = next(step for step in steps if span / step < _TICKS)
    return [value for value in y.ticks(step) if y.low <= value <= y.high]


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("training.search"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
