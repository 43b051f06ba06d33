"""A quick classifier for probes, to see how well it tells the sections of unseen texts."""

import math
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedShuffleSplit

from model.vectorizer import EmptyVocabulary, NgramVectorizer
from training.config import TrainConfig
from training.fitting import decision_scores, fit_steps

FEWEST: Final = 200
"""Texts a probe needs: half of them are held out, so that its accuracy is known to 0.05."""

_MOST: Final = 12_000
"""Texts a probe takes; more would only make it slower."""

_FEWEST_OF_SECTION: Final = 4
_NAMED: Final = 500

_PLAIN: Final = TrainConfig.model_validate({"classifier": {"class_weight": "none"}})


class Stretch(NamedTuple):
    """A part of an article's text: the article's place in the corpus, and the part."""

    place: int
    text: str


class Probed(NamedTuple):
    """What a probe told.

    Attributes
    ----------
    accuracy : float
        Share of the held-out texts whose section it told.
    majority : float
        Share of the largest section among them: what guessing would tell.
    articles : int
        How many were held out.
    told : list of int
        The places of the articles whose section it told, the surest first.
    ngrams : dict of str to float
        What it told them by, the most telling first, with what each adds to the scores.
    """

    accuracy: float
    majority: float
    articles: int
    told: list[int]
    ngrams: dict[str, float]

    @property
    def variance(self) -> float:
        """The squared standard error of the accuracy."""
        return self.accuracy * (1 - self.accuracy) / self.articles

    def surely_ahead(self) -> float:
        """Return by how much it is better than guessing, less two standard errors."""
        return self.accuracy - self.majority - 2 * math.sqrt(self.variance)


def probe(stretches: list[Stretch], labels: NDArray[np.intp]) -> Probed | None:
    """Fit a classifier on half of some texts, and let it tell the sections of the other half.

    Parameters
    ----------
    stretches : list of Stretch
    labels : ndarray of intp, shape (n_articles,)
        The section of each article of the corpus.

    Returns
    -------
    Probed or None
        None where there are too few texts of two sections.
    """
    if len(stretches) > _MOST:
        drawn = np.random.default_rng(0).choice(len(stretches), _MOST, replace=False)
        stretches = [stretches[k] for k in np.sort(drawn)]
    places = np.array([stretch.place for stretch in stretches], dtype=np.intp)
    counted = np.bincount(labels[places], minlength=labels.max() + 1)
    kept = np.flatnonzero(counted[labels[places]] >= _FEWEST_OF_SECTION)
    if len(kept) < FEWEST or len(np.unique(labels[places[kept]])) < 2:
        return None
    places = places[kept]
    own = np.unique(labels[places], return_inverse=True)[1]
    vectorizer = NgramVectorizer(min_df=2, headlines=False)
    try:
        counts = vectorizer.fit_transform(stretches[k].text for k in kept)
    except EmptyVocabulary:
        return None
    ((learnt, held_out),) = StratifiedShuffleSplit(1, test_size=0.5, random_state=0).split(own, own)
    tfidf, classifier = fit_steps(counts[learnt], own[learnt], _PLAIN, jobs=1)
    weighted = tfidf.transform(counts[held_out])
    scores = decision_scores(classifier, weighted)
    right = np.flatnonzero(scores.argmax(axis=1) == own[held_out])
    surest = right[np.argsort(-scores[right].max(axis=1), kind="stable")]
    coefficients = classifier.coef_
    added = _added(weighted[right], own[held_out][right], coefficients) / len(held_out)
    telling = np.argsort(-added, kind="stable")[:_NAMED]
    names = vectorizer.take(telling).get_feature_names_out().tolist()
    return Probed(
        accuracy=len(right) / len(held_out),
        majority=float(np.bincount(own[held_out]).max() / len(held_out)),
        articles=len(held_out),
        told=places[held_out][surest].tolist(),
        ngrams=dict(zip(names, added[telling].tolist(), strict=True)),
    )


def _added(
    weighted: csr_matrix, labels: NDArray[np.intp], coefficients: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what each n-gram adds to the scores of the right sections, all texts together."""
    if len(coefficients) == 1:  # of two sections, the first has the opposite of the second's
        coefficients = np.concatenate([-coefficients, coefficients])
    added = np.zeros(weighted.shape[1])
    for label in np.unique(labels):
        sums = np.asarray(weighted[labels == label].sum(axis=0)).ravel()
        added += sums * coefficients[label]
    return added
