"""The configuration that a search ends with, as `train --config` takes it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from training.comparison import Comparison
from training.config import TrainConfig
from training.search.run import Result

MARK: Final = "# Written by chuyenmuc search"
"""How a file begins that a search may write over."""


def as_toml(result: Result, minutes: float) -> str:
    """Write what is not as by default, with what is known of it.

    Parameters
    ----------
    result : Result
    minutes : float
        The budget of the last search.
    """
    lines = [f"# {line}" if line else "#" for line in told(result)]
    head = f"{MARK}: {_tried(result, minutes)}"
    return "\n".join([head, *lines, settings_of(result.choice.chosen.config)])


def settings_of(config: TrainConfig) -> str:
    """Write what of a configuration is not as by default.

    >>> print(settings_of(TrainConfig(name="tin")))
    name = "tin"
    """
    differing = _differing(config.model_dump(), TrainConfig().model_dump())
    return "".join(f"{line}\n" for line in _lines(differing))


def _tried(result: Result, minutes: float) -> str:
    standing = result.standing
    return (
        f"{len(standing.candidates)} candidates, {len(standing.finalists)} of them on all folds; "
        f"last budget {minutes:g} min"
    )


def told(result: Result) -> Iterator[str]:
    """Say how good the configuration is, and how sure that is."""
    choice = result.choice
    a, b = choice.lead.macro_f1, choice.lead.accuracy
    evaluation = choice.start.config.evaluation
    yield (
        f"Cross-validation of {result.articles:,} articles, split {evaluation.split}, "
        f"{result.standing.folds} folds, seed {evaluation.seed}; corpus {result.fingerprint[:12]}."
    )
    yield f"Start: macro F1 {a.a:.4f}, accuracy {b.a:.4f}."
    if choice.best is choice.start:
        yield "No candidate was better on all folds: the configuration to start from stays."
        return
    yield f"Best: macro F1 {a.b:.4f}, accuracy {b.b:.4f}: {lead_of(choice.lead)}, some of it luck."
    if choice.fair:
        yield f"Chosen on the other folds each time: {lead_of(choice.fair)}."
    if choice.chosen is choice.start:
        yield "That may be chance: the start stays. The best does otherwise:"
        for path, value in choice.best.changes.items():
            yield f"  {path} = {_value(value)}"


def lead_of(comparison: Comparison) -> str:
    """Write by how much macro F1 is higher, with its interval."""
    value, low, high = comparison.macro_f1.change
    return f"{value:+.4f} ({low:+.4f} to {high:+.4f})"


def _differing(tables: Mapping[str, Any], default: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is not as by default, table by table."""
    found = {}
    for name, value in tables.items():
        usual = default.get(name)
        if isinstance(value, dict):
            inner = _differing(value, usual if isinstance(usual, dict) else {})
            if inner:
                found[name] = inner
        elif value != usual:
            found[name] = value
    return found


def _lines(tables: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Write tables as TOML: first the values of a table, then those within it."""
    inner = {name: value for name, value in tables.items() if isinstance(value, dict)}
    for name, value in tables.items():
        if name not in inner:
            yield f"{name} = {_value(value)}"
    for name, table in inner.items():
        if any(not isinstance(value, dict) for value in table.values()):
            yield ""
            yield f"[{path}{name}]"
        yield from _lines(table, f"{path}{name}.")


def _value(value: object) -> str:
    """Write a value: TOML writes texts, numbers, truths and lists as JSON does."""
    return json.dumps(value, ensure_ascii=False)
