"""Desks: what of a section one newspaper has written, or several small ones together."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.config import ClassifierConfig

_FEWEST: Final = 20
"""Articles of a section that a desk of its own is learnt from."""

_SMALLEST: Final = 0.1
"""Share of its section that a desk has; so there are few of them, however many papers write."""


def desks_of(
    labels: NDArray[np.intp], publishers: NDArray[np.str_], config: ClassifierConfig
) -> NDArray[np.intp]:
    """Part each section's articles by publisher, as far as there are enough to learn from.

    Newspapers draw the lines between sections differently, and what one puts into a section is
    more alike than what all do. Publishers with little in a section share a desk there, with what
    bears no name; if that is little too, the largest publisher's.

    Parameters
    ----------
    labels : ndarray of intp, shape (n_articles,)
    publishers : ndarray of str, shape (n_articles,)
        Empty where it is not known.
    config : ClassifierConfig

    Returns
    -------
    ndarray of intp, shape (n_articles,)
        Equal numbers for the articles of a section that are of one desk.
    """
    if not config.by_publisher:
        return np.zeros(len(labels), dtype=np.intp)
    names, papers = np.unique(publishers, return_inverse=True)
    sizes = np.zeros((labels.max() + 1, len(names)), dtype=np.intp)
    np.add.at(sizes, (labels, papers), 1)
    large = (sizes >= _FEWEST) & (sizes >= _SMALLEST * sizes.sum(axis=1, keepdims=True))
    large &= names != ""
    others = np.where(large, 0, sizes).sum(axis=1)
    shared = np.where(others >= _FEWEST, len(names), sizes.argmax(axis=1))
    return np.where(large[labels, papers], papers, shared[labels])
