"""What a model has learnt."""

import json
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from data.sections import Section
from model import SectionClassifier
from model.artifact import read_verified
from model.subclasses import best_of_each
from model.weights import LinearWeights

STRONGEST: Final = 20
"""N-grams of a section that an evaluation names."""


class Strength(NamedTuple):
    """An n-gram, and what one occurrence of it adds to a section's score before scaling."""

    ngram: str
    weight: float


def strongest_ngrams(classifier: SectionClassifier, number: int) -> dict[Section, list[Strength]]:
    """Return the n-grams whose one occurrence adds most to each section's score.

    Parameters
    ----------
    classifier : SectionClassifier
    number : int
        How many for each section.
    """
    return strongest_of(classifier.weights, classifier.ngrams, classifier.sections, number)


def strongest_of(
    weights: LinearWeights, ngrams: Sequence[str], sections: Sequence[Section], number: int
) -> dict[Section, list[Strength]]:
    """Do the same for a model that is not on disk yet.

    Parameters
    ----------
    weights : LinearWeights
    ngrams : sequence of str
        In feature order.
    sections : sequence of Section
        In column order.
    number : int
    """
    each = weights.coefficients * weights.scales * weights.idf[:, None]
    strength = best_of_each(each, weights.owners)
    best = np.argsort(-strength, axis=0, kind="stable")[:number]
    return {
        section: [
            Strength(ngrams[feature], float(strength[feature, column]))
            for feature in best[:, column].tolist()
        ]
        for column, section in enumerate(sections)
    }


def evaluation_of(classifier: SectionClassifier) -> dict[str, Any] | None:
    """Return the figures of the evaluation a model was born with; None without one.

    Raises
    ------
    DamagedArtifact
    """
    if "evaluation" not in classifier.manifest.files:
        return None
    content = read_verified(classifier.path, classifier.manifest, "evaluation")
    figures: dict[str, Any] = json.loads(content)
    return figures
