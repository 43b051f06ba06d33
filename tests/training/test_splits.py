"""What a training holds out, in each of the ways a configuration can ask for."""

import datetime as dt
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.duplicates import DuplicateFinder
from data.readers import Columns
from model import SectionClassifier
from tests.training.samples import Cli, WriteCorpus, sentence, small_rows
from training.config import EvaluationConfig, TrainConfig
from training.corpus import Corpus, CorpusReader
from training.progress import Silence
from training.splits import NEVER, Split, describe_split, split_corpus
from training.trainer import train

WriteTable = Callable[[Iterable[dict[str, Any]]], Path]


@pytest.fixture
def write_table(tmp_path: Path) -> WriteTable:
    def write(rows: Iterable[dict[str, Any]]) -> Path:
        path = tmp_path / "table.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        return path

    return write


def dated_rows(number: int = 60) -> list[dict[str, Any]]:
    """Articles of three sections and three publishers, one a day."""
    rng = random.Random(0)
    return [
        {
            "section": f"Mục {place % 3}",
            "text": sentence(place % 3, rng, 20),
            "published": str(dt.date(2025, 1, 1) + dt.timedelta(days=place)),
            "publisher": ("VnExpress", "vnexpress.net", "Báo A", "BÁO A", "Báo B")[place % 5],
        }
        for place in range(number)
    ]


def read(path: Path) -> Corpus:
    finder = DuplicateFinder()
    reader = CorpusReader(path, Columns(), finder=finder)
    for _ in reader.texts():
        pass
    return reader.corpus().group_similar(finder)


def with_versions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every fifth article comes again after a while, elsewhere, with a word changed."""
    later = [
        row | {"text": f"{row['text']} ạ", "published": "2025-06-01", "publisher": "Báo C"}
        for row in rows[::5]
    ]
    return [*rows, *later]


@pytest.mark.parametrize("kind", ["grouped", "time", "publisher"])
def test_no_version_of_a_held_out_article_is_learnt_from(
    kind: str, write_table: WriteTable
) -> None:
    corpus = read(write_table(with_versions(dated_rows())))
    config = EvaluationConfig.model_validate({"split": kind})
    split = split_corpus(corpus, config)
    assert len(set(corpus.groups)) == 60
    for fold in range(split.number):
        held_out = corpus.groups[split.folds == fold]
        assert len(held_out)
        assert not set(held_out) & set(corpus.groups[split.learnt(fold)])


def test_a_split_by_chance_parts_versions(write_table: WriteTable) -> None:
    corpus = read(write_table(with_versions(dated_rows())))
    config = EvaluationConfig(split="random")
    split = split_corpus(corpus, config)
    assert len(split.scored) == 72
    parted = [
        set(corpus.groups[split.folds == fold]) & set(corpus.groups[split.learnt(fold)])
        for fold in range(split.number)
    ]
    assert any(parted)
    assert describe_split(split, corpus, config)["grouped_by"] == "nothing"


def test_the_newest_are_held_out_and_the_rest_is_learnt_from(write_table: WriteTable) -> None:
    corpus = read(write_table(dated_rows()))
    config = EvaluationConfig(split="time", held_out=0.25)
    split = split_corpus(corpus, config)
    assert (split.number, len(split.scored), len(split.learnt(0))) == (1, 15, 45)
    assert corpus.published[split.scored].min() > corpus.published[split.learnt(0)].max()
    described = describe_split(split, corpus, config)
    assert (described["kind"], described["from"]) == ("newest articles", "2025-02-15")


def test_publishers_are_known_by_any_of_their_names(write_table: WriteTable) -> None:
    corpus = read(write_table(dated_rows()))
    assert set(corpus.publishers) == {"VnExpress", "báo a", "báo b"}
    split = split_corpus(corpus, EvaluationConfig(split="publisher"))
    assert split.number == 3
    assert len(set(zip(corpus.publishers, split.folds, strict=True))) == 3


def test_the_split_has_a_fingerprint_of_its_own(write_table: WriteTable) -> None:
    corpus = read(write_table(dated_rows()))
    prints = [
        describe_split(split_corpus(corpus, config), corpus, config)["fingerprint"]
        for config in (EvaluationConfig(), EvaluationConfig(), EvaluationConfig(seed=1))
    ]
    assert prints[0] == prints[1] != prints[2]


def test_the_order_of_rows_does_not_change_the_split(write_table: WriteTable) -> None:
    """Nor where rows have text and section in common, and differ in date and publisher."""
    rows = with_versions(dated_rows(30)) + [
        row | {"published": "2025-03-01", "publisher": "Báo D"} for row in dated_rows(10)
    ]
    for kind in ("grouped", "random", "time", "publisher"):
        config = EvaluationConfig.model_validate({"split": kind})
        prints = set()
        for seed in range(3):
            corpus = read(write_table(random.Random(seed).sample(rows, len(rows))))
            prints.add(describe_split(split_corpus(corpus, config), corpus, config)["fingerprint"])
        assert len(prints) == 1


# -- in a training -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("grouped", "split grouped: 72 articles in 5 folds, grouped by near-duplicates (Jaccard"),
        ("random", "split random: 72 articles in 5 folds, grouped by nothing, seed 0"),
        ("time", "split time: 15 articles in 1 fold, from 2025-02-27 on, grouped by near-dup"),
        ("publisher", "split publisher: 72 articles in 4 folds, grouped by near-duplicates"),
    ],
)
def test_train_says_which_split_it_used(
    kind: str, says: str, cli: Cli, write_table: WriteTable, tmp_path: Path
) -> None:
    corpus, out = write_table(with_versions(dated_rows())), tmp_path / "m"
    finished = cli("train", corpus, "--out", out, "--set", f"evaluation.split={kind}")
    assert finished.code == 0, finished.err
    assert says in finished.out
    manifest = SectionClassifier.load(out).manifest
    assert manifest.split["split"] == manifest.config["evaluation"]["split"] == kind
    assert manifest.metrics["n"] == manifest.split["scored"]
    assert manifest.metrics["basis"] == manifest.split["kind"]
    assert manifest.threshold is not None


@pytest.mark.parametrize(
    ("kind", "says"),
    [("time", "24 of 24 articles have no date"), ("publisher", "24 of 24 articles name no pub")],
)
def test_dates_and_publishers_that_are_not_there(
    kind: str, says: str, cli: Cli, corpus: Path, tmp_path: Path
) -> None:
    out = tmp_path / "m"
    finished = cli("train", corpus, "--out", out, "--set", f"evaluation.split={kind}")
    assert finished.code == 2
    assert says in finished.err.splitlines()[-1]
    assert not out.exists()


def test_a_corpus_of_versions_of_one_text(
    cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    """Nothing can be held out, yet it can be learnt from, or parted by chance."""
    text = sentence(0, random.Random(0), 60)
    corpus = write_corpus((f"Mục {place % 2}", f"{text} số{place}") for place in range(20))
    settings = ("train", corpus, "--out", tmp_path / "m", "--set", "features.min_df=1")
    refused = cli(*settings)
    assert refused.code == 2
    assert "--set evaluation.split=random" in refused.err.splitlines()[-1]
    assert cli(*settings, "--no-evaluation").code == 0
    assert cli(*settings, "--set", "evaluation.split=random").code == 0


def test_without_an_evaluation_no_duplicates_are_looked_for(
    write_corpus: WriteCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DuplicateFinder, "add", None)
    corpus = write_corpus(small_rows())
    manifest, _ = train(corpus, tmp_path / "m", TrainConfig(), evaluate=False, progress=Silence())
    assert manifest.split == {"kind": "none"}


def test_test_articles_that_were_learnt_from_are_told(
    cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    rng = random.Random(5)
    rows = [(f"Mục {place % 2}", sentence(place % 2, rng, 60)) for place in range(20)]
    tested = [*rows[:2], (rows[2][0], f"{rows[2][1]} ạ"), ("Mục 1", sentence(1, rng, 60))]
    test = write_corpus(tested).rename(tmp_path / "test.jsonl")
    out = tmp_path / "m"
    finished = cli("train", write_corpus(rows), "--test", test, "--out", out)
    assert "3 of 4 test articles are near-duplicates of training articles (2 are" in finished.out
    assert "split grouped: 20 articles in 5 folds" in finished.out
    split = SectionClassifier.load(out).manifest.split
    assert (split["near_duplicates_of_training"], split["copies_of_training"]) == (3, 2)
    assert split["calibrated_on"]["split"] == "grouped"


def test_what_is_never_held_out_is_learnt_from_always() -> None:
    split = Split(np.array([0, NEVER, 1, NEVER]), np.array([0, 1, 2, 0]))
    assert split.scored.tolist() == [0, 2]
    assert split.learnt(0).tolist() == [1, 2]
    assert split.learnt(1).tolist() == [0, 1, 3]
