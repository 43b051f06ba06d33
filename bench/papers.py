"""How well sections are told in articles of a later time, and of another publisher.

    python bench/papers.py corpus.parquet [--since 2025-09-01]

Each row learns from some articles with the default settings, and is asked for the sections of
others: those held out in the folds of `chuyenmuc train`, as a yardstick; those published from a day
on, by default the newest tenth; and those of another publisher, where both are left with the
sections that they share. Publishers and dates are those that the corpus gives.
"""

import argparse
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from data.article import Article
from data.readers import read_corpus
from data.sections import Section, resolve_sections
from model import SectionClassifier
from model.cores import number_of_cores
from training.config import TrainConfig
from training.evaluation import Evaluation
from training.testing import evaluate_on
from training.trainer import train

NEWEST = 0.1
"""Share of the articles that are asked for where no day is named."""

CONFIG = TrainConfig.model_validate({"corpus": {"drop_small_sections": True}})


class Trial(NamedTuple):
    """Articles to learn from, and others to ask for; without others, those are held out in turn."""

    name: str
    learnt: Sequence[Article]
    asked: Sequence[Article] = ()


def trials(articles: Sequence[Article], since: dt.date | None) -> Iterator[Trial]:
    """Yield what a corpus can be tried on."""
    yield Trial("folds", articles)
    yield from by_time(articles, since)
    yield from by_publisher(articles)


def by_time(articles: Sequence[Article], since: dt.date | None) -> Iterator[Trial]:
    """Learn from what was published before a day; ask for what was from then on."""
    dates = sorted(article.published for article in articles if article.published)
    if not dates:
        return
    day = since or dates[int((1 - NEWEST) * len(dates))]
    before = [a for a in articles if a.published and a.published < day]
    after = [a for a in articles if a.published and a.published >= day]
    if before and after:
        yield Trial(f"from {day} on", before, after)


def by_publisher(articles: Sequence[Article]) -> Iterator[Trial]:
    """Learn from one publisher; ask for another, on the sections that both have."""
    sections = resolve_sections((a.section or "", a.publisher) for a in articles)
    names = sorted({article.publisher for article in articles if article.publisher})
    own = {name: [a for a in articles if a.publisher == name] for name in names}
    for first, second in permutations(names, 2):
        shared = taught(own[first], sections) & taught(own[second], sections)
        if len(shared) > 1:
            sides = (
                [a for a in own[name] if sections[a.section or "", a.publisher] in shared]
                for name in (first, second)
            )
            yield Trial(f"{first} -> {second}", *sides)


def taught(
    articles: Sequence[Article], sections: Mapping[tuple[str, str | None], Section]
) -> set[Section]:
    """Return the sections with enough articles to be learnt."""
    sizes = Counter(sections[article.section or "", article.publisher] for article in articles)
    return {section for section, number in sizes.items() if number >= CONFIG.corpus.min_articles}


def tried(trial: Trial) -> Evaluation:
    """Learn, ask, and tell how it went."""
    with TemporaryDirectory() as folder:
        learnt, asked, model = (Path(folder, name) for name in ("a.jsonl", "b.jsonl", "model"))
        write(learnt, trial.learnt)
        in_folds = not trial.asked
        _, evaluation = train(
            learnt, model, CONFIG, evaluate=in_folds, lean=True, jobs=number_of_cores()
        )
        if evaluation is None:
            write(asked, trial.asked)
            evaluation = evaluate_on(SectionClassifier.load(model), asked)
    return evaluation


def write(path: Path, articles: Sequence[Article]) -> None:
    """Write articles as a corpus."""
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(f"{json.dumps(asdict(article), default=str)}\n")


def main(corpus: Path, since: dt.date | None) -> None:
    """Print the table."""
    articles = list(read_corpus(corpus))
    table = Table(title=f"{len(articles):,} articles", title_justify="left")
    table.add_column("asked for")
    for heading in ("learnt", "asked", "sections", "accuracy", "95 %", "macro F1"):
        table.add_column(heading, justify="right")
    for trial in trials(articles, since):
        found = tried(trial)
        table.add_row(
            trial.name,
            f"{len(trial.learnt):,}",
            f"{found.n:,}",
            str(found.known),
            f"{found.accuracy.value:.4f}",
            f"{found.accuracy.low:.4f}-{found.accuracy.high:.4f}",
            f"{found.macro_f1.value:.4f}",
        )
    Console(width=110).print(table)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Ask for other times and other publishers.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--since", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    arguments = parser.parse_args()
    main(arguments.corpus, arguments.since)
