"""What the cleaning rules take away from a classifier, or give it."""

import random

import numpy as np

from data.checks import Outcome, Status
from model.hashing import hash_corpus
from tests.training.probes.samples import labelled, story
from training.probes.effect import check_cleaning
from training.probes.inputs import Labelled, Versions
from training.probes.judging import judge
from training.progress import Silence

NAMES = ("Lục Lạc", "Sim Sơn", "Vân Khê")


def stories(articles: Labelled) -> list[str]:
    """Short stories, half of them of any section."""
    rng = random.Random(0)
    return [
        story(label if rng.random() < 0.5 else rng.randrange(3), rng, 1)
        for label in articles.labels.tolist()
    ]


def checked(articles: Labelled, cleaned: list[str], given: list[str]) -> Outcome:
    changed = np.array([one != other for one, other in zip(cleaned, given, strict=True)])
    texts = (
        text
        for one, other in zip(cleaned, given, strict=True)
        for text in ([one] if one == other else [one, other])
    )
    versions = Versions(hash_corpus(texts), changed)
    ngrams = versions.cleaned()
    assert ngrams is not None
    groups = np.arange(len(cleaned))
    judged = judge(ngrams.counts, articles, groups, jobs=1, progress=Silence())
    return check_cleaning(judged, versions, jobs=1, progress=Silence())


def accuracies(outcome: Outcome) -> tuple[float, float]:
    """With the rules, and without."""
    words = outcome.message.split()
    return float(words[1]), float(words[6])


def test_names_that_are_removed_would_have_told_more() -> None:
    articles = labelled(60)
    cleaned = stories(articles)
    given = [f"{text} {NAMES[k]}" for text, k in zip(cleaned, articles.labels, strict=True)]
    outcome = checked(articles, cleaned, given)
    with_rules, without = accuracies(outcome)
    assert with_rules < 0.8
    assert without > 0.98
    lost, *_ = outcome.examples
    assert lost.detail == f"{len(lost.articles)} told right without the rules, wrong with them"
    assert len(lost.articles) >= round((without - with_rules) * 180)
    assert set(lost.articles) <= set(articles.ids)


def test_what_hides_the_section_is_better_removed() -> None:
    articles = labelled(60)
    cleaned = [
        f"{text} {NAMES[k]}" for text, k in zip(stories(articles), articles.labels, strict=True)
    ]
    given = stories(articles)
    with_rules, without = accuracies(checked(articles, cleaned, given))
    assert with_rules > without


def test_only_the_changed_articles_are_counted_as_changed() -> None:
    articles = labelled(60)
    texts = stories(articles)
    given = [f"{text} Lục Lạc" if place < 18 else text for place, text in enumerate(texts)]
    outcome = checked(articles, texts, given)
    assert (outcome.status, outcome.count) == (Status.FOUND, 18)
    assert outcome.message.endswith(" without: 10.0% of the articles are changed")


def test_unchanged_texts_pass_and_few_changed_ones_are_undecided() -> None:
    few = labelled(9)
    texts = stories(few)
    assert checked(few, texts, texts).status is Status.PASSED
    outcome = checked(few, texts, [f"{text} Lục Lạc" for text in texts])
    assert outcome.status is Status.UNDECIDED
    assert "10 different texts" in outcome.message


def test_each_version_of_a_text_is_counted_with_its_own_article() -> None:
    hashed = hash_corpus(["a a", "b", "a", "a c c", "b c"])
    versions = Versions(hashed, np.array([False, True, True]))
    cleaned, given = versions.cleaned(), versions.as_given(max_features=2)
    assert cleaned is not None
    assert given is not None
    assert cleaned.vectorizer.get_feature_names_out().tolist() == ["a"]
    assert cleaned.counts.toarray().tolist() == [[2], [0], [1]]
    assert given.counts.toarray().tolist() == [[2], [1], [0]]
