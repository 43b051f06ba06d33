import random

import numpy as np
import pytest

from data.duplicates import DuplicateFinder, Sketch
from data.readers import read_corpus
from tests.conftest import STARTER

SYLLABLES = [f"{first}{rest}" for first in "bcdghklmnpqstvx" for rest in ("an", "ung", "iêm", "oa")]


def finder_of(texts: list[str]) -> DuplicateFinder:
    finder = DuplicateFinder()
    for text in texts:
        finder.add(text)
    return finder


def article(rng: random.Random, length: int = 200) -> list[str]:
    return [rng.choice(SYLLABLES) for _ in range(length)]


@pytest.fixture(scope="module")
def starter() -> list[str]:
    return [article.text for article in read_corpus(STARTER)]


def test_what_was_learnt_from_is_found_and_nothing_else(starter: list[str]) -> None:
    sketch = Sketch.of(finder_of(starter[:400]))
    slightly = [f"{text} Theo phóng viên thường trú." for text in starter[:100]]
    near = sketch.near(finder_of([*starter[400:], *slightly, *starter[:400]]))
    assert not near[:350].any()
    assert near[350:].all()


@pytest.mark.slow
def test_of_pairs_that_just_count_as_near_nearly_all_are_found() -> None:
    rng = random.Random(0)
    learnt, similar = [], []
    for _ in range(2000):
        words = article(rng)
        learnt.append(" ".join(words))
        cut = words[: len(words) - 22] + article(rng, 22)  # similarity just above 0.8
        similar.append(" ".join(cut))
    ours, theirs = finder_of(similar), finder_of(learnt)
    overlap = ours.find_against(theirs)
    near = Sketch.of(theirs).near(ours)
    exact = overlap.nearest >= 0
    assert exact.mean() > 0.4
    assert near[exact].mean() > 0.97


def test_a_sketch_is_the_same_however_the_texts_are_ordered(starter: list[str]) -> None:
    there = Sketch.of(finder_of(starter)).to_bytes()
    assert Sketch.of(finder_of([*starter[::-1], *starter])).to_bytes() == there
    assert len(there) < 140 * len(starter)


def test_a_sketch_comes_back_from_its_bytes(starter: list[str]) -> None:
    sketch = Sketch.of(finder_of(starter[:50]))
    read = Sketch.read(sketch.to_bytes())
    assert read
    assert (read.signatures == sketch.signatures).all()


def test_a_sketch_of_other_signatures_is_not_trusted(starter: list[str]) -> None:
    sketch = Sketch.of(finder_of(starter[:50]))
    content = bytearray(sketch.to_bytes())
    content[-128 * 50 - 1] ^= 1
    assert Sketch.read(bytes(content)) is None


def test_nothing_is_near_a_sketch_of_nothing() -> None:
    sketch = Sketch.of(finder_of(["", "!"]))
    assert sketch.near(finder_of(["", "Giá vàng tăng"])).tolist() == [False, False]
    assert np.shape(sketch.near(finder_of([]))) == (0,)
