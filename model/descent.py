"""Support vectors by dual coordinate descent, for several problems in each sweep.

The algorithm is that of Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual coordinate descent
method for large-scale linear SVM" (ICML 2008), for the squared hinge loss. A sweep visits each
article once. What it costs is to fetch the weights of the article's features; those of `LANES`
problems lie side by side and come at one stroke.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from model.compiled import compiled
from model.intrinsics import LANES, add_lanes, prefetch

_CHAINS: Final = 4

_PATIENCE: Final = 0.05
"""A gradient of less than this share of a problem's spread is not worth fetching the weights
again."""

_AHEAD: Final = 2
"""In articles: they lie anywhere in memory, and are asked for so long before their turn."""

_LINES: Final = 4
"""Of the cache are asked for of an article; behind them the processor sees where it goes on."""

_LINE: Final = 16
"""Numbers of 32 bits in a line of the cache."""

Numbers = NDArray[np.float32]
Precise = NDArray[np.float64]


@compiled
def _announce(
    article: int,
    values: Numbers,
    columns: NDArray[np.int32],
    bounds: NDArray[np.int64],
    curvature: Precise,
    signs: NDArray[np.int8],
    weight: Precise,
    alphas: Precise,
) -> None:
    """Have at hand what is known of an article when its turn comes."""
    prefetch(curvature, article)
    prefetch(weight, article)
    prefetch(signs, article * LANES)
    prefetch(alphas, article * LANES)
    first = bounds[article]
    for entry in range(first, min(bounds[article + 1], first + _LINES * _LINE), _LINE):
        prefetch(values, entry)
        prefetch(columns, entry)


@compiled
def _sweep(
    order: NDArray[np.intp],
    values: Numbers,
    columns: NDArray[np.int32],
    bounds: NDArray[np.int64],
    curvature: Precise,
    signs: NDArray[np.int8],
    slack: Precise,
    weight: Precise,
    least: Precise,
    alphas: Precise,
    weights: Numbers,
    margins: Numbers,
    moves: Numbers,
    spread: Precise,
) -> None:
    """Improve each article's dual variables once, in a given order.

    Parameters
    ----------
    order : ndarray of intp, shape (n_articles,)
    values, columns, bounds : ndarray
        The articles, as the arrays of a compressed sparse row matrix.
    curvature : ndarray of float64, shape (n_articles,)
        The squared length of each article, its constant feature included.
    signs : ndarray of int8, shape (n_articles, LANES)
        1 for the articles that a lane is to tell, -1 for the rest.
    slack : ndarray of float64, shape (2, LANES)
        What the loss adds to the curvature, for articles of the rest and for those to be told.
    weight : ndarray of float64, shape (n_articles,)
        How much an article counts; its slack is divided by it.
    least : ndarray of float64, shape (LANES,)
        The projected gradient that a variable is improved for, infinite for lanes that rest.
    alphas : ndarray of float64, shape (n_articles, LANES)
        The dual variables, improved in place.
    weights : ndarray of float32, shape (n_features + 1, LANES)
        Kept in step with them. The last row belongs to the constant feature.
    margins, moves : ndarray of float32, shape (_CHAINS * LANES,) and (LANES,)
        Room to work in.
    spread : ndarray of float64, shape (2, LANES)
        The highest and the lowest projected gradient so far.
    """
    flat = weights.reshape(-1)
    constant = (weights.shape[0] - 1) * LANES
    for turn in range(len(order)):
        if turn + 2 * _AHEAD < len(order):
            prefetch(bounds, order[turn + 2 * _AHEAD])
            coming = order[turn + _AHEAD]
            _announce(coming, values, columns, bounds, curvature, signs, weight, alphas)
        article = order[turn]
        first, stop = bounds[article], bounds[article + 1]
        margins[:] = 0.0
        add_lanes(margins, 0, flat, constant, np.float32(1.0))
        for entry in range(first, stop):
            chain = entry % _CHAINS * LANES
            add_lanes(margins, chain, flat, columns[entry] * LANES, values[entry])
        moved = False
        lightness = 1.0 / weight[article]
        for lane in range(LANES):
            margin = 0.0
            for chain in range(_CHAINS):
                margin += margins[chain * LANES + lane]
            sign = signs[article, lane]
            extra = slack[1 if sign > 0 else 0, lane] * lightness
            alpha = alphas[article, lane]
            gradient = sign * margin - 1.0 + extra * alpha
            projected = gradient if alpha > 0.0 or gradient < 0.0 else 0.0
            spread[0, lane] = max(spread[0, lane], projected)
            spread[1, lane] = min(spread[1, lane], projected)
            worth = abs(projected) > least[lane]
            better = max(alpha - gradient / (curvature[article] + extra), 0.0) if worth else alpha
            moves[lane] = np.float32((better - alpha) * sign)
            alphas[article, lane] = better
            moved |= worth
        if moved:
            add_lanes(flat, constant, moves, 0, np.float32(1.0))
            for entry in range(first, stop):
                add_lanes(flat, columns[entry] * LANES, moves, 0, values[entry])


@compiled
def _measure(values: Numbers, bounds: NDArray[np.int64], curvature: Precise) -> None:
    """Sum up the squares of each row, and of the feature that is 1 in all."""
    for row in range(len(curvature)):
        total = 1.0
        for entry in range(bounds[row], bounds[row + 1]):
            total += float(values[entry]) ** 2
        curvature[row] = total


class Problems(NamedTuple):
    """Some articles, each time to be told from the rest.

    Attributes
    ----------
    signs : ndarray of int8, shape (n_articles, n_problems)
        1 for the articles that are to be told, -1 for the rest; `n_problems` is at most `LANES`.
    penalties : ndarray of float64, shape (2, n_problems)
        The price of a loss on an article of the rest, and on one that is to be told.
    weight : ndarray of float64, shape (n_articles,)
        What that price is multiplied by for each article.
    """

    signs: NDArray[np.int8]
    penalties: Precise
    weight: Precise


class Descent:
    """Weights on their way down, by sweeps over all articles or over one part after the other.

    What a part needs besides, its dual variables, the caller keeps for the next sweep over it.

    Parameters
    ----------
    n_features : int
    penalties : ndarray of float64, shape (2, n_problems)
        As in `Problems`.

    Attributes
    ----------
    weights : ndarray of float32, shape (n_features + 1, LANES)
        The last row belongs to a feature that is 1 in every article.
    n_iter : int
        The number of times that all articles were visited.
    """

    def __init__(self, n_features: int, penalties: Precise) -> None:
        n_problems = penalties.shape[1]
        self.weights = np.zeros((n_features + 1, LANES), dtype=np.float32)
        self.n_iter = 0
        self._slack = np.ones((2, LANES))
        self._slack[:, :n_problems] = 0.5 / penalties
        self._least = np.where(np.arange(LANES) < n_problems, 0.0, np.inf)
        self._spread = np.repeat([[-np.inf], [np.inf]], LANES, axis=1)
        self._room = np.empty(_CHAINS * LANES, np.float32), np.empty(LANES, np.float32)

    def sweep(
        self,
        articles: csr_matrix,
        order: NDArray[np.intp],
        curvature: Precise,
        signs: NDArray[np.int8],
        weight: Precise,
        alphas: Precise,
    ) -> None:
        """Visit articles once.

        Parameters
        ----------
        articles : csr_matrix of float32, shape (n_articles, n_features)
        order : ndarray of intp
            The articles to visit.
        curvature : ndarray of float64, shape (n_articles,)
            As `curvature_of` returns it.
        signs : ndarray of int8, shape (n_articles, LANES)
        weight : ndarray of float64, shape (n_articles,)
        alphas : ndarray of float64, shape (n_articles, LANES)
            All 0 at the first sweep, as the last one left them after that.
        """
        _sweep(
            order,
            articles.data,
            articles.indices,
            articles.indptr.astype(np.int64),
            curvature,
            signs,
            self._slack,
            weight,
            self._least,
            alphas,
            self.weights,
            *self._room,
            self._spread,
        )

    def settle(self, tol: float) -> bool:
        """Let the problems rest that are solved, now that all articles were visited.

        Parameters
        ----------
        tol : float
            A problem is solved when its projected gradients lie no further apart.

        Returns
        -------
        bool
            Whether all are.
        """
        self.n_iter += 1
        width = self._spread[0] - self._spread[1]
        goes_on = np.isfinite(self._least) & (width > tol)
        self._least = np.where(goes_on, _PATIENCE * width, np.inf)
        self._spread[:] = [[-np.inf], [np.inf]]
        return not goes_on.any()


def curvature_of(articles: csr_matrix) -> Precise:
    """Return the squared length of each article, its constant feature included."""
    curvature = np.empty(articles.shape[0])
    _measure(articles.data, articles.indptr.astype(np.int64), curvature)
    return curvature


def in_lanes(signs: NDArray[np.int8]) -> NDArray[np.int8]:
    """Widen the signs of some problems to all lanes."""
    wide = np.ones((len(signs), LANES), dtype=np.int8)
    wide[:, : signs.shape[1]] = signs
    return wide


def descend(
    articles: csr_matrix, problems: Problems, *, tol: float, max_iter: int, seed: int
) -> tuple[Numbers, int]:
    """Find the weights that solve several problems.

    Those of one do not depend on which others it shares the sweeps with.

    Parameters
    ----------
    articles : csr_matrix of float32, shape (n_articles, n_features)
    problems : Problems
    tol : float
        A problem is solved when its projected gradients lie no further apart.
    max_iter : int
        Sweeps at most.
    seed : int
        Of the orders in which articles are visited.

    Returns
    -------
    weights : ndarray of float32, shape (n_features + 1, n_problems)
        The last row belongs to a feature that is 1 in every article.
    n_iter : int
        The number of sweeps.
    """
    n_articles, n_features = articles.shape
    descent = Descent(n_features, problems.penalties)
    signs, curvature = in_lanes(problems.signs), curvature_of(articles)
    alphas = np.zeros((n_articles, LANES))
    random = np.random.default_rng(seed)
    done = False
    while not done and descent.n_iter < max_iter:
        order = random.permutation(n_articles)
        descent.sweep(articles, order, curvature, signs, problems.weight, alphas)
        done = descent.settle(tol)
    return descent.weights[:, : problems.signs.shape[1]], descent.n_iter
