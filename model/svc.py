"""The descent's scikit-learn face: linear support vector machines, one against the rest."""

import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Self

import numpy as np
from joblib import effective_n_jobs
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_consistent_length
from sklearn.utils.extmath import safe_sparse_dot
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from model.descent import Problems, descend
from model.intrinsics import LANES
from model.subclasses import Subclasses, best_of_each, is_positive

_LARGEST_SEED: Final = 2**32 - 1


def shares_of(subclasses: Subclasses, threads: int) -> list[NDArray[np.intp]]:
    """Deal out the problems: at least one share a thread, none with more than fit side by side."""
    told = np.arange(subclasses.n_problems) if subclasses.n_problems > 2 else np.array([1])
    return np.array_split(told, max(min(threads, len(told)), -(-len(told) // LANES)))


class OneVsRestSVC(ClassifierMixin, BaseEstimator):
    """Tell each section from all others by a linear support vector machine with squared hinge loss.

    Finds what `OneVsRestClassifier(LinearSVC())` of scikit-learn finds, in a fifth of the time and
    in threads; the coefficients do not depend on their number. The intercept is regularised, as it
    is there.

    A section whose articles are of several kinds may be given in subclasses: its score is then the
    highest among theirs, see `model.subclasses`.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the regularisation.
    balanced : bool, default=False
        Whether a section and its rest weigh the same, however many articles each has.
    tol : float, default=0.3
        When to stop. A tighter one takes longer; it changes a few answers in ten thousand.
    max_iter : int, default=1000
        Sweeps over the articles at most.
    random_state : int, default=0
        Of the orders in which articles are visited.
    n_jobs : int or None, default=None
        Threads; None or -1 for one a core.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
    owners_ : ndarray of intp, shape (n_subclasses,)
        The place of each subclass's class, rising.
    coef_ : ndarray of float64, shape (n_subclasses, n_features), or (1, n_features) of only two
    intercept_ : ndarray of float64, shape (n_subclasses,) or (1,)
    n_iter_ : int
        The sweeps of the slowest problem.

    Examples
    --------
    >>> svc = OneVsRestSVC(tol=1e-4).fit([[0.0], [1.0], [5.0], [6.0]], ["a", "a", "b", "b"])
    >>> svc.predict([[0.5], [5.5]]).tolist()
    ['a', 'b']
    """

    def __init__(
        self,
        C: float = 1.0,  # noqa: N803 - scikit-learn's name
        *,
        balanced: bool = False,
        tol: float = 0.3,
        max_iter: int = 1000,
        random_state: int = 0,
        n_jobs: int | None = None,
    ) -> None:
        self.C = C
        self.balanced = balanced
        self.tol = tol
        self.max_iter = max_iter
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self,
        X: ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        kinds: ArrayLike | None = None,
    ) -> Self:
        """Learn from labelled articles.

        Parameters
        ----------
        X : array-like or sparse matrix, shape (n_articles, n_features)
            Taken in single precision.
        y : array-like, shape (n_articles,)
        sample_weight : array-like, shape (n_articles,), optional
            What the price of a loss on each article is multiplied by; by default 1. With 0 an
            article is left out.
        kinds : array-like, shape (n_articles,), optional
            The articles of a class that are of one kind are a subclass; by default all are.

        Raises
        ------
        ValueError
            If there are fewer than two classes, arrays of several lengths, or a parameter out of
            bounds.
        """
        self._check_parameters()
        rows, labels = validate_data(self, X, y, accept_sparse="csr", dtype=np.float32)
        check_classification_targets(labels)
        weight = _check_sample_weight(
            sample_weight, rows, dtype=np.float64, ensure_non_negative=True
        )
        counts = weight > 0
        check_consistent_length(labels, kinds)
        kinds = None if kinds is None else np.asarray(kinds)[counts]
        if not counts.all():
            rows, labels, weight = rows[counts], labels[counts], weight[counts]
        subclasses = Subclasses.of(labels, kinds)
        if len(subclasses.classes) < 2:
            raise ValueError(f"{len(subclasses.classes)} class is not enough: nothing to tell")
        articles, targets = csr_matrix(rows), subclasses.targets
        threads = effective_n_jobs(self.n_jobs or -1)
        with ThreadPoolExecutor(threads) as pool:
            found = list(
                pool.map(
                    lambda share: self._descend(articles, targets, weight, share),
                    shares_of(subclasses, threads),
                )
            )
        self.take([weights for weights, _ in found], subclasses)
        self.n_iter_ = max(n_iter for _, n_iter in found)
        if self.n_iter_ == self.max_iter:
            message = f"stopped after {self.max_iter} sweeps: raise max_iter or tol"
            warnings.warn(message, ConvergenceWarning, stacklevel=2)
        return self

    def _descend(
        self,
        articles: csr_matrix,
        targets: NDArray[np.intp],
        weight: NDArray[np.float64],
        share: NDArray[np.intp],
    ) -> tuple[NDArray[np.float32], int]:
        own = is_positive(targets, share)
        penalties = self.penalties(own.sum(axis=0), len(targets))
        problems = Problems(np.where(own, 1, -1).astype(np.int8), penalties, weight)
        seed = self.random_state
        return descend(articles, problems, tol=self.tol, max_iter=self.max_iter, seed=seed)

    def take(self, found: Sequence[NDArray[np.float32]], subclasses: Subclasses) -> None:
        """Become fitted by what was found.

        Parameters
        ----------
        found : sequence of ndarray of float32, shape (n_features + 1, n_problems of a share)
            Coefficients and, in the last row, intercepts, as `shares_of` has the problems.
        subclasses : Subclasses
        """
        weights = subclasses.joined(np.concatenate(found, axis=1).T.astype(np.float64))
        self.classes_, self.owners_ = subclasses.classes, subclasses.owners
        self.coef_, self.intercept_ = np.ascontiguousarray(weights[:, :-1]), weights[:, -1]

    def penalties(self, counts: NDArray[np.intp], total: int) -> NDArray[np.float64]:
        """Return the price of a loss on the negative side of each problem and on the positive.

        Parameters
        ----------
        counts : ndarray of intp, shape (n_problems,)
            Articles on the positive side.
        total : int
            Articles of all.

        Returns
        -------
        ndarray of float64, shape (2, n_problems)
        """
        penalties = np.full((2, len(counts)), float(self.C))
        if self.balanced:
            penalties *= total / (2 * np.stack([total - counts, counts]))
        return penalties

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return the score of each class, of shape (n_articles, n_classes).

        Of two classes without parts only that of the second, of shape (n_articles,), as
        scikit-learn does.
        """
        check_is_fitted(self)
        rows = validate_data(self, X, accept_sparse="csr", reset=False)
        scores: NDArray[np.float64] = safe_sparse_dot(rows, self.coef_.T, dense_output=True)
        scores = scores + self.intercept_
        return scores.ravel() if scores.shape[1] == 1 else best_of_each(scores, self.owners_)

    def predict(self, X: ArrayLike) -> NDArray[Any]:
        """Return the class with the highest score."""
        scores = self.decision_function(X)
        places = scores.argmax(axis=1) if scores.ndim > 1 else (scores > 0).astype(int)
        return np.asarray(self.classes_[places])

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that sparse matrices are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags

    def _check_parameters(self) -> None:
        if not self.C > 0:
            raise ValueError(f"C must be positive, got {self.C}")
        if not self.tol > 0:
            raise ValueError(f"tol must be positive, got {self.tol}")
        if self.max_iter < 1:
            raise ValueError(f"max_iter must be 1 or more, got {self.max_iter}")
        if not 0 <= self.random_state <= _LARGEST_SEED:
            raise ValueError(f"random_state must be 0 to {_LARGEST_SEED}, got {self.random_state}")
