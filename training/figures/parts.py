"""Parts of a corpus: by length, publisher, month, and by how much of a text is new to the model."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.figures.traits import Traits

_LENGTHS: Final = (0, 50, 100, 200, 400, 800)
"""Lower bounds, in syllables."""

_MOST_MONTHS: Final = 36
_MOST_PUBLISHERS: Final = 20
_QUARTERS: Final = (0, 0.25, 0.5, 0.75, 1)


class Part(NamedTuple):
    """Some of the articles.

    Attributes
    ----------
    key : str
    among : ndarray of bool, shape (n_articles,)
        Which ones.
    start, end : float or None
        Bounds of what they were chosen by: from the first on, below the second.
    """

    key: str
    among: NDArray[np.bool_]
    start: float | None = None
    end: float | None = None


def by_length(traits: Traits) -> Iterator[Part]:
    """Part articles by the number of their syllables."""
    if traits.lengths is None:
        return
    for start, end in zip(_LENGTHS, (*_LENGTHS[1:], None), strict=True):
        among = traits.lengths >= start
        if end is None:
            yield Part(f"{start}-", among, start)
        else:
            yield Part(f"{start}-{end - 1}", among & (traits.lengths < end), start, end)


def by_publisher(traits: Traits) -> Iterator[Part]:
    """Part articles by publisher, the largest first; only the largest twenty."""
    if traits.publishers is None:
        return
    names, number = np.unique(traits.publishers[traits.publishers != ""], return_counts=True)
    for name in names[np.argsort(-number, kind="stable")][:_MOST_PUBLISHERS].tolist():
        yield Part(name, np.asarray(traits.publishers == name))


def by_month(traits: Traits) -> Iterator[Part]:
    """Part articles by month, or by year where there are more than 36 months, in their order."""
    if traits.published is None:
        return
    dated = ~np.isnat(traits.published)
    periods = traits.published.astype("datetime64[M]")
    if len(np.unique(periods[dated])) > _MOST_MONTHS:
        periods = periods.astype("datetime64[Y]")
    for period in np.unique(periods[dated]):
        yield Part(str(period), dated & (periods == period))


def by_unseen(traits: Traits) -> Iterator[Part]:
    """Part articles into quarters by the share of their syllables that is new to the model.

    Quarters that begin alike are one: where most articles hold nothing new, there are fewer.
    """
    if traits.unseen is None:
        return
    bounds = np.unique(np.quantile(traits.unseen, _QUARTERS))
    place = np.searchsorted(bounds[1:-1], traits.unseen, side="right")
    for k in np.unique(place).tolist():
        start, end = float(bounds[k]), float(bounds[min(k + 1, len(bounds) - 1)])
        yield Part(f"{start:.3f}-{end:.3f}", np.asarray(place == k), start, end)
