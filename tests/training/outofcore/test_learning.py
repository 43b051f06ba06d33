"""A training from disk makes the model that a training in memory makes."""

import json
import os
import random
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.errors import UsageError
from data.readers import Columns
from model import SectionClassifier
from model.artifact import verify
from tests.training.samples import STARTER, Cli, sentence, write_rows
from training.config import TrainConfig, load_config
from training.evaluation import Evaluation
from training.outofcore import heldout, learning
from training.outofcore.blocks import Sizes
from training.progress import Silence
from training.trainer import train

SMALL = Sizes(batch=60_000, block=10_000, merged=50_000)

CONFIG = load_config(settings=["name=tin", "features.max_features=2000", "evaluation.folds=3"])


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut corpora that would fit one block into many."""
    whole = learning.learn_from_disk

    def cut(*given: Any, **named: Any) -> Any:
        return whole(*given, **named, sizes=SMALL)

    monkeypatch.setattr("training.trainer.learn_from_disk", cut)


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Evaluation]:
    out = tmp_path_factory.mktemp("models") / "tin"
    _, evaluation = train(STARTER, out, CONFIG, split="train")
    assert evaluation
    return out, evaluation


def bytes_of(model: Path, *roles: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for role in roles for path in model.glob(f"{role}-*")}


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_vocabulary_folds_and_accuracy_are_those_of_memory(
    in_memory: tuple[Path, Evaluation], tmp_path: Path
) -> None:
    theirs, expected = in_memory
    ours = tmp_path / "tin"
    manifest, evaluation = train(STARTER, ours, CONFIG, split="train", low_memory=True)
    assert bytes_of(ours, "ngrams", "sketch") == bytes_of(theirs, "ngrams", "sketch")
    other = json.loads((theirs / "manifest.json").read_bytes())
    for key in ("sections", "config", "corpus", "cleaning", "ngram_range"):
        assert json.loads((ours / "manifest.json").read_bytes())[key] == other[key]
    assert manifest.split == other["split"]
    assert manifest.threshold == pytest.approx(other["threshold"], abs=0.02)
    assert evaluation
    assert evaluation.n == expected.n
    assert evaluation.accuracy.value == pytest.approx(expected.accuracy.value, abs=0.01)
    assert evaluation.macro_f1.value == pytest.approx(expected.macro_f1.value, abs=0.01)
    found, wanted = (SectionClassifier.load(model).weights for model in (ours, theirs))
    np.testing.assert_array_equal(found.idf, wanted.idf)
    assert {path.name for path in tmp_path.iterdir()} == {"tin"}


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_order_and_jobs_do_not_matter(tmp_path: Path) -> None:
    rows = [
        json.loads(line)
        for path in sorted(STARTER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()[:60]
    ]
    models = []
    for jobs in (1, 2):
        corpus = write_rows(tmp_path / f"{jobs}.jsonl", rows)
        models.append(tmp_path / f"model-{jobs}")
        train(corpus, models[-1], CONFIG, jobs=jobs, low_memory=True)
        random.Random(0).shuffle(rows)
    roles = ("weights", "ngrams", "evaluation", "sketch")
    first, second = (bytes_of(model, *roles) for model in models)
    assert len(first) == 4
    assert first == second


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize(
    "setting",
    [
        pytest.param("features.units=words", marks=pytest.mark.slow),
        "evaluation.split=random",
        "features.excerpts=0",
    ],
)
def test_other_settings_learn_the_same_n_grams(
    setting: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(settings=["name=tin", "features.plain_features=0", setting])
    models = [tmp_path / "a", tmp_path / "b"]
    for low_memory, out in zip((False, True), models, strict=True):
        train(corpus, out, config, low_memory=low_memory)
    theirs, ours = (bytes_of(model, "ngrams", "sketch") for model in models)
    assert len(ours) == 2
    assert ours == theirs


@pytest.mark.usefixtures("small_blocks")
def test_texts_without_diacritics_get_weights_too(corpus: Path, tmp_path: Path) -> None:
    config = load_config(settings=["name=tin", "features.plain_features=50"])
    models = [tmp_path / "a", tmp_path / "b"]
    for low_memory, out in zip((False, True), models, strict=True):
        manifest, _ = train(corpus, out, config, low_memory=low_memory)
        assert manifest.plain
    roles = ("plain_ngrams", "ngrams")
    theirs, ours = (bytes_of(model, *roles) for model in models)
    assert len(ours) == 2
    assert ours == theirs


def test_at_most_so_many_articles_are_held_out(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heldout.sample, "__defaults__", (10,))
    manifest, evaluation = train(corpus, tmp_path / "m", TrainConfig(), low_memory=True)
    assert evaluation
    assert 10 <= evaluation.n < 24
    assert manifest.split["scored"] == evaluation.n
    assert manifest.threshold is not None


@pytest.mark.parametrize("split", ["time", "publisher"])
def test_nothing_is_learnt_from_what_a_sample_stands_for(
    split: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What one newspaper, later too, puts into one section, the other puts into the other.

    A model that has learnt from nothing of the kind it is asked about is always wrong.
    """
    monkeypatch.setattr(heldout.sample, "__defaults__", (10,))
    rng = random.Random(0)
    rows = [
        {
            "section": f"Mục {(subject + new) % 2}",
            "text": sentence(2 * subject, rng),
            "publisher": "Báo mới" if new else "Báo cũ",
            "published": f"202{4 + new}-01-01",
        }
        for new, articles in enumerate((15, 35))
        for subject in range(2)
        for _ in range(articles)
    ]
    config = load_config(settings=[f"evaluation.split={split}", "evaluation.held_out=0.7"])
    corpus = write_rows(tmp_path / "tin.jsonl", rows)
    _, evaluation = train(corpus, tmp_path / "m", config, low_memory=True)
    assert evaluation
    assert evaluation.n == 10
    assert evaluation.accuracy.value == 0


def test_without_an_evaluation_it_only_fits(corpus: Path, tmp_path: Path) -> None:
    manifest, evaluation = train(
        corpus, tmp_path / "m", TrainConfig(), evaluate=False, low_memory=True
    )
    assert evaluation is None
    assert manifest.threshold is None
    SectionClassifier.load(tmp_path / "m").self_test()


def test_a_test_corpus_is_compared_with_what_was_learnt(corpus: Path, tmp_path: Path) -> None:
    manifest, evaluation = train(
        corpus, tmp_path / "m", TrainConfig(), test=corpus, low_memory=True
    )
    assert evaluation
    assert manifest.split["kind"] == "test corpus"
    assert manifest.split["near_duplicates_of_training"] == evaluation.n


def test_another_classifier_is_refused_before_reading(tmp_path: Path) -> None:
    config = load_config(settings=["classifier.kind=logistic_regression"])
    with pytest.raises(UsageError, match="drop --low-memory"):
        learning.learn_from_disk(
            tmp_path / "none",
            tmp_path / "m",
            config,
            columns=Columns(),
            split=None,
            evaluate=True,
            jobs=1,
            progress=Silence(),
        )


def test_the_command_line_takes_it(cli: Cli, corpus: Path, tmp_path: Path) -> None:
    finished = cli("train", corpus, "--out", tmp_path / "m", "--low-memory", "--jobs", 1)
    assert finished.code == 0, finished.err
    assert "written to" in finished.out
    refused = cli("train", corpus, "--out", tmp_path / "m", "--low-memory", "--dask", "local:1")
    assert refused.code == 2
    assert "--low-memory" in refused.err


@pytest.mark.slow
def test_what_a_killed_training_left_is_gone_after_the_next(
    start: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    out = tmp_path / "m"
    arguments = ("train", STARTER, "--out", out, "--low-memory", "--no-evaluation", "--jobs", 1)
    left = tmp_path / ".m.training"
    with start(*arguments) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Reading")
        while process.poll() is None and not any(left.glob("hashes-*")):
            pass
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert left.is_dir()
    with start(*arguments) as process:
        process.communicate()
    assert process.returncode == 0
    assert not left.exists()
    verify(out)
