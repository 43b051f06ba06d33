"""Classes in parts: an article is of its class, and of one of its class's subclasses.

As in multi-task learning (Evgeniou and Pontil, 2004) what is learnt of a subclass has two halves:
what holds for its class, learnt from all its articles, and what is its own. Where articles come
that are of none of the known kinds, the common half still knows them.
"""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray


class Subclasses(NamedTuple):
    """The problems a one-vs-rest classifier has to solve, and whose articles are on which side.

    The first problems are to tell each class from the rest, the others to tell each subclass from
    the rest where a class has several.

    Attributes
    ----------
    classes : ndarray, shape (n_classes,)
        What the classes are called, sorted.
    owners : ndarray of intp, shape (n_subclasses,)
        The place of each subclass's class, rising.
    problems : ndarray of intp, shape (n_subclasses,)
        The problem of each subclass; that of its class where it is the only one.
    targets : ndarray of intp, shape (n_articles, 1 or 2)
        The problems in which each article is on the positive side; -1 for none.
    """

    classes: NDArray[Any]
    owners: NDArray[np.intp]
    problems: NDArray[np.intp]
    targets: NDArray[np.intp]

    @classmethod
    def of(cls, labels: NDArray[Any], kinds: NDArray[Any] | None = None) -> Self:
        """Part classes by what kind of article each is.

        Parameters
        ----------
        labels : ndarray, shape (n_articles,)
        kinds : ndarray, shape (n_articles,), optional
            By default no class has parts.

        Examples
        --------
        >>> parts = Subclasses.of(np.array(["a", "a", "b"]), np.array([1, 2, 1]))
        >>> parts.owners.tolist(), parts.problems.tolist(), parts.targets.tolist()
        ([0, 0, 1], [2, 3, 1], [[0, 2], [0, 3], [1, -1]])
        """
        classes, places = np.unique(labels, return_inverse=True)
        whole = np.arange(len(classes))
        if kinds is None:
            return cls(classes, whole, whole, places[:, None])
        _, kinds = np.unique(kinds, return_inverse=True)
        pairs = places * (kinds.max(initial=0) + 1) + kinds
        _, first, numbers = np.unique(pairs, return_index=True, return_inverse=True)
        owners = places[first]
        parted = np.bincount(owners)[owners] > 1
        if not parted.any():
            return cls(classes, whole, whole, places[:, None])
        problems = np.where(parted, len(classes) + np.cumsum(parted) - 1, owners)
        own = np.where(parted, problems, -1)[numbers]
        return cls(classes, owners, problems, np.stack([places, own], axis=1))

    @property
    def n_problems(self) -> int:
        """The number of problems."""
        return int(self.problems.max()) + 1

    def counts(self) -> NDArray[np.intp]:
        """Return how many articles are on the positive side of each problem."""
        return np.bincount(self.targets[self.targets >= 0], minlength=self.n_problems)

    def joined(self, solutions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of each subclass's solution and its class's.

        Parameters
        ----------
        solutions : ndarray of float64, shape (n_problems, ...)
            Of two classes without parts, one will do.

        Returns
        -------
        ndarray of float64, shape (n_subclasses, ...)
        """
        if len(self.owners) == len(self.classes):
            return solutions
        return (solutions[self.owners] + solutions[self.problems]) / 2


def is_positive(targets: NDArray[np.intp], problems: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which articles are on the positive side of which problems.

    Parameters
    ----------
    targets : ndarray of intp, shape (n_articles, 1 or 2)
    problems : ndarray of intp, shape (n_problems,)

    Returns
    -------
    ndarray of bool, shape (n_articles, n_problems)
    """
    found: NDArray[np.bool_] = targets[:, :1] == problems
    for further in targets.T[1:]:
        found |= further[:, None] == problems
    return found


def best_of_each(scores: NDArray[Any], owners: NDArray[np.integer]) -> NDArray[Any]:
    """Return the highest score among each class's subclasses: a column for each class."""
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    if len(firsts) == len(owners):
        return scores
    return np.asarray(np.maximum.reduceat(scores, firsts, axis=1))
