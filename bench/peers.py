"""Side by side with other classifiers, on the same articles and cores.

    python bench/peers.py vntc-train.parquet [--rounds 5] [--only chuyenmuc,underthesea_core]

One fifth of the articles is held out, copies of one text staying together. Every peer is fitted on
the rest. Then all take turns, round after round: each classifies 500 held-out articles one by one,
then all of them at once. Printed are medians. fastText takes part if it is installed.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, Protocol

import numpy as np
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from underthesea_core import TextClassifier

from data.readers import Columns
from model import SectionClassifier
from model.cores import number_of_cores
from training.config import TrainConfig
from training.corpus import CorpusReader
from training.trainer import train

FEATURES = 20_000
ONE_BY_ONE = 500


class Peer(Protocol):
    """A classifier of texts into labels."""

    def fit(self, texts: list[str], labels: list[str]) -> None:
        """Learn from labelled texts."""

    def one(self, text: str) -> str:
        """Classify one text."""

    def many(self, texts: list[str]) -> list[str]:
        """Classify many texts as fast as it goes."""


class Chuyenmuc:
    """Our own: `train --no-evaluation --no-pipeline`, from the corpus file on."""

    def fit(self, texts: list[str], labels: list[str]) -> None:
        with TemporaryDirectory() as folder:
            corpus = Path(folder, "corpus.jsonl")
            rows = zip(texts, labels, strict=True)
            records = ({"text": text, "section": label} for text, label in rows)
            lines = (json.dumps(record, ensure_ascii=False) for record in records)
            corpus.write_text("\n".join(lines), encoding="utf-8")
            out = Path(folder, "model")
            cores = number_of_cores()
            train(corpus, out, TrainConfig(), evaluate=False, keep_pipeline=False, jobs=cores)
            self.classifier = SectionClassifier.load(out)

    def one(self, text: str) -> str:
        return self.classifier.classify(text).section.name

    def many(self, texts: list[str]) -> list[str]:
        return [answer.section.name for answer in self.classifier.classify_many(texts)]


class Underthesea:
    """The Rust classifier behind underthesea's `classify`."""

    def fit(self, texts: list[str], labels: list[str]) -> None:
        self.classifier = TextClassifier(max_features=FEATURES, ngram_range=(1, 2))
        self.classifier.fit(texts, labels)

    def one(self, text: str) -> str:
        return str(self.classifier.predict(text))

    def many(self, texts: list[str]) -> list[str]:
        return list(self.classifier.predict_batch(texts))


class ScikitLearn:
    """The usual home-made service."""

    def fit(self, texts: list[str], labels: list[str]) -> None:
        vectorizer = TfidfVectorizer(max_features=FEATURES, ngram_range=(1, 2))
        self.pipeline = make_pipeline(vectorizer, LinearSVC()).fit(texts, labels)

    def one(self, text: str) -> str:
        return self.many([text])[0]

    def many(self, texts: list[str]) -> list[str]:
        return [str(label) for label in self.pipeline.predict(texts)]


class FastText:
    """fastText, supervised, with its own defaults or with options."""

    def __init__(self, **options: float) -> None:
        self.options = options

    def fit(self, texts: list[str], labels: list[str]) -> None:
        import fasttext

        self.names = sorted(set(labels))
        with TemporaryDirectory() as folder:
            path = Path(folder, "train.txt")
            rows = zip(labels, map(_one_line, texts), strict=True)
            lines = (f"__label__{self.names.index(label)} {text}" for label, text in rows)
            path.write_text("\n".join(lines), encoding="utf-8")
            cores = number_of_cores()
            self.model = fasttext.train_supervised(
                str(path), thread=cores, verbose=0, **self.options
            )

    def one(self, text: str) -> str:
        return self.many([text])[0]

    def many(self, texts: list[str]) -> list[str]:
        labels, _ = self.model.predict([_one_line(text) for text in texts])
        return [self.names[int(label[0].removeprefix("__label__"))] for label in labels]


def _one_line(text: str) -> str:
    return " ".join(text.lower().split())


class Timing(NamedTuple):
    """Medians over the rounds."""

    one: float
    many: float


def seconds(work: Callable[[], object]) -> float:
    """Time a piece of work."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def median_of_one(peer: Peer, texts: Sequence[str]) -> float:
    """Time texts one by one; return the median in seconds."""
    return statistics.median(seconds(lambda text=text: peer.one(text)) for text in texts)


def measure(peers: dict[str, Peer], texts: list[str], rounds: int) -> dict[str, Timing]:
    """Let the peers take turns."""
    ones: dict[str, list[float]] = {name: [] for name in peers}
    manys: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, peer in peers.items():
            ones[name].append(median_of_one(peer, texts[:ONE_BY_ONE]))
            manys[name].append(len(texts) / seconds(lambda peer=peer: peer.many(texts)))
    return {
        name: Timing(statistics.median(ones[name]), statistics.median(manys[name]))
        for name in peers
    }


class Split(NamedTuple):
    """Articles to learn from, and articles held out."""

    texts: list[str]
    labels: list[str]
    held_out_texts: list[str]
    held_out_labels: list[str]


def split(path: Path) -> Split:
    """Hold out a fifth of the groups of copies, in random order."""
    reader = CorpusReader(path, Columns())
    read = np.array(list(reader.texts()), dtype=object)
    corpus = reader.corpus()
    texts = read[corpus.places]
    labels = np.array([section.name for section in corpus.sections])[corpus.labels]
    random = np.random.default_rng(0)
    held_out = random.integers(5, size=corpus.groups.max() + 1)[corpus.groups] == 0
    learnt, rest = np.flatnonzero(~held_out), random.permutation(np.flatnonzero(held_out))
    parts = (texts[learnt], labels[learnt], texts[rest], labels[rest])
    return Split(*(part.tolist() for part in parts))


def all_peers() -> dict[str, Peer]:
    """Return the peers, fastText only where it is installed."""
    peers: dict[str, Peer] = {
        "chuyenmuc": Chuyenmuc(),
        "underthesea_core": Underthesea(),
        "scikit-learn": ScikitLearn(),
    }
    if find_spec("fasttext"):
        peers["fastText"] = FastText()
        peers["fastText, tuned"] = FastText(epoch=25, lr=0.5, wordNgrams=2, minCount=2)
    return peers


def show(
    articles: Split,
    fits: dict[str, float],
    answers: dict[str, list[str]],
    timings: dict[str, Timing],
) -> None:
    """Print the table, and how the first peer stands to the others."""
    syllables = statistics.mean(len(text.split()) for text in articles.held_out_texts)
    learnt, held_out = len(articles.texts), len(articles.held_out_texts)
    title = f"{learnt:,} articles learnt, {held_out:,} held out, of {syllables:.0f} syllables"
    table = Table(title=f"{title}; {number_of_cores()} cores", title_justify="left")
    for heading in ("", "fit, s", "one, µs", "at once, 1/s", "accuracy", "macro F1"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, (one, many) in timings.items():
        truth = (articles.held_out_labels, answers[name])
        figures = (accuracy_score(*truth), f1_score(*truth, average="macro"))
        speeds = (f"{fits[name]:.1f}", f"{one * 1e6:.0f}", f"{many:,.0f}")
        table.add_row(name, *speeds, *(f"{figure:.4f}" for figure in figures))
    console = Console(width=100, highlight=False)
    console.print(table)
    first, *others = timings
    for other in others:
        console.print(
            f"{first} to {other}: fit {fits[first] / fits[other]:.2f} of the time, one article "
            f"{timings[first].one / timings[other].one:.2f} of the time, at once "
            f"{timings[first].many / timings[other].many:.2f} times the speed"
        )


def main() -> None:
    """Fit, take turns, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="names, separated by commas")
    arguments = parser.parse_args()

    articles = split(arguments.corpus)
    peers = all_peers()
    if arguments.only:
        peers = {name: peers[name] for name in arguments.only.split(",")}
    fits = {
        name: seconds(lambda peer=peer: peer.fit(articles.texts, articles.labels))
        for name, peer in peers.items()
    }
    answers = {name: peer.many(articles.held_out_texts) for name, peer in peers.items()}
    timings = measure(peers, articles.held_out_texts, arguments.rounds)
    show(articles, fits, answers, timings)


if __name__ == "__main__":
    main()
