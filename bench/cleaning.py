"""What the cleaning rules find in a corpus, and what it costs to look.

    python bench/cleaning.py vntc-train.parquet [--model DIR] [--timed 300]
    python bench/cleaning.py vntc-train.parquet --show byline [--examples 20]

Every article is cleaned once and its finds are counted; then some, drawn with a fixed seed, are
timed one by one: cleaned by the rules alone, and classified, where compiled code does the most of
it. The time of an article is the best of several runs, as others share the machine.
With `--show` some finds of one rule are printed between the words around them, to judge them by.
"""

import argparse
import random
import statistics
import timeit
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from data.cleaning import RULES, Cleaned, Glances, clean
from data.readers import read_corpus
from model import SectionClassifier
from model.glance import glance
from model.ngrams import code_points
from model.scorer import Scorer
from model.scoring import N_FACTS
from model.shipped import shipped_model

RUNS, CALLS = 25, 8
AROUND = 40


def microseconds(work: Callable[[], object]) -> float:
    """Time a piece of work."""
    return min(timeit.repeat(work, number=CALLS, repeat=RUNS)) / CALLS * 1e6


def show_counts(cleaned: Sequence[Cleaned], console: Console) -> None:
    """Print how often each rule fired, and in how many articles."""
    finds = Counter(found.rule for one in cleaned for found in one.removed)
    articles = Counter(rule for one in cleaned for rule in {found.rule for found in one.removed})
    table = Table(title=f"{len(cleaned):,} articles", title_justify="left")
    for heading in ("rule", "finds", "articles"):
        table.add_column(heading, justify="left" if heading == "rule" else "right")
    for rule in RULES:
        table.add_row(rule, f"{finds[rule]:,}", f"{articles[rule]:,}")
    changed = sum(bool(one.removed) for one in cleaned)
    table.add_row("any", f"{finds.total():,}", f"{changed:,}")
    console.print(table)


def show_times(drawn: Sequence[Cleaned], console: Console) -> None:
    """Print what an article costs that has nothing to remove, and what any does."""
    times = [microseconds(partial(clean, one.given)) for one in drawn]
    untouched = [time for time, one in zip(times, drawn, strict=True) if not one.removed]
    letters = statistics.mean(len(one.given) for one in drawn)
    console.print(
        f"{len(drawn)} articles of {letters:,.0f} characters: median {statistics.median(times):.1f}"
        f" µs, mean {statistics.mean(times):.1f} µs; the {len(untouched)} with nothing to remove:"
        f" median {statistics.median(untouched):.1f} µs, mean {statistics.mean(untouched):.1f} µs"
    )


def show_share(drawn: Sequence[Cleaned], model: Path, console: Console) -> None:
    """Print what cleaning adds to an answer: a glance at every article, the rules for some."""
    classifier = SectionClassifier.load(model)
    glances = np.array([microseconds(partial(glance, code_points(one.given))) for one in drawn])
    cleaned = np.array([microseconds(partial(classifier.classify, one.text)) for one in drawn])
    given = np.array([microseconds(partial(classifier.classify, one.given)) for one in drawn])
    added = given - cleaned + glances
    alone = given - added
    console.print(
        f"classified in {np.median(given):.1f} µs (mean {given.mean():.1f}); cleaning adds"
        f" {np.median(added):.1f} µs (mean {added.mean():.1f}), {np.median(added / alone):.0%}"
        f" (mean {added.sum() / alone.sum():.0%}); the rules look at"
        f" {looked_at(drawn, classifier):.0%} of the articles"
    )


def looked_at(drawn: Sequence[Cleaned], classifier: SectionClassifier) -> float:
    """Say of which share of the articles compiled code cannot tell what the rules would find."""
    looked: list[str] = []

    def look(text: str, _: Glances) -> str:
        looked.append(text)
        return text

    scorer = Scorer(classifier.weights, clean=look, cuts=True)
    answers = np.empty((len(drawn), 2, len(classifier.sections)))
    scorer.score([one.given for one in drawn], answers, np.empty((len(drawn), N_FACTS), np.int64))
    return len(looked) / len(drawn)


def show_finds(cleaned: Sequence[Cleaned], rule: str, examples: int, console: Console) -> None:
    """Print finds of one rule between the words around them."""
    finds = [(one.given, found) for one in cleaned for found in one.removed if found.rule == rule]
    for text, found in random.Random(0).sample(finds, min(examples, len(finds))):
        before = text[max(0, found.start - AROUND) : found.start]
        after = text[found.end : found.end + AROUND]
        line = f"{before}⟦{text[found.start : found.end]}⟧{after}"
        console.print(" ".join(line.split()), markup=False)


def main() -> None:
    """Clean, count, time, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, default=shipped_model())
    parser.add_argument("--timed", type=int, default=300)
    parser.add_argument("--show", choices=sorted(RULES))
    parser.add_argument("--examples", type=int, default=20)
    arguments = parser.parse_args()

    console = Console(width=100, highlight=False)
    texts = [article.text for article in read_corpus(arguments.corpus, labelled=False)]
    cleaned = [clean(text) for text in texts]
    show_counts(cleaned, console)
    drawn = random.Random(0).sample(cleaned, min(arguments.timed, len(cleaned)))
    show_times(drawn, console)
    show_share(drawn, arguments.model, console)
    if arguments.show:
        show_finds(cleaned, arguments.show, arguments.examples, console)


if __name__ == "__main__":
    main()
