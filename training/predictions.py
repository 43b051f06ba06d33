"""Answers that another program gave, read from a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from data.errors import MissingPredictions, WrongPrediction
from data.readers.streams import TextLines
from data.readers.tables import json_objects
from data.sections import Section, resolve_sections, slugify


@dataclass(frozen=True)
class Predictions:
    """The sections that a file gives to articles.

    Attributes
    ----------
    path : Path
    labels : dict of str to str
        Slug or printed name of a section, by the article's id.
    """

    path: Path
    labels: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a JSON object a line, with the keys id and section; others are ignored.

        Raises
        ------
        UnreadableCorpus
            If the file is broken.
        WrongPrediction
            If a line lacks one of both, or gives another section than an earlier one.
        """
        labels: dict[str, str] = {}
        for place, record in json_objects(TextLines(path)):
            id_, label = _text(record.get("id")), _text(record.get("section"))
            if not id_ or not label:
                reason = f"{place} has no {'section' if id_ else 'id'}"
                raise WrongPrediction(path, reason)
            if labels.setdefault(id_, label) != label:
                raise WrongPrediction(path, f"{place} gives {id_} a second section")
        return cls(path, labels)

    def sections_of(self, ids: Sequence[str]) -> list[Section]:
        """Return the section of each of some articles.

        Raises
        ------
        MissingPredictions
            If the file does not know them all.
        SlugClash, EmptySlug
        """
        missing = [id_ for id_ in ids if id_ not in self.labels]
        if missing:
            raise MissingPredictions(self.path, missing, len(ids))
        labels = [self.labels[id_] for id_ in ids]
        slugs = {label for label in labels if label == slugify(label)}
        printed = resolve_sections((label, None) for label in labels if label not in slugs)
        return [
            Section(label, label) if label in slugs else printed[label, None] for label in labels
        ]


def _text(value: object) -> str:
    """Take a text, or a number written as one; nothing else names an article or a section."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""
