"""Columns selected from a wide count are those of a count of their own."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.base import clone

from data.errors import NothingToCount
from training.config import FeaturesConfig
from training.search.families import Families
from training.search.material import Material


@pytest.mark.parametrize(
    "features",
    [
        FeaturesConfig(),
        FeaturesConfig(ngram_range=(1, 1), headlines=False),
        FeaturesConfig(ngram_range=(1, 3), min_df=5, excerpts=0.2),
        FeaturesConfig(ngram_range=(2, 2), min_df=8),
    ],
)
def test_a_selection_is_what_a_training_counts(
    features: FeaturesConfig, material: Material
) -> None:
    vectorizer = clone(material.read.vectorizer).set_params(
        ngram_range=features.ngram_range, min_df=features.min_df, headlines=features.headlines
    )
    _, counted = replace(material.read, vectorizer=vectorizer, weight=features.excerpts).count()
    families = Families(material.read, 2)
    families.of(FeaturesConfig(ngram_range=(1, 3)))
    selected = families.of(features)
    assert (selected.counts != counted.counts).nnz == 0
    np.testing.assert_array_equal(selected.counts.indices, counted.counts.indices)
    np.testing.assert_array_equal(selected.orders, counted.orders)
    np.testing.assert_array_equal(selected.lengths, counted.lengths)
    assert selected.weight == features.excerpts


def test_a_candidate_may_find_nothing_to_count(material: Material) -> None:
    with pytest.raises(NothingToCount):
        Families(material.read, 2).of(FeaturesConfig(min_df=100_000))
