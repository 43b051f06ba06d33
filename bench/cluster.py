"""What a training gains from a Dask cluster: segmentation and folds, by the number of workers.

    python bench/cluster.py vntc-train.parquet [--articles 600] [--workers 0,1,2]
        [--set features.units=words]... [--text-column text]

Trains on some articles of a corpus, drawn by chance, with so many worker processes of one thread on
this machine; 0 is this process alone, in one thread. Nothing was segmented before. The models are
compared: each must be that of the first run, to the byte. `--articles 0` takes all.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from data.readers import Columns, read_corpus
from model.artifact import load, weights_bytes
from training.cli.options import helpers_of
from training.config import load_config
from training.progress import Advance
from training.trainer import train

STAGES = ("Segmenting into words", "Segmenting", "Cross-validating")


class Stages:
    """Keeps what each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, label: str, total: int | None = None) -> Iterator[Advance]:  # noqa: ARG002
        begun = time.perf_counter()
        yield lambda _: None
        self.seconds[label] = self.seconds.get(label, 0.0) + time.perf_counter() - begun


def draw(corpus: Path, columns: Columns, number: int, path: Path) -> Path:
    """Write some articles of a corpus, drawn by chance, as a corpus of their own."""
    articles = list(read_corpus(corpus, columns))
    if number:
        articles = random.Random(0).sample(articles, number)
    with path.open("w", encoding="utf-8") as file:
        for each in articles:
            print(json.dumps({"section": each.section, "text": each.text}), file=file)
    return path


def main() -> None:
    """Draw, train, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--workers", default="0,1,2")
    parser.add_argument("--set", dest="settings", action="append", default=[])
    parser.add_argument("--text-column", default=None)
    arguments = parser.parse_args()

    config = load_config(settings=["name=bench", *arguments.settings])
    table = Table(title="Seconds of a training", title_justify="left")
    for name in ("workers", *STAGES, "in all"):
        table.add_column(name, justify="right")
    first = b""
    with tempfile.TemporaryDirectory() as folder:
        columns = Columns(text=arguments.text_column)
        corpus = draw(arguments.corpus, columns, arguments.articles, Path(folder) / "bai.jsonl")
        for workers in map(int, arguments.workers.split(",")):
            stages, here = Stages(), Path(folder) / str(workers)
            here.mkdir()
            place = f"local:{workers}" if workers else None
            begun = time.perf_counter()
            # Into a folder of its own: what is segmented is remembered where one is.
            with chdir(here), helpers_of(place, jobs=1) as helpers:
                train(corpus, here / "model", config, lean=True, progress=stages, helpers=helpers)
            seconds = time.perf_counter() - begun
            weights = weights_bytes(load(here / "model").weights)
            first = first or weights
            if weights != first:
                raise SystemExit(f"with {workers} workers another model comes out")
            times = [stages.seconds.get(stage) for stage in STAGES]
            table.add_row(
                str(workers), *("" if s is None else f"{s:.1f}" for s in times), f"{seconds:.1f}"
            )
    Console(width=100, highlight=False).print(table)


if __name__ == "__main__":
    main()
