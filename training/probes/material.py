"""What the probes need of every article: stretches that may give its section away."""

from collections import defaultdict
from typing import Final

from data.article import Article
from data.checks.catalogue import LEAK_AT_BEGINNING, LEAK_AT_END
from data.checks.outcome import Check
from data.checks.sentences import edges_of
from data.cleaning import clean
from training.probes.fitting import Stretch
from training.probes.leaks import Edge

_NAMES: Final = {
    "title": "the headline",
    "lead": "the lead",
    "first": "the first sentence",
    "last": "the last sentence",
}

_BEGINNING_TELLS: Final = 0.55
"""A headline tells the topic, as it should: in two corpora, 38 % and 41 % of the sections that as
much text from the middle leaves untold."""

_END_TELLS: Final = 0.15
"""Where the end is a part of the story it tells hardly any of them."""


class Material:
    """Collects stretches of articles as they stream by, and which of these cleaning changes."""

    def __init__(self) -> None:
        self.removed: dict[str, list[Stretch]] = defaultdict(list)
        self._edges: dict[str, tuple[list[Stretch], list[Stretch]]] = {
            name: ([], []) for name in _NAMES
        }
        self.changed: list[bool] = []

    def see(self, article: Article) -> tuple[str, ...]:
        """Take what the next article has; return its text cleaned, and as given if that differs."""
        place = len(self.changed)
        cleaned = clean(article.text)
        self.changed.append(bool(cleaned.removed))
        by_rule: dict[str, str] = defaultdict(str)
        for piece in cleaned.removed:
            by_rule[piece.rule] += f"{cleaned.given[piece.start : piece.end]}\n"
        for rule, text in by_rule.items():
            if any(map(str.isalnum, text)):
                self.removed[rule].append(Stretch(place, text))
        self._see_edges(place, article, cleaned.text)
        return (cleaned.text, cleaned.given) if cleaned.removed else (cleaned.text,)

    def _see_edges(self, place: int, article: Article, text: str) -> None:
        """Take the beginnings and the end of an article, and like lengths of its middle."""
        *heads, body = text.split("\n", len(article.passages[:-1]))
        edges = edges_of(body)
        if edges is None:
            return
        fields = (passage.field for passage in article.passages)
        stretches = dict(zip(fields, heads, strict=False))
        stretches |= {"first": edges.first, "last": edges.last}
        for name, stretch in stretches.items():
            middle, syllables = edges.middle.split(), stretch.split()
            length = min(len(middle), len(syllables))
            kept = syllables[-length:] if name == "last" else syllables[:length]
            at_edge, in_middle = self._edges[name]
            at_edge.append(Stretch(place, " ".join(kept)))
            in_middle.append(Stretch(place, " ".join(middle[:length])))

    def edges(self) -> dict[Check, list[Edge]]:
        """Return what was collected, by the check that judges it."""
        return {
            LEAK_AT_BEGINNING: [
                Edge(_NAMES[name], _BEGINNING_TELLS, *self._edges[name])
                for name in ("title", "lead", "first")
            ],
            LEAK_AT_END: [Edge(_NAMES["last"], _END_TELLS, *self._edges["last"])],
        }
