"""Labels that the rest of the corpus contradicts."""

import random

import numpy as np
from numpy.typing import NDArray

from data.checks import Outcome, Status
from model.vectorizer import NgramVectorizer
from tests.training.probes.samples import labelled, story
from training.probes.inputs import Labelled
from training.probes.judging import judge
from training.probes.labels import check_labels
from training.progress import Silence


def checked(
    articles: Labelled, truth: NDArray[np.intp], groups: NDArray[np.intp] | None = None
) -> Outcome:
    rng = random.Random(0)
    texts = [story(label, rng) for label in truth.tolist()]
    counts = NgramVectorizer(min_df=1, headlines=False).fit_transform(texts)
    groups = np.arange(len(texts)) if groups is None else groups
    return check_labels(judge(counts, articles, groups, jobs=1, progress=Silence()))


def test_right_labels_pass() -> None:
    articles = labelled(60)
    assert checked(articles, articles.labels).status is Status.PASSED


def test_wrong_labels_are_listed_with_a_better_one() -> None:
    right = labelled(60)
    labels = right.labels.copy()
    wrong = [0, 31, 62, 93]
    labels[wrong] = (labels[wrong] + 1) % 3
    outcome = checked(right._replace(labels=labels), right.labels)
    assert outcome.status is Status.FOUND
    listed = {example.articles[0]: example.detail for example in outcome.examples}
    assert set(listed) == {f"a{place}" for place in wrong}
    assert listed["a0"] == "labelled Mục 1, rather Mục 0"
    assert outcome.count == len(wrong)


def test_a_classifier_that_knows_nothing_is_no_witness() -> None:
    articles = labelled(60)
    shuffled = np.random.default_rng(0).permutation(articles.labels)
    outcome = checked(articles, shuffled)
    assert outcome.status is Status.UNDECIDED
    assert "of the sections only" in outcome.message


def test_sections_of_a_few_different_texts_cannot_be_judged() -> None:
    assert checked(labelled(9), labelled(9).labels).status is Status.UNDECIDED
    articles = labelled(60)
    assert checked(articles, articles.labels, groups=articles.labels).status is Status.UNDECIDED
