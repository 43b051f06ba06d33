"""Support vectors by dual coordinate descent, for several sections in each sweep.

The algorithm is that of Hsieh, Chang, Lin, Keerthi and Sundararajan, "A dual coordinate descent
method for large-scale linear SVM" (ICML 2008), for the squared hinge loss. A sweep visits each
article once. What it costs is to fetch the weights of the article's features; those of `LANES`
sections lie side by side and come at one stroke.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from model.compiled import compiled
from model.intrinsics import LANES, add_lanes

_CHAINS: Final = 4
_STILL: Final = 1e-12

Numbers = NDArray[np.float32]
Precise = NDArray[np.float64]


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
    active: NDArray[np.bool_],
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
        1 where an article is of a lane's section, else -1.
    slack : ndarray of float64, shape (2, LANES)
        What the loss adds to the curvature, for articles of the other sections and of its own.
    weight : ndarray of float64, shape (n_articles,)
        How much an article counts; its slack is divided by it.
    active : ndarray of bool, shape (LANES,)
    alphas : ndarray of float64, shape (n_articles, LANES)
        The dual variables, improved in place.
    weights : ndarray of float32, shape (n_features + 1, LANES)
        Kept in step with them. The last row belongs to the constant feature.
    margins, moves : ndarray of float32, shape (_CHAINS * LANES,) and (LANES,)
        Room to work in.
    spread : ndarray of float64, shape (2, LANES)
        Filled with the highest and the lowest projected gradient.
    """
    flat = weights.reshape(-1)
    constant = (weights.shape[0] - 1) * LANES
    spread[0, :] = -np.inf
    spread[1, :] = np.inf
    for article in order:
        first, stop = bounds[article], bounds[article + 1]
        margins[:] = 0.0
        add_lanes(margins, 0, flat, constant, np.float32(1.0))
        for entry in range(first, stop):
            chain = entry % _CHAINS * LANES
            add_lanes(margins, chain, flat, columns[entry] * LANES, values[entry])
        moved = False
        for lane in range(LANES):
            moves[lane] = 0.0
            if active[lane]:
                margin = 0.0
                for chain in range(_CHAINS):
                    margin += margins[chain * LANES + lane]
                sign = signs[article, lane]
                extra = slack[1 if sign > 0 else 0, lane] / weight[article]
                alpha = alphas[article, lane]
                gradient = sign * margin - 1.0 + extra * alpha
                projected = min(gradient, 0.0) if alpha == 0.0 else gradient
                spread[0, lane] = max(spread[0, lane], projected)
                spread[1, lane] = min(spread[1, lane], projected)
                if abs(projected) > _STILL:
                    better = max(alpha - gradient / (curvature[article] + extra), 0.0)
                    moves[lane] = np.float32((better - alpha) * sign)
                    alphas[article, lane] = better
                    moved = True
        if moved:
            add_lanes(flat, constant, moves, 0, np.float32(1.0))
            for entry in range(first, stop):
                add_lanes(flat, columns[entry] * LANES, moves, 0, values[entry])


class Problem(NamedTuple):
    """Some sections, each to be told from all others.

    Attributes
    ----------
    signs : ndarray of int8, shape (n_articles, n_sections)
        1 where an article is of the section, else -1; `n_sections` is at most `LANES`.
    penalties : ndarray of float64, shape (2, n_sections)
        The price of a loss on an article of another section, and on one of its own.
    weight : ndarray of float64, shape (n_articles,)
        What that price is multiplied by for each article.
    """

    signs: NDArray[np.int8]
    penalties: Precise
    weight: Precise


def descend(
    articles: csr_matrix, problem: Problem, *, tol: float, max_iter: int, seed: int
) -> tuple[Numbers, int]:
    """Find the weights of several sections.

    Those of a section do not depend on which others it shares the sweeps with.

    Parameters
    ----------
    articles : csr_matrix of float32, shape (n_articles, n_features)
    problem : Problem
    tol : float
        A section is done when its projected gradients lie no further apart.
    max_iter : int
        Sweeps at most.
    seed : int
        Of the orders in which articles are visited.

    Returns
    -------
    weights : ndarray of float32, shape (n_features + 1, n_sections)
        The last row belongs to a feature that is 1 in every article.
    n_iter : int
        The number of sweeps.
    """
    n_articles, n_features = articles.shape
    n_sections = problem.signs.shape[1]
    signs = np.ones((n_articles, LANES), dtype=np.int8)
    signs[:, :n_sections] = problem.signs
    slack = np.ones((2, LANES))
    slack[:, :n_sections] = 0.5 / problem.penalties
    active = np.arange(LANES) < n_sections
    squares = articles.data.astype(np.float64) ** 2
    lengths = np.add.reduceat(np.append(squares, 0.0), articles.indptr[:-1])
    curvature = 1.0 + np.where(np.diff(articles.indptr) > 0, lengths, 0.0)
    alphas = np.zeros((n_articles, LANES))
    weights = np.zeros((n_features + 1, LANES), dtype=np.float32)
    margins = np.empty(_CHAINS * LANES, dtype=np.float32)
    moves = np.empty(LANES, dtype=np.float32)
    spread = np.empty((2, LANES))
    bounds = articles.indptr.astype(np.int64)
    random = np.random.default_rng(seed)
    n_iter = 0
    while n_iter < max_iter and active.any():
        n_iter += 1
        _sweep(
            random.permutation(n_articles),
            articles.data,
            articles.indices,
            bounds,
            curvature,
            signs,
            slack,
            problem.weight,
            active,
            alphas,
            weights,
            margins,
            moves,
            spread,
        )
        active &= spread[0] - spread[1] > tol
    return weights[:, :n_sections], n_iter
