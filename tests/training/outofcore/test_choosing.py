"""The vocabulary of each fit is that of a training in memory."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import NothingToCount
from data.readers import Columns
from model.selection import best_features
from tests.training.samples import STARTER
from training.config import TrainConfig, load_config
from training.corpus import CorpusReader
from training.counting import Read, read_and_hash
from training.outofcore.blocks import BUCKET_BITS, Blocks, Buckets
from training.outofcore.choosing import choose
from training.outofcore.plan import Plan
from training.outofcore.runs import Run, write_run
from training.progress import Silence


def read_starter(config: TrainConfig) -> Read:
    reader = CorpusReader(STARTER, Columns(), "test")
    return read_and_hash(reader, config, 1, Silence())


def in_blocks(read: Read, folder: Path, block: int) -> Blocks:
    folder.mkdir()
    buckets = Buckets(folder)
    size = 1 << BUCKET_BITS
    buckets.add(read.hashed, np.arange(read.hashed.n_texts) * size // read.hashed.n_texts)
    return buckets.lay_out(np.arange(read.hashed.n_texts), block)


def runs_of(read: Read, plan: Plan, blocks: Blocks, folder: Path) -> list[Run]:
    folder.mkdir()
    runs = [
        write_run(
            folder / str(number),
            block,
            read.vectorizer,
            read.weight,
            cells=plan.cells(blocks.articles(number)),
            n_cells=plan.n_cells,
        )
        for number, block in enumerate(blocks)
    ]
    return [run for run in runs if run]


@pytest.mark.parametrize(
    ("settings", "block", "merged"),
    [
        ([], 20_000, 10_000),
        (["features.excerpts=0", "features.headlines=false"], 3_000, 10**9),
        (["features.min_df=1", "features.ngram_range=[2, 3]"], 10**9, 20_000),
    ],
)
def test_all_fits_keep_what_they_would_in_memory(
    settings: list[str], block: int, merged: int, tmp_path: Path
) -> None:
    config, most = load_config(settings=settings), 700
    read = read_starter(config)
    labels, n_articles = read.corpus.labels, len(read.corpus.labels)
    # The second fit knows a section less, the first two learn from other parts that overlap.
    left_out = [np.arange(0, n_articles, 3), np.flatnonzero(labels == 1), np.arange(0)]
    plan = Plan.of(labels, len(read.corpus.sections), left_out)
    blocks = in_blocks(read, tmp_path / "blocks", block)
    runs = runs_of(read, plan, blocks, tmp_path / "runs")
    found = choose(runs, plan, min_df=config.features.min_df, max_features=most, merged=merged)
    vectorizer, examples = read.count()
    for fit, vocabulary in enumerate(found):
        learnt = plan.learnt(fit)
        counts = examples.counts[examples.rows(learnt)]
        kept = best_features(counts, np.tile(labels[learnt], examples.n_parts), most)
        expected = vectorizer.vocabulary_.take(kept)
        for ours, theirs in zip(vocabulary, expected, strict=True):
            np.testing.assert_array_equal(ours, theirs)
    fitted, _ = read.count(most)
    np.testing.assert_array_equal(found[-1].keys, fitted.vocabulary_.keys)


def test_where_few_n_grams_are_told_all_are_kept(tmp_path: Path) -> None:
    read = read_starter(TrainConfig())
    plan = Plan.of(read.corpus.labels, len(read.corpus.sections), [np.arange(0)])
    blocks = in_blocks(read, tmp_path / "blocks", 30_000)
    runs = runs_of(read, plan, blocks, tmp_path / "runs")
    (found,) = choose(runs, plan, min_df=2, max_features=10**9, merged=50_000)
    fitted, _ = read.count()
    for ours, theirs in zip(found, fitted.vocabulary_, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_corpus_of_rare_words_is_refused(tmp_path: Path) -> None:
    read = read_starter(TrainConfig())
    plan = Plan.of(read.corpus.labels, len(read.corpus.sections), [np.arange(0)])
    blocks = in_blocks(read, tmp_path / "blocks", 10**9)
    runs = runs_of(read, plan, blocks, tmp_path / "runs")
    for enough, told in ((10**6, runs), (1, [])):
        with pytest.raises(NothingToCount):
            choose(told, plan, min_df=enough, max_features=10, merged=10**9)
