"""What is known of articles besides their section, to look at parts of a corpus by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Variant(NamedTuple):
    """What a classifier said of articles that were cut or stripped.

    Attributes
    ----------
    changed : ndarray of bool, shape (n_articles,)
        Those that are another text then.
    predicted : ndarray of intp, shape (n_articles,)
    """

    changed: NDArray[np.bool_]
    predicted: NDArray[np.intp]


@dataclass(frozen=True)
class Traits:
    """What is known of articles besides their section; None where it is not known of any.

    Attributes
    ----------
    lengths : ndarray of intp, shape (n_articles,)
        In syllables.
    publishers : ndarray of str, shape (n_articles,)
        Empty where the corpus does not say.
    published : ndarray of datetime64[D], shape (n_articles,)
        NaT where the corpus does not say.
    unseen : ndarray of float64, shape (n_articles,)
        Share of the syllables that stand in no n-gram the classifier knows.
    variants : mapping of str to Variant
        By name.
    no_unseen : str
        The code of why nothing is known to be unseen.
    """

    lengths: NDArray[np.intp] | None = None
    publishers: NDArray[np.str_] | None = None
    published: NDArray[np.datetime64] | None = None
    unseen: NDArray[np.float64] | None = None
    variants: Mapping[str, Variant] = field(default_factory=dict)
    no_unseen: str = "no-texts"
