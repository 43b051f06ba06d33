"""Leak probes: fire on what gives the section away, not on what tells the topic."""

import random

from data.checks import Outcome, Status
from data.checks.catalogue import LEAK_AT_END
from tests.training.probes.samples import labelled
from tests.training.samples import sentence
from training.probes.fitting import Stretch, probe
from training.probes.inputs import Labelled
from training.probes.leaks import Edge, check_edges, check_removed

NAMES = ("Lục Lạc", "Sim Sơn", "Vân Khê")


def topical(articles: Labelled, seed: int) -> list[Stretch]:
    """Sentences that tell the section of some: the others are of any."""
    rng = random.Random(seed)
    return [
        Stretch(place, sentence(label if rng.random() < 0.5 else rng.randrange(3), rng, 6))
        for place, label in enumerate(articles.labels.tolist())
    ]


def signed(articles: Labelled, seed: int) -> list[Stretch]:
    return [
        Stretch(place, f"{text} {NAMES[articles.labels[place]]}")
        for place, text in topical(articles, seed)
    ]


def at_end(articles: Labelled, stretches: list[Stretch]) -> Outcome:
    edge = Edge("the last sentence", 0.25, stretches, topical(articles, 2))
    return check_edges(LEAK_AT_END, [edge], articles)


def test_an_end_like_the_middle_passes() -> None:
    articles = labelled(200)
    assert at_end(articles, topical(articles, 1)).status is Status.PASSED


def test_an_end_that_is_signed_by_section_is_found_and_the_names_are_named() -> None:
    articles = labelled(200)
    outcome = at_end(articles, signed(articles, 1))
    assert outcome.status is Status.FOUND
    assert outcome.message.startswith("the last sentence tells 100% of the sections")
    (example,) = outcome.examples
    assert all(f"'{name.lower()}'" in example.detail for name in NAMES)
    assert set(example.articles) <= set(articles.ids)
    assert example.articles


def test_few_articles_leave_it_undecided() -> None:
    articles = labelled(60)
    outcome = at_end(articles, signed(articles, 1))
    assert outcome.status is Status.UNDECIDED
    assert "200" in outcome.message


def test_removed_names_are_found_by_rule() -> None:
    articles = labelled(120)
    names = [Stretch(k, NAMES[label]) for k, label in enumerate(articles.labels.tolist())]
    photos = [Stretch(stretch.place, "Ảnh: Minh An") for stretch in names]
    outcome = check_removed({"photo-credit": photos, "byline": names}, articles)
    assert (outcome.status, outcome.count) == (Status.FOUND, 1)
    assert outcome.message == (
        "what the rule 'byline' removes tells 100% of the sections of 360 articles, guessing 33%"
    )
    assert "lạc" in outcome.examples[0].detail


def test_what_is_removed_everywhere_alike_passes() -> None:
    articles = labelled(120)
    photos = [Stretch(place, "Ảnh: Minh An") for place in range(360)]
    assert check_removed({"photo-credit": photos}, articles).status is Status.PASSED
    assert check_removed({}, articles).status is Status.PASSED


def test_what_is_removed_from_few_is_undecided() -> None:
    articles = labelled(120)
    outcome = check_removed({"byline": [Stretch(0, "Minh An")]}, articles)
    assert outcome.status is Status.UNDECIDED


def test_a_probe_tells_two_sections_too() -> None:
    articles = labelled(150)
    two = [stretch for stretch in signed(articles, 1) if articles.labels[stretch.place] < 2]
    probed = probe(two, articles.labels)
    assert probed is not None
    assert (probed.accuracy, probed.majority, probed.articles) == (1.0, 0.5, 150)
    assert {"lục lạc", "sim sơn"} <= set(probed.ngrams)


def test_a_probe_of_one_section_tells_nothing() -> None:
    articles = labelled(300)
    one = [stretch for stretch in signed(articles, 1) if articles.labels[stretch.place] == 0]
    assert probe(one, articles.labels) is None
