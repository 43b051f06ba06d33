"""Hashed texts on disk are those that were hashed."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.text import strip_diacritics
from model.hashing import HashedCorpus, hash_corpus
from training.outofcore.blocks import BUCKET_BITS, Blocks, Buckets

WORDS = st.sampled_from(["bóng", "đá", "Thắng", "2024", "\n", "?", "lãi", "suất"])
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=25)


def laid_out(
    texts: list[str], places: np.ndarray, folder: Path, block: int, batches: int = 1
) -> Blocks:
    """Deal texts so that the order they are to have is that of the buckets."""
    folder.mkdir()
    bucket = np.zeros(len(texts), dtype=np.intp)
    bucket[places] = np.sort(np.random.default_rng(0).integers(1 << BUCKET_BITS, size=len(places)))
    buckets = Buckets(folder)
    for part in np.array_split(np.arange(len(texts)), batches):
        if len(part):
            buckets.add(hash_corpus([texts[place] for place in part]), bucket[part])
    assert buckets.n_texts == len(texts)
    return buckets.lay_out(places, block)


def joined(blocks: Blocks) -> HashedCorpus:
    parts = list(blocks)
    lengths = np.concatenate([np.diff(part.bounds) for part in parts])
    return HashedCorpus(
        np.concatenate([part.hashes for part in parts]),
        np.concatenate([[0], np.cumsum(lengths)]),
        np.concatenate([part.headlines for part in parts]),
        blocks.written,
    )


def assert_same(found: HashedCorpus, expected: HashedCorpus) -> None:
    for name in ("hashes", "bounds", "headlines"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
    used = set(expected.hashes.tolist())
    assert used <= found.written.keys()


@settings(max_examples=40)
@given(
    texts=TEXTS,
    block=st.integers(1, 40),
    batches=st.integers(1, 4),
    shuffle=st.randoms(use_true_random=False),
)
def test_texts_come_back_in_the_order_asked_for(
    texts: list[str],
    block: int,
    batches: int,
    shuffle: object,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    places = np.arange(len(texts))
    shuffle.shuffle(places)  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("blocks") / "own"
    blocks = laid_out(texts, places, folder, block, batches)
    assert_same(joined(blocks), hash_corpus(texts).take(places))
    assert blocks.cuts[0] == 0
    assert blocks.cuts[-1] == len(texts)
    assert (np.diff(blocks.cuts) > 0).all()
    assert {file.name.split("-")[0] for file in folder.iterdir()} == {"hashes"}


def test_a_block_holds_no_more_than_asked_for_and_a_text(tmp_path: Path) -> None:
    texts = [" ".join(["bóng"] * length) for length in (3, 5, 1, 9, 2, 2, 30, 1)]
    blocks = laid_out(texts, np.arange(len(texts)), tmp_path / "own", 10)
    sizes = [int(block.bounds[-1]) for block in blocks]
    assert sizes == [18, 2, 32, 1]


def test_some_articles_may_be_left_out(tmp_path: Path) -> None:
    texts = ["bóng đá", "lãi suất", "đá bóng", "giá vàng"]
    blocks = laid_out(texts, np.array([3, 1]), tmp_path / "own", 2)
    assert_same(joined(blocks), hash_corpus(texts).take(np.array([3, 1])))


def test_without_diacritics_they_are_as_if_hashed_so(tmp_path: Path) -> None:
    texts = ["Bóng đá\nĐội nhà thắng", "lãi suất giảm", "", "bong da"]
    blocks = laid_out(texts, np.arange(4), tmp_path / "own", 4)
    plain = blocks.respelt(strip_diacritics, tmp_path / "plain")
    assert_same(joined(plain), hash_corpus(map(strip_diacritics, texts)))
