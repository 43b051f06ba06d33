"""What a model has learnt."""

import numpy as np

from data.sections import Section
from model import SectionClassifier


def strongest_ngrams(classifier: SectionClassifier, number: int) -> dict[Section, list[str]]:
    """Return the n-grams whose one occurrence adds most to each section's score.

    Parameters
    ----------
    classifier : SectionClassifier
    number : int
        How many for each section.
    """
    weights, ngrams = classifier.weights, classifier.ngrams
    strength = weights.coefficients * weights.scales * weights.idf[:, None]
    best = np.argsort(-strength, axis=0, kind="stable")[:number]
    return {
        section: [ngrams[feature] for feature in best[:, column]]
        for column, section in enumerate(classifier.sections)
    }
