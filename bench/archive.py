"""What an archive costs from Parquet to Parquet: articles a second, and memory.

    python bench/archive.py vntc-train.parquet [--model DIR] [--articles 10000,100000,1000000]
        [--jobs 2 | --dask 1,2,4] [--row-group 100000] [--text-column text]

Makes an archive of each size in a temporary folder, the corpus repeated and shuffled; classifies it
with `chuyenmuc classify --out` in a process of its own, whose start and highest resident memory are
counted; and has `classify_many` classify articles of the same corpus in as many threads, right
before, for comparison. Without a model, the one that ships. With `--dask` each archive is done by
so many worker processes of a Dask cluster on this machine, whose memory is not counted.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
from pyarrow import parquet
from rich.console import Console
from rich.table import Table

from data.readers import Columns
from model import SectionClassifier
from model.shipped import shipped_model
from training.corpus import CorpusReader

ROOT: Final = Path(__file__).parents[1]
COMPARED: Final = 20_000
BATCH: Final = 10_000
# Runs the command line and tells, last of all, the most memory it held (on Linux only).
MEASURED: Final = """
import atexit, pathlib, sys
status = pathlib.Path("/proc/self/status")
atexit.register(lambda: print(status.read_text() if status.exists() else "", file=sys.stderr))
from training.cli import main
main()
"""


class Run(NamedTuple):
    """What one run took."""

    articles: int
    seconds: float
    rate: float
    peak: float


def make_archive(path: Path, texts: Sequence[str], articles: int, row_group: int) -> None:
    """Write articles drawn from some texts, none twice before all have been drawn."""
    dice = random.Random(articles)
    schema = pa.schema([("id", pa.int64()), ("text", pa.string())])
    order: list[int] = []
    with parquet.ParquetWriter(path, schema) as writer:
        for start in range(0, articles, row_group):
            rows = range(start, min(start + row_group, articles))
            tables = []
            for first in range(rows.start, rows.stop, BATCH):
                ids = list(range(first, min(first + BATCH, rows.stop)))
                while len(order) < len(ids):
                    order += dice.sample(range(len(texts)), len(texts))
                drawn = [texts[order.pop()] for _ in ids]
                tables.append(pa.table([pa.array(ids, pa.int64()), drawn], schema=schema))
            writer.write_table(pa.concat_tables(tables))


def rate_of_classify_many(model: Path, texts: Sequence[str], jobs: int) -> float:
    """Return how many of the articles a second `classify_many` does."""
    classifier = SectionClassifier.load(model)
    sample = random.Random(0).choices(texts, k=COMPARED)
    classifier.classify_many(sample[:1000], jobs)  # the first time compiles
    start = time.perf_counter()
    classifier.classify_many(sample, jobs)
    return len(sample) / (time.perf_counter() - start)


def run(archive: Path, out: Path, articles: int, model: Path, by: Sequence[str]) -> Run:
    """Classify an archive as the command line does."""
    command = [sys.executable, "-c", MEASURED, "classify", str(archive), "--out", str(out)]
    start = time.perf_counter()
    finished = subprocess.run(
        [*command, "--model", str(model), *by],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    own = re.search(r"classified in ([\d.]+) s", finished.stdout)
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", finished.stderr, re.MULTILINE)
    if own is None:
        raise SystemExit(finished.stdout + finished.stderr)
    memory = int(peak[1]) / 1000 if peak else float("nan")
    return Run(articles, seconds, articles / float(own[1]), memory)


def main() -> None:
    """Make, classify, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--model", type=Path, default=shipped_model())
    parser.add_argument("--articles", default="10000,100000,1000000")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--dask", default="")
    parser.add_argument("--row-group", type=int, default=100_000)
    parser.add_argument("--text-column", default=None)
    arguments = parser.parse_args()

    corpus = CorpusReader(arguments.corpus, Columns(text=arguments.text_column))
    texts = list(corpus.texts())
    kind, flag = ("workers", "--dask") if arguments.dask else ("threads", "--jobs")
    numbers = arguments.dask or str(arguments.jobs)
    table = Table(title="Parquet to Parquet", title_justify="left")
    headings = ("articles", kind, "seconds", "articles/s", "of classify_many", "peak memory, MB")
    for name in headings:
        table.add_column(name, justify="right")
    for articles in map(int, arguments.articles.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "archive.parquet"
            make_archive(archive, texts, articles, arguments.row_group)
            for number in map(int, numbers.split(",")):
                value = f"local:{number}" if arguments.dask else str(number)
                out = Path(folder) / f"out-{number}"
                alone = rate_of_classify_many(arguments.model.resolve(), texts, number)
                done = run(archive, out, articles, arguments.model.resolve(), (flag, value))
                table.add_row(
                    f"{articles:,}",
                    str(number),
                    f"{done.seconds:.1f}",
                    f"{done.rate:,.0f}",
                    f"{done.rate / alone:.2f}",
                    f"{done.peak:,.0f}",
                )
    Console(width=100, highlight=False).print(table)


if __name__ == "__main__":
    main()
