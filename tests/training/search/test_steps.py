"""What candidates are given to learn from and to answer."""

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix

from training.examples import articles_alone
from training.search.material import Material
from training.search.steps import Plan, Step
from training.splits import Split

NUMBER = 9_000


def plan_of(material: Material, number: int) -> tuple[Plan, Split]:
    random = np.random.default_rng(0)
    groups = random.integers(number // 2, size=number)
    split = Split(groups % 4, groups)
    labels = random.integers(3, size=number)
    corpus = replace(material.corpus, labels=labels, groups=groups)
    return Plan(corpus, split, np.arange(number)), split


def test_a_small_corpus_is_not_cut_smaller(material: Material) -> None:
    plan, _ = plan_of(material, NUMBER - 1)
    assert plan.steps == (Step(3, 0), Step(6, 1), Step(9, 2), Step(12, 3))


def test_a_large_one_is_begun_with_a_third(material: Material) -> None:
    plan, split = plan_of(material, NUMBER)
    first = plan.steps[0]
    assert (first.work, first.fold, first.whole) == (1, 0, False)
    numbered = csr_matrix(np.arange(NUMBER)[:, None])
    examples, labels, desks, single = plan.exam(first, articles_alone(numbered))
    places = examples.counts.toarray().ravel()
    assert len(labels) == len(places) == examples.n_articles
    np.testing.assert_array_equal(desks, places)
    np.testing.assert_array_equal(places[single.scored], plan.held_out(0))
    learnt = places[single.learnt(0)]
    assert 0.2 < len(learnt) / NUMBER < 0.3
    assert not np.isin(split.groups[learnt], split.groups[plan.held_out(0)]).any()


def test_a_fold_is_that_of_a_training(material: Material) -> None:
    plan, split = plan_of(material, 100)
    examples = articles_alone(csr_matrix(np.ones((100, 1))))
    for step in plan.steps:
        given, *_, single = plan.exam(step, examples)
        assert given is examples
        np.testing.assert_array_equal(single.learnt(0), split.learnt(step.fold))
        np.testing.assert_array_equal(single.scored, np.flatnonzero(split.folds == step.fold))
