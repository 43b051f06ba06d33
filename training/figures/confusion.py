"""Which sections are taken for which, and which articles these are."""

from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from training.figures.answers import Answers

_MOST: Final = 50
"""Articles named of each pair of sections."""


class Mistaken(NamedTuple):
    """An article that was put into another section: its id, its place in the reading, how sure."""

    id: str
    place: int | None
    confidence: float


class Cell(NamedTuple):
    """Articles of one section that were put into another.

    Attributes
    ----------
    gold, predicted : int
        Places of the sections.
    n : int
        How many there are, at least 1.
    articles : tuple of Mistaken
        The most confident first, 50 at most.
    """

    gold: int
    predicted: int
    n: int
    articles: tuple[Mistaken, ...]


class Confusion(NamedTuple):
    """The confusion matrix.

    Attributes
    ----------
    counts : ndarray of int64, shape (n_sections, n_sections)
        Rows are the corpus's sections, columns the classifier's answers.
    cells : tuple of Cell
        What lies off the diagonal, the largest first.
    """

    counts: NDArray[np.int64]
    cells: tuple[Cell, ...]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Count what was taken for what."""
        size = len(answers.sections)
        codes = answers.gold * size + answers.predicted
        counts = np.bincount(codes, minlength=size**2)
        wrong = np.flatnonzero(~answers.correct)
        ids = np.array([answers.ids[place] for place in wrong.tolist()], dtype=np.str_)
        # By cell, then by confidence; where that is the same, by id.
        order = wrong[np.lexsort((ids, -answers.confidence[wrong], codes[wrong]))]
        found, starts = np.unique(codes[order], return_index=True)
        cells = [
            Cell(
                gold=code // size,
                predicted=code % size,
                n=int(counts[code]),
                articles=_mistaken(answers, order[start : start + min(_MOST, counts[code])]),
            )
            for code, start in zip(found.tolist(), starts.tolist(), strict=True)
        ]
        cells.sort(key=lambda cell: -cell.n)
        return cls(counts.reshape(size, size), tuple(cells))

    def to_dict(self, slugs: list[str]) -> dict[str, Any]:
        """Return the matrix as plain values, sections by their slugs."""
        return {
            "sections": slugs,
            "counts": self.counts.tolist(),
            "most": _MOST,
            "cells": [
                {
                    "gold": slugs[cell.gold],
                    "predicted": slugs[cell.predicted],
                    "count": cell.n,
                    "articles": [article._asdict() for article in cell.articles],
                }
                for cell in self.cells
            ],
        }


def _mistaken(answers: Answers, rows: NDArray[np.intp]) -> tuple[Mistaken, ...]:
    confidence = answers.confidence[rows].tolist()
    columns = zip(rows.tolist(), confidence, strict=True)
    return tuple(Mistaken(answers.ids[row], answers.place(row), sure) for row, sure in columns)
