"""Tests of what two models answer on the same articles."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.tally import Tally

_ROUNDS: Final = 10_000
_CHUNK: Final = 250
# Two sums of the same numbers in another order may differ in the last digit.
_ROUNDING: Final = 1e-12


def mcnemar(fixed: int, broken: int) -> float:
    """Return the two-sided mid-p value of McNemar's test.

    With n = fixed + broken and k the smaller of both, X of Binomial(n, 1/2), it is

        2 P(X < k) + P(X = k),

    or, where both are equal, 1 - P(X = k) / 2: what is less likely than the outcome counts whole,
    what is as likely by half. Models that are right on the same articles give 1.

    Parameters
    ----------
    fixed, broken : int
        Articles that only the second model has right, and those that only the first has.

    References
    ----------
    Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data: mid-p and
    asymptotic are better than exact conditional", BMC Medical Research Methodology 13:91, 2013.

    Examples
    --------
    >>> round(mcnemar(1, 7), 4)
    0.0391
    """
    from scipy.stats import binom

    n, k = fixed + broken, min(fixed, broken)
    if n == 0:
        return 1.0
    outcome = float(binom.pmf(k, n, 0.5))
    if fixed == broken:
        return 1 - outcome / 2
    return 2 * float(binom.cdf(k - 1, n, 0.5)) + outcome


def holm(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Adjust the p-values of several tests, so that a chance finding among all stays rare.

    Parameters
    ----------
    p_values : ndarray, shape (n_tests,)

    References
    ----------
    Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6, 1979.

    Examples
    --------
    >>> holm(np.array([0.25, 0.01, 0.02])).tolist()
    [0.25, 0.03, 0.04]
    """
    order = np.argsort(p_values)
    weighted = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(weighted), 1)
    return adjusted


def f1_p_values(
    gold: NDArray[np.intp],
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    *,
    size: int,
    groups: NDArray[np.intp],
    seed: int,
) -> NDArray[np.float64]:
    """Test whether two models differ in the F1 of each section.

    Approximate randomisation: were the models alike, it would be chance which of them gave which
    answer. So their answers are exchanged, group by group, by the toss of a coin, 10,000 times. The
    p-value is the share of times that the difference is as large as the real one, which counts as
    one of them.

    Parameters
    ----------
    gold, a, b : ndarray of intp, shape (n_articles,)
        The right section of every article and those that the models give, as places.
    size : int
        How many sections there are.
    groups : ndarray of intp, shape (n_articles,)
        The answers to near-duplicates are exchanged together.
    seed : int

    Returns
    -------
    ndarray, shape (size,)

    References
    ----------
    Yeh, "More accurate tests for the statistical significance of result differences", COLING 2000.
    """
    first, second = Tally.of(gold, a, size), Tally.of(gold, b, size)
    right, predicted = _changes(gold, a, b, size, groups)
    real = np.abs(second.f1() - first.f1()) - _ROUNDING
    random = np.random.default_rng(seed)
    as_large = np.ones(size)
    for _ in range(_ROUNDS // _CHUNK):
        exchanged = random.integers(2, size=(_CHUNK, len(right))).astype(np.float64)
        more_right, more_predicted = exchanged @ right, exchanged @ predicted
        found = [
            Tally(
                tally.right + sign * more_right,
                np.broadcast_to(tally.gold, more_right.shape),
                tally.predicted + sign * more_predicted,
            ).f1()
            for tally, sign in ((first, 1), (second, -1))
        ]
        as_large += (np.abs(found[1] - found[0]) >= real).sum(axis=0)
    return as_large / (_ROUNDS + 1)


def _changes(
    gold: NDArray[np.intp],
    a: NDArray[np.intp],
    b: NDArray[np.intp],
    size: int,
    groups: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Count what each group adds to the right and to all answers of A if it takes those of B.

    Groups that both answer alike add nothing and are left out. Shapes (n_groups, size).
    """
    differing = np.flatnonzero(a != b)
    kept, group = np.unique(groups[differing], return_inverse=True)
    right, predicted = np.zeros((2, len(kept), size))
    for answers, sign in ((a[differing], -1), (b[differing], 1)):
        np.add.at(predicted, (group, answers), sign)
        np.add.at(right, (group, answers), sign * (answers == gold[differing]))
    return right, predicted
