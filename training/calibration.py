"""From linear scores to probabilities one can trust, and from those to a threshold."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.special import log_softmax, softmax

from model.doubts import falls_short, leeway
from model.manifest import Calibration
from training.crossvalidation import HeldOut

_TEMPERATURES = (1e-3, 1e3)
_MOST_COMPRESSION = 5.0
_UNLIKE_NEWS = 0.005
"""Share of the articles, and of their openings, that may pass for something else."""


def calibrate(held_out: HeldOut, labels: NDArray[np.intp], precision: float) -> Calibration:
    """Learn from held-out articles how sure a model may be, and of what.

    One curve serves articles, openings and headlines. The threshold is that of articles.

    Parameters
    ----------
    held_out : HeldOut
    labels : ndarray of intp, shape (n_scored,)
    precision : float
        The share of accepted answers that is to be right.
    """
    n_parts, _, n_sections = held_out.scores.shape
    every = held_out.scores.reshape(-1, n_sections)
    temperature, compression = fit_curve(every, np.tile(labels, n_parts))
    coverage = least_coverage(held_out)
    told = is_known(held_out.known[0], held_out.lengths[0], coverage)
    probability = probabilities(held_out.scores[0][told], temperature, compression)
    right = probability.argmax(axis=1) == labels[told]
    return Calibration(
        temperature=temperature,
        compression=compression,
        threshold=choose_threshold(probability.max(axis=1), right, precision),
        coverage=coverage,
    )


def is_known(
    known: NDArray[np.floating], lengths: NDArray[np.integer], coverage: tuple[float, float]
) -> NDArray[np.bool_]:
    """Tell of which texts as much is known as of news in Vietnamese.

    Parameters
    ----------
    known : ndarray, shape (n_texts, 2)
        Known syllables and pairs.
    lengths : ndarray of int, shape (n_texts,)
        In syllables.
    coverage : tuple of float
        As `least_coverage` returns it.
    """
    syllables = np.maximum(lengths, 1).astype(float)
    singles, pairs = coverage
    too_few = falls_short(known[:, 0], syllables, singles, syllables)
    too_few |= falls_short(known[:, 1], syllables - 1, pairs, syllables)
    return np.asarray(~too_few)


def least_coverage(held_out: HeldOut) -> tuple[float, float]:
    """Return how much is known of news in Vietnamese at least, of syllables and of pairs.

    Half a per cent of the held-out articles and openings has less. Headlines are too short to tell.
    """
    known, lengths = held_out.known[:2].reshape(-1, 2), held_out.lengths[:2].ravel()
    told = lengths > 1
    seen = np.stack([lengths, lengths - 1], axis=1)[told]
    if not len(seen):
        return 0.0, 0.0
    least = np.quantile(
        known[told] / (seen * leeway(lengths[told].astype(float))[:, None]), _UNLIKE_NEWS, axis=0
    )
    singles, pairs = np.minimum(least, 1.0).tolist()
    return singles, pairs


def fit_temperature(scores: NDArray[np.floating], labels: NDArray[np.intp]) -> float:
    """Find the temperature at which the softmax of held-out scores fits their labels best.

    Parameters
    ----------
    scores : ndarray, shape (n_articles, n_sections)
        Scores of articles the classifier was not fitted on.
    labels : ndarray of intp, shape (n_articles,)

    Returns
    -------
    float
        What the scores are to be divided by: the minimum of the log loss, to which one made-up
        article counts that could be of any section. It keeps the temperature from zero, and so
        the probabilities from certainty, where all articles are scored right.

    References
    ----------
    Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017,
    section 4.2.
    """

    def log_loss(log_temperature: float) -> float:
        return _log_loss(scores / np.exp(log_temperature), labels)

    found = minimize_scalar(log_loss, bounds=tuple(np.log(_TEMPERATURES)), method="bounded")
    return float(np.exp(found.x))


def fit_curve(scores: NDArray[np.floating], labels: NDArray[np.intp]) -> tuple[float, float]:
    """Find the temperature and the compression at which held-out scores fit their labels best.

    A support vector machine pushes its articles beyond a score of 1 and lets them be there: above 0
    the distance says less than below.

    Parameters
    ----------
    scores : ndarray, shape (n_articles, n_sections)
    labels : ndarray of intp, shape (n_articles,)

    Returns
    -------
    temperature, compression : float
        What `probabilities` is to be given.
    """
    start = np.log(fit_temperature(scores, labels)), 0.0

    def log_loss(curve: NDArray[np.float64]) -> float:
        return _log_loss(compress(scores, curve[1]) / np.exp(curve[0]), labels)

    bounds = (tuple(np.log(_TEMPERATURES)), (0.0, _MOST_COMPRESSION))
    found = minimize(log_loss, start, method="L-BFGS-B", bounds=bounds)
    return float(np.exp(found.x[0])), float(found.x[1])


def _log_loss(scores: NDArray[np.floating], labels: NDArray[np.intp]) -> float:
    logs = log_softmax(scores, axis=1)
    return float(-logs[np.arange(len(labels)), labels].sum() - logs.mean())


def compress(scores: NDArray[np.floating], compression: float) -> NDArray[np.float64]:
    """Press positive scores together: `s` becomes ``s / (1 + compression * s)``."""
    whole = scores.astype(np.float64)
    return whole / (1.0 + compression * np.maximum(whole, 0.0))


def probabilities(
    scores: NDArray[np.floating], temperature: float, compression: float = 0.0
) -> NDArray[np.float64]:
    """Return the softmax of the scores, compressed, at a temperature, row by row."""
    return np.asarray(softmax(compress(scores, compression) / temperature, axis=1))


def choose_threshold(
    confidence: NDArray[np.floating], correct: NDArray[np.bool_], precision: float
) -> float:
    """Find the lowest confidence from which on answers are right often enough.

    Parameters
    ----------
    confidence : ndarray, shape (n_articles,)
    correct : ndarray of bool, shape (n_articles,)
    precision : float
        The share of accepted answers that is to be right.

    Returns
    -------
    float
        1.0, which a softmax hardly reaches, where no threshold gives that precision.

    Examples
    --------
    >>> confidence = np.array([0.9, 0.8, 0.6, 0.5])
    >>> choose_threshold(confidence, np.array([True, True, False, True]), 0.9)
    0.8
    """
    order = np.argsort(-confidence, kind="stable")
    ranked = confidence[order]
    right = np.cumsum(correct[order]) / np.arange(1, len(order) + 1)
    # Answers of one confidence are accepted together, so only the last of them is a cut.
    is_cut = np.append(ranked[1:] < ranked[:-1], True)
    cuts = np.flatnonzero(is_cut & (right >= precision))
    return float(ranked[cuts[-1]]) if len(cuts) else 1.0
