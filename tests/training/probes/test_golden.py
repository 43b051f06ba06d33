"""Single n-grams that give a section away."""

import random

import numpy as np

from data.checks import Outcome, Status
from model.vectorizer import NgramVectorizer
from tests.training.probes.samples import labelled, story
from training.probes.golden import check_golden_ngrams
from training.probes.inputs import Labelled, Ngrams


def checked(texts: list[str], articles: Labelled) -> Outcome:
    vectorizer = NgramVectorizer(min_df=1, headlines=False)
    return check_golden_ngrams(Ngrams(vectorizer.fit_transform(texts), vectorizer), articles)


def stories(articles: Labelled) -> list[str]:
    rng = random.Random(0)
    # Every section uses the words of all three, some more often than others.
    return [
        " ".join(story(k, rng, 1) for k in [0, 1, 2, label, label])
        for label in articles.labels.tolist()
    ]


def test_stories_of_common_words_have_none() -> None:
    articles = labelled(60)
    assert checked(stories(articles), articles).status is Status.PASSED


def test_a_footer_of_a_section_is_named_once() -> None:
    articles = labelled(60)
    texts = stories(articles)
    for place in np.flatnonzero(articles.labels == 1)[:24]:
        texts[place] += " Chuyên trang Lục Lạc."
    outcome = checked(texts, articles)
    assert (outcome.status, outcome.count) == (Status.FOUND, 1)
    assert outcome.message == "'lạc' alone gives 'Mục 1' away"
    (example,) = outcome.examples
    assert "'lục lạc'" in example.detail
    assert "in 24 articles, 100.0% of them Mục 1, 40% of that section" in example.detail
    assert example.articles == ("a1", "a4", "a7")


def test_two_phrases_are_two_findings() -> None:
    articles = labelled(60)
    texts = stories(articles)
    for label, phrase in enumerate(("Lục Lạc", "Sim Sơn")):
        for place in np.flatnonzero(articles.labels == label)[:30]:
            texts[place] += f" {phrase}."
    assert checked(texts, articles).count == 2


def test_a_word_of_the_topic_comes_again_and_is_none() -> None:
    articles = labelled(60)
    texts = stories(articles)
    for place in np.flatnonzero(articles.labels == 1)[:24]:
        texts[place] += " Khinh khí cầu, khinh khí cầu, khinh khí cầu."
    assert checked(texts, articles).status is Status.PASSED


def test_what_stands_in_other_sections_too_is_none() -> None:
    articles = labelled(60)
    texts = [f"{text} Lục Lạc." for text in stories(articles)]
    assert checked(texts, articles).status is Status.PASSED


def test_small_sections_cannot_show_one() -> None:
    articles = labelled(14)
    assert checked(stories(articles), articles).status is Status.UNDECIDED
