"""The groups of near-duplicates are those of the finder."""

import random
from pathlib import Path

import numpy as np
import pytest

from data.duplicates import DuplicateFinder, Sketch
from training.outofcore import similar
from training.outofcore.similar import StoredShingles


def variants(rng: random.Random, number: int, changes: int) -> list[str]:
    """Some texts, each several times with a few words changed."""
    words = [f"từ{place}" for place in range(400)]
    texts = ["", "   ", "?!", "một", "Một", "hai từ"]
    for _ in range(number):
        text = rng.choices(words, k=rng.randrange(5, 80))
        for _ in range(rng.randrange(1, 5)):
            changed = list(text)
            for _ in range(rng.randrange(changes + 1)):
                changed[rng.randrange(len(changed))] = rng.choice(words)
            texts.append(" ".join(changed))
    return texts


def both(texts: list[str], folder: Path) -> tuple[DuplicateFinder, StoredShingles]:
    finder, stored = DuplicateFinder(), StoredShingles(folder / "similar")
    for text in texts:
        finder.add(text)
        stored.add(text)
    return finder, stored


def test_groups_and_sketch_are_those_of_the_finder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "_BATCH", 500)
    monkeypatch.setattr(similar, "_COMPARED", 300)
    texts = variants(random.Random(3), 150, 4)
    finder, stored = both(texts, tmp_path)
    expected = finder.find().groups
    assert len(set(expected.tolist())) < len(texts)
    np.testing.assert_array_equal(stored.groups(), expected)
    sketch = stored.sketch()
    assert sketch is not None
    np.testing.assert_array_equal(sketch.signatures, Sketch.of(finder).signatures)


def test_a_crowd_is_one_group(tmp_path: Path) -> None:
    rng = random.Random(0)
    text = [f"từ{place}" for place in range(300)]
    crowd = [" ".join([*text, str(rng.randrange(10**6))]) for _ in range(80)]
    finder, stored = both(crowd, tmp_path)
    assert set(stored.groups().tolist()) == {0}
    np.testing.assert_array_equal(stored.groups(), finder.find().groups)


def test_texts_without_a_syllable_are_like_their_copies_only(tmp_path: Path) -> None:
    _, stored = both(["?", "!", "?"], tmp_path)
    assert stored.groups().tolist() == [0, 1, 0]


def test_what_was_added_is_forgotten(tmp_path: Path) -> None:
    _, stored = both(["một hai ba", "bốn năm sáu"], tmp_path)
    stored.clear()
    stored.add("bảy tám chín")
    assert stored.groups().tolist() == [0]


def test_a_sketch_of_too_many_texts_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(similar, "MOST_SKETCHED", 1)
    _, stored = both(["một hai ba", "bốn năm sáu"], tmp_path)
    assert stored.sketch() is None
