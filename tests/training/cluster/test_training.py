"""Trainings on a cluster: what they find is what one process finds."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from data.errors import UnfitWorker
from data.readers import read_corpus
from model.words import segment, segment_corpus
from model.words.workers import Workers
from tests.conftest import STARTER
from tests.training.cluster.samples import cluster_of, kill, meanwhile, until
from tests.training.samples import Cli, WriteCorpus, small_rows
from tests.training.test_determinism import bytes_of
from training.cluster import dask_helpers, plugins
from training.config import load_config
from training.trainer import train


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with cluster_of(2, processes=False) as cluster:
        yield cluster


@pytest.fixture
def texts() -> list[str]:
    return [article.text for article in read_corpus(STARTER)][:70]


@pytest.fixture
def address(cluster: Any) -> str:
    return str(cluster.scheduler_address)


@pytest.mark.parametrize(
    "settings",
    [
        ["features.plain_features=500"],
        ["classifier.kind=logistic_regression"],
        ["features.units=words"],
    ],
)
def test_a_model_is_the_same_to_the_byte(
    settings: list[str],
    address: str,
    write_corpus: WriteCorpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # where segmentation is remembered
    corpus = write_corpus(small_rows(sections=4, articles=12))
    config = load_config(settings=["name=chung", *settings])
    with dask_helpers(address, cores=1) as helpers:
        train(corpus, tmp_path / "there", config, helpers=helpers)
    train(corpus, tmp_path / "here", config)
    assert len(bytes_of(tmp_path / "here")) >= 4
    assert bytes_of(tmp_path / "there") == bytes_of(tmp_path / "here")


def test_texts_are_segmented_elsewhere_and_remembered_here(
    address: str, texts: list[str], tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    with dask_helpers(address, cores=1) as helpers:
        found = list(segment_corpus(texts, cache, helpers.segmenters()))
    assert found == [segment(text) for text in texts]
    assert list(segment_corpus(texts, cache, Workers(1))) == found


def test_a_worker_that_would_find_other_words_is_refused(
    address: str, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugins, "version", lambda _: "0.0.1")
    with dask_helpers(address, cores=1) as helpers, helpers.segmenters() as segmenters:
        monkeypatch.undo()
        wait = segmenters.submit(texts[:1])
        with pytest.raises(UnfitWorker, match=r"has chuyenmuc \S+, not 0\.0\.1"):
            wait()


@pytest.mark.slow
def test_a_worker_may_be_killed_under_a_training(
    write_corpus: WriteCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    corpus = write_corpus((name, f"{text} {text}") for name, text in small_rows(4, 60))
    config = load_config(settings=["name=chung", "features.units=words"])
    train(corpus, tmp_path / "here", config)
    (tmp_path / ".cache" / "segmentation.sqlite").unlink()
    with cluster_of(2, processes=True) as cluster:

        def strike() -> None:
            until(lambda: any(each.processing for each in cluster.scheduler.workers.values()))
            kill(cluster.workers[0])

        with (
            meanwhile(strike),
            dask_helpers(cluster.scheduler_address, cores=1) as helpers,
        ):
            train(corpus, tmp_path / "there", config, helpers=helpers)
    assert bytes_of(tmp_path / "there") == bytes_of(tmp_path / "here")


@pytest.mark.slow
def test_processes_of_this_machine(
    subprocess_cli: Cli, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    corpus = write_corpus(small_rows(sections=4, articles=12))
    flags = ("train", corpus, "--set", "name=chung")
    here, there = tmp_path / "here", tmp_path / "there"
    assert subprocess_cli(*flags, "--out", here).code == 0
    finished = subprocess_cli(*flags, "--out", there, "--dask", "local:2")
    assert finished.code == 0, finished.err
    assert bytes_of(there) == bytes_of(here)
    searched = subprocess_cli(
        *("search", corpus, "--minutes", 5, "--candidates", 4, "--out", tmp_path / "train.toml"),
        *("--dask", "local:2"),
    )
    assert searched.code == 0, searched.err
    assert re.search(r"^4: macro F1", searched.err, re.MULTILINE)


@pytest.mark.parametrize("verb", ["train", "search"])
def test_what_is_no_cluster_is_refused_before_anything_is_read(
    verb: str, refused: Callable[..., str], tmp_path: Path
) -> None:
    flags = ("--minutes", 1) if verb == "search" else ()
    out = tmp_path / "out.toml"
    said = refused(verb, tmp_path / "nothing", "--out", out, *flags, "--dask", "local:0")
    assert "neither local, local:N nor an address" in said


def test_folds_are_what_there_is_to_give_out(refused: Callable[..., str], tmp_path: Path) -> None:
    said = refused("train", STARTER, "--out", tmp_path, "--dask", "local", "--no-evaluation")
    assert "no folds to give out" in said
