"""Leak probes, which tell the section from what should not tell it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from data.checks.catalogue import LEAK_IN_REMOVED
from data.checks.outcome import Check, Example, Outcome
from training.probes.fitting import FEWEST, Probed, Stretch, probe
from training.probes.inputs import Labelled

_REMOVED_AHEAD: Final = 0.15
"""By so much a piece that is removed must beat guessing to give sections away."""

_SHOWN: Final = 20
_NAMED: Final = 8


class Edge(NamedTuple):
    """The beginnings or ends of articles, beside their middles.

    Attributes
    ----------
    name : str
        Such as "the first sentence".
    usual : float
        How much of what the middle leaves untold it may tell without being suspected, 0 to 1.
    stretches, middles : list of Stretch
        Of the same articles, in the same order; of like length.
    """

    name: str
    usual: float
    stretches: list[Stretch]
    middles: list[Stretch]


def check_edges(check: Check, edges: Sequence[Edge], articles: Labelled) -> Outcome:
    """Ask whether beginnings or ends tell the section much better than the middle does.

    A beginning tells the topic, as it should; it is a leak that it may not be.

    Parameters
    ----------
    check : Check
    edges : sequence of Edge
    articles : Labelled
    """
    decided = False
    examples = []
    for edge in edges:
        at_edge = probe(edge.stretches, articles.labels)
        in_middle = probe(edge.middles, articles.labels)
        if at_edge is None or in_middle is None:
            continue
        decided = True
        if _told_besides(at_edge, in_middle) <= edge.usual:
            continue
        telling = set(at_edge.told) - set(in_middle.told)
        detail = (
            f"{edge.name} tells {at_edge.accuracy:.0%} of the sections, as much text from "
            f"the middle {in_middle.accuracy:.0%}; by {_named(_own(at_edge, in_middle))}"
        )
        shown = [place for place in at_edge.told if place in telling][:_SHOWN]
        examples.append(Example(tuple(articles.ids[place] for place in shown), detail))
    if examples:
        return check.found(len(examples), examples[0].detail.partition(";")[0], examples)
    if not decided:
        return check.undecided(f"fewer than {FEWEST} articles are long enough to be compared")
    return check.passed()


def _told_besides(at_edge: Probed, in_middle: Probed) -> float:
    """Return how much of what the middle leaves untold an edge tells, less two standard errors.

    A share, so that it does not matter how much is left: a middle may tell little or nearly all.
    """
    ahead = at_edge.accuracy - in_middle.accuracy
    error = math.sqrt(at_edge.variance + in_middle.variance)
    return (ahead - 2 * error) / max(1 - in_middle.accuracy, 1 / in_middle.articles)


def _own(at_edge: Probed, in_middle: Probed) -> list[str]:
    """Order the n-grams of an edge by how much more telling they are there than in the middle."""
    ngrams, others = at_edge.ngrams, in_middle.ngrams
    return sorted(ngrams, key=lambda ngram: others.get(ngram, 0.0) - ngrams[ngram])


def check_removed(removed: Mapping[str, list[Stretch]], articles: Labelled) -> Outcome:
    """Ask whether what the cleaning rules take out of the articles tells the section.

    Parameters
    ----------
    removed : mapping of str to list of Stretch
        By rule.
    articles : Labelled
    """
    probed = {rule: probe(stretches, articles.labels) for rule, stretches in removed.items()}
    told = {rule: each for rule, each in probed.items() if each is not None}
    leaks = [rule for rule, each in told.items() if each.surely_ahead() > _REMOVED_AHEAD]
    if leaks:
        leaks.sort(key=lambda rule: -told[rule].surely_ahead())
        examples = [
            Example(
                tuple(articles.ids[place] for place in told[rule].told[:_SHOWN]),
                f"{rule}: {_described(told[rule], len(removed[rule]))}",
            )
            for rule in leaks
        ]
        worst = _described(told[leaks[0]], len(removed[leaks[0]])).partition(";")[0]
        message = f"what the rule {leaks[0]!r} removes {worst}"
        if len(leaks) > 1:
            message += f"; {len(leaks) - 1} more give sections away"
        return LEAK_IN_REMOVED.found(len(leaks), message, examples)
    if removed and not told:
        most = max(map(len, removed.values()))
        return LEAK_IN_REMOVED.undecided(
            f"no cleaning rule applies to more than {most} articles, too few to tell"
        )
    return LEAK_IN_REMOVED.passed()


def _described(probed: Probed, articles: int) -> str:
    return (
        f"tells {probed.accuracy:.0%} of the sections of {articles:,} articles, "
        f"guessing {probed.majority:.0%}; by {_named(probed.ngrams)}"
    )


def _named(ngrams: Iterable[str]) -> str:
    return ", ".join(map(repr, islice(ngrams, _NAMED)))
