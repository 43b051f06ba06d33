"""What a document costs, by their number and by their length.

    python bench/scaling.py vntc-train.parquet --model models/vntc [--rounds 3] [--jobs 1]
        [--documents 1000,10000,100000,1000000] [--syllables 50,100,500,1000,5000]

The first table classifies documents that are drawn from the corpus, with replacement, a batch at a
time, as a stream would be read; the second, documents cut or put together to a length. All sizes
take turns, round after round; printed are medians of the processor time, all threads added up, and
how they stand to the first row. Cost is flat in the number of documents if a document's stays the
same in the first table, and linear in their length if a syllable's does in the second, past the
short ones, which a fixed cost a document weighs on. Resident memory is the highest seen between two
batches, the corpus included; it is read on Linux only.
"""

import argparse
import os
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from data.readers import Columns
from model import SectionClassifier
from model.cores import number_of_cores
from training.corpus import CorpusReader

BATCH = 1_000
SYLLABLES_A_ROW = 1_000_000
FEWEST_DOCUMENTS = 100
STATM = Path("/proc/self/statm")

Batches = Callable[[int], Iterator[list[str]]]
"""Gives the batches of one round."""


class Cost(NamedTuple):
    """What classifying a number of documents took."""

    documents: int
    syllables: int
    seconds: float
    resident: int


def drawn(texts: Sequence[str], documents: int, seed: int) -> Iterator[list[str]]:
    """Draw documents with replacement, in batches."""
    dice = random.Random(seed)
    for start in range(0, documents, BATCH):
        yield dice.choices(texts, k=min(BATCH, documents - start))


def of_length(texts: Sequence[str], syllables: int, seed: int) -> Iterator[list[str]]:
    """Make documents of a length, in batches."""
    dice = random.Random(seed)
    documents = max(FEWEST_DOCUMENTS, SYLLABLES_A_ROW // syllables)
    every = (_document(texts, syllables, dice) for _ in range(documents))
    while batch := list(islice(every, BATCH)):
        yield batch


def _document(texts: Sequence[str], syllables: int, dice: random.Random) -> str:
    parts: list[str] = []
    while syllables:
        text = dice.choice(texts)
        ends = [found.end() for found in islice(re.finditer(r"\S+", text), syllables)]
        parts.append(text[: ends[-1]])
        syllables -= len(ends)
    return "\n".join(parts)


def resident_bytes() -> int:
    """Return the resident memory of this process, 0 where it cannot be read."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def cost_of(classifier: SectionClassifier, batches: Iterator[list[str]], jobs: int) -> Cost:
    """Classify batch after batch, keeping no answer; making the batches is not timed."""
    documents = syllables = resident = 0
    seconds = 0.0
    for batch in batches:
        begin = time.process_time()
        classifier.classify_many(batch, jobs)
        seconds += time.process_time() - begin
        documents += len(batch)
        syllables += sum(len(text.split()) for text in batch)
        resident = max(resident, resident_bytes())
    return Cost(documents, syllables, seconds, resident)


def measure(
    classifier: SectionClassifier, rows: dict[int, Batches], rounds: int, jobs: int
) -> dict[int, list[Cost]]:
    """Let the rows take turns."""
    costs: dict[int, list[Cost]] = {size: [] for size in rows}
    for number in range(rounds):
        for size, batches in rows.items():
            costs[size].append(cost_of(classifier, batches(number), jobs))
    return costs


def show(title: str, heading: str, costs: dict[int, list[Cost]]) -> None:
    """Print a table of medians."""
    table = Table(title=title, title_justify="left")
    headings = ("µs a document", "to the first", "ns a syllable", "to the first", "resident, MB")
    for name in (heading, *headings):
        table.add_column(name, justify="right")
    medians = {
        size: (
            statistics.median(cost.seconds / cost.documents * 1e6 for cost in measured),
            statistics.median(cost.seconds / cost.syllables * 1e9 for cost in measured),
        )
        for size, measured in costs.items()
    }
    first_document, first_syllable = next(iter(medians.values()))
    for size, (document, syllable) in medians.items():
        megabytes = max(cost.resident for cost in costs[size]) / 1e6
        table.add_row(
            f"{size:,}",
            f"{document:.1f}",
            f"{document / first_document:.2f}",
            f"{syllable:.0f}",
            f"{syllable / first_syllable:.2f}",
            f"{megabytes:.0f}" if megabytes else "",
        )
    Console(width=100, highlight=False).print(table)


def sizes(text: str) -> list[int]:
    """Read whole numbers, separated by commas."""
    return [int(size) for size in text.split(",")]


def main() -> None:
    """Draw, classify, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=number_of_cores())
    parser.add_argument("--documents", type=sizes, default="1000,10000,100000,1000000")
    parser.add_argument("--syllables", type=sizes, default="50,100,500,1000,5000")
    arguments = parser.parse_args()

    classifier = SectionClassifier.load(arguments.model)
    texts = list(CorpusReader(arguments.corpus, Columns()).texts())
    classifier.classify_many(texts[:BATCH], arguments.jobs)  # the first time compiles

    by_number: dict[int, Batches] = {
        size: lambda seed, size=size: drawn(texts, size, seed) for size in arguments.documents
    }
    by_length: dict[int, Batches] = {
        size: lambda seed, size=size: of_length(texts, size, seed) for size in arguments.syllables
    }
    how = f"medians of {arguments.rounds} rounds, {arguments.jobs} threads"
    rest = (arguments.rounds, arguments.jobs)
    costs = measure(classifier, by_number, *rest)
    show(f"documents of the corpus, {BATCH:,} a batch; {how}", "documents", costs)
    show(f"documents of a length; {how}", "syllables", measure(classifier, by_length, *rest))


if __name__ == "__main__":
    main()
