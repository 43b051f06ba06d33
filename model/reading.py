"""What is done to a text before its n-grams are looked up, in training and in serving alike."""

from collections.abc import Collection
from typing import Final, Literal

from data.cleaning import Cleaned, Glances, clean, clean_text
from model.cutting import CUT_RULES
from model.glance import ABOVE, AMID, BELOW

Units = Literal["syllables", "segmented"]

GLANCES: Final = tuple(
    Glances(bool(seen & AMID), bool(seen & ABOVE), bool(seen & BELOW))
    for seen in range(AMID + ABOVE + BELOW + 1)
)
"""What the rules are told of each answer of the kernel's glance."""


class TextReader:
    """Cleans texts, and joins the syllables of their words where words are what counts.

    Parameters
    ----------
    rules : collection of str
        The cleaning rules in force, of `data.cleaning.RULES`.
    units : str
        "syllables"; or "segmented", which takes some hundred times as long.
    """

    def __init__(self, rules: Collection[str], units: Units) -> None:
        self._rules = frozenset(rules)
        self._segmented = units == "segmented"

    def __call__(self, text: str, seen: Glances | None = None) -> str:
        """Return what the classifier counts in place of a text; `seen` is what is known of it."""
        if self._rules:
            text = clean_text(text, self._rules, seen)
        return self.segment(text) if self._segmented else text

    @property
    def cleans_only(self) -> bool:
        """Whether cleaning is all that is done, so that most texts are read as they are."""
        return bool(self._rules) and not self._segmented

    @property
    def cuts(self) -> bool:
        """Whether compiled code may do a part of the cleaning."""
        return self._rules >= CUT_RULES

    def clean(self, text: str) -> Cleaned:
        """Clean a text, and remember what was removed."""
        return clean(text, self._rules)

    def segment(self, cleaned: str) -> str:
        """Join the syllables of words, if that is to be done."""
        if not self._segmented:
            return cleaned
        from model.words import segment

        return segment(cleaned)
