"""What the figures say in words: which of a few sentences the page is to print."""

from collections.abc import Mapping
from typing import Any, Final, Literal

Trust = Literal["chance", "close", "roughly", "no"]

_CLOSE: Final = 0.03
_ROUGHLY: Final = 0.08


def trust(calibration: Mapping[str, Any]) -> Trust:
    """Say whether probabilities can be taken at their word.

    "chance": their error cannot be told from that of perfect ones; "close" and "roughly": within 3
    and within 8 hundredths on average; "no": further off.

    Examples
    --------
    >>> trust({"ece": 0.04, "ece_by_chance": {"high": 0.05}})
    'chance'
    >>> trust({"ece": 0.04, "ece_by_chance": {"high": 0.01}})
    'roughly'
    """
    error: float = calibration["ece"]
    if error <= calibration["ece_by_chance"]["high"]:
        return "chance"
    if error <= _CLOSE:
        return "close"
    return "roughly" if error <= _ROUGHLY else "no"


def is_modest(calibration: Mapping[str, Any]) -> bool:
    """Whether the answers are on the whole right more often than their probabilities say."""
    bins = calibration["reliability"]
    gaps = (bin_["n"] * (bin_["accuracy"]["value"] - bin_["confidence"]) for bin_ in bins)
    return bool(sum(gaps) > 0)
