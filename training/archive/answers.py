"""The columns that are added to every row."""

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from model import Prediction

Answers = list[Sequence[object]]
"""The values of the added columns, a sequence of them for each."""

_FIRST: Final = ("section", "confidence", "accepted", "warnings")
_FIRST_TYPES: Final = (pa.string(), pa.float64(), pa.bool_(), pa.string())
_NEXT: Final = ("section", "confidence")
_NEXT_TYPES: Final = (pa.string(), pa.float64())


def added_names(top_k: int, prefix: str = "") -> tuple[str, ...]:
    """Return the names of the added columns.

    >>> added_names(2)
    ('section', 'confidence', 'accepted', 'warnings', 'section_2', 'confidence_2')
    """
    ranks = [f"{name}_{rank}" for rank in range(2, top_k + 1) for name in _NEXT]
    return tuple(prefix + name for name in (*_FIRST, *ranks))


def added_fields(names: Sequence[str]) -> list[pa.Field]:
    """Return the added columns of a table, by their names."""
    ranks = (len(names) - len(_FIRST)) // len(_NEXT)
    types = [*_FIRST_TYPES, *_NEXT_TYPES * ranks]
    return [pa.field(name, kind) for name, kind in zip(names, types, strict=True)]


def answer_columns(predictions: Sequence[Prediction], top_k: int) -> Answers:
    """Return what is added to some rows.

    The section's slug; its probability; whether that is accepted, null for a model without a
    threshold; the warnings, with a space between them; for every further rank a slug and a
    probability.
    """
    columns: Answers = [
        [prediction.section.slug for prediction in predictions],
        [prediction.confidence for prediction in predictions],
        [prediction.accepted for prediction in predictions],
        [" ".join(prediction.warnings) for prediction in predictions],
    ]
    if top_k > 1:
        scores = [prediction.scores for prediction in predictions]
        for rank in range(1, top_k):
            columns.append([score[rank][0].slug for score in scores])
            columns.append([score[rank][1] for score in scores])
    return columns


def answer_arrays(answers: Answers, names: Sequence[str]) -> list[Any]:
    """Return the added columns as Arrow's."""
    fields = added_fields(names)
    return [pa.array(values, field.type) for values, field in zip(answers, fields, strict=True)]
