"""Which articles are nearly the same text, and which merely share a topic."""

import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.duplicates import DuplicateFinder, Duplicates
from data.readers import read_corpus

ROOT = Path(__file__).parents[3]
STARTER = [article.text for article in read_corpus(ROOT / "data" / "starter")]

syllables = st.sampled_from("giá vàng tăng giảm phiên thứ ba".split())
short_texts = st.lists(syllables, max_size=12).map(" ".join)


def finder_of(texts: Iterable[str]) -> DuplicateFinder:
    finder = DuplicateFinder()
    for text in texts:
        finder.add(text)
    return finder


def find(texts: Iterable[str], threshold: float = 0.8) -> Duplicates:
    return finder_of(texts).find(threshold)


def changed(text: str, rng: random.Random, share: float) -> str:
    """The text with some of its words replaced by one that it does not have."""
    words = text.split()
    for place in rng.sample(range(len(words)), max(1, round(len(words) * share))):
        words[place] = "xyz"
    return " ".join(words)


def similarity(first: str, second: str) -> float:
    """Jaccard of the sets of three neighbouring words, spelt out."""
    one, other = (
        {tuple(words[place : place + 3]) for place in range(max(1, len(words) - 2))}
        for words in (first.split(), second.split())
    )
    return len(one & other) / len(one | other)


def partition(groups: Sequence[int], names: Sequence[object]) -> set[frozenset[object]]:
    """The groups as sets of names, whatever their numbers."""
    return {
        frozenset(name for name, group in zip(names, groups, strict=True) if group == number)
        for number in groups
    }


def test_a_finder_that_was_asked_already_finds_what_came_since() -> None:
    finder = finder_of(["Giá vàng tăng phiên thứ ba", "Mưa lớn ở Huế sáng nay"])
    assert finder.find().groups.tolist() == [0, 1]
    finder.add("Mưa lớn ở Huế, sáng nay")
    assert finder.find().groups.tolist() == [0, 1, 1]
    assert finder.find(1.0).groups.tolist() == [0, 1, 1]
    finder.clear()
    assert finder.find().groups.tolist() == []


# -- what is found -----------------------------------------------------------------------------


def test_copies_with_a_few_words_changed_are_found_and_nothing_else() -> None:
    """Articles of one section share their topic; none of them is another's copy."""
    rng = random.Random(0)
    copied = rng.sample(range(len(STARTER)), 100)
    found = find([*STARTER, *(changed(STARTER[place], rng, 0.02) for place in copied)])
    expected = [*range(len(STARTER)), *copied]
    assert found.groups.tolist() == expected
    assert [pair.first for pair in found.pairs] == sorted(copied)
    assert all(0.8 <= pair.similarity < 1 for pair in found.pairs)
    assert (found.copies(), found.redundant) == ([], 0)


def test_the_similarity_is_that_of_brute_force_and_hardly_a_pair_is_missed() -> None:
    rng = random.Random(1)
    words = [f"{first}{last}" for first in "bcdghklmnpqrstvx" for last in "aeiou"]
    texts = []
    for _ in range(60):
        text = " ".join(rng.choices(words, k=150))
        texts += [text, *(changed(text, rng, rng.uniform(0.01, 0.05)) for _ in range(5))]
    found = {(pair.first, pair.second): pair.similarity for pair in find(texts).pairs}
    truth = {
        (first, second): value
        for first, second in combinations(range(len(texts)), 2)
        if first // 6 == second // 6
        if (value := similarity(texts[first], texts[second])) >= 0.8
    }
    assert found.keys() <= truth.keys()
    assert len(found) >= 0.999 * len(truth) > 200
    assert found == {pair: pytest.approx(truth[pair]) for pair in found}


@settings(max_examples=30)
@given(st.lists(short_texts, max_size=12))
def test_groups_are_what_pairs_link(texts: list[str]) -> None:
    found = find(texts, 0.5)
    for first, second, value in found.pairs:
        assert first < second
        assert value == pytest.approx(similarity(texts[first], texts[second]))
        assert found.groups[first] == found.groups[second]
    links = {frozenset(group) for group in [*found.copies(), *map(tuple, found.similar())]}
    for first, second in combinations(range(len(texts)), 2):
        together = found.groups[first] == found.groups[second]
        assert together == any({first, second} <= link for link in links)
        if similarity(texts[first], texts[second]) > 0.8 and texts[first].strip():
            assert together


def test_groups_are_transitive() -> None:
    words = [f"t{number}" for number in range(100)]
    chain = [" ".join(words[start : start + 60]) for start in (0, 5, 10, 15)]
    assert similarity(chain[0], chain[3]) < 0.8 <= similarity(chain[0], chain[1])
    found = find([*chain, "tin khác hẳn"])
    assert found.groups.tolist() == [0, 0, 0, 0, 1]
    assert found.similar() == [[0, 1, 2, 3]]


def test_copies_are_listed_apart_from_similar_texts() -> None:
    text = "Giá vàng hoà vốn, tăng phiên thứ ba"
    same = [text, unicodedata.normalize("NFD", text), f" {text.replace(' ', chr(10))}\n"]
    nearly = [text.upper(), text.replace("hoà", "hòa"), text.replace(",", " —")]
    found = find([*same, *nearly])
    assert found.copies() == [[0, 1, 2]]
    assert found.texts.tolist() == [0, 0, 0, 1, 2, 3]
    assert found.redundant == 2
    assert found.groups.tolist() == [0] * 6
    assert found.pairs == [(0, 3, 1.0), (0, 4, 1.0), (0, 5, 1.0)]


def test_labels_that_conflict_are_listed() -> None:
    text = "giá vàng miếng trong nước tăng mạnh phiên thứ ba liên tiếp sáng nay"
    other = "đội chủ nhà thắng trận chung kết nhờ bàn thắng ở phút bù giờ"
    found = find([text, text, f"{text} ạ", other, other, "mưa to"])
    labels = ["Kinh doanh", "Thời sự", "Kinh doanh", "Thể thao", "Thể thao", "Thể thao"]
    assert found.conflicting_copies(labels) == [[0, 1]]
    assert found.conflicting_similar(labels) == [[0, 1, 2]]
    assert found.conflicting_similar(["Tin"] * 6) == []


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        ([], []),
        (["giá vàng"], [0]),
        (["giá", "Giá!", "vàng", "giá vàng", "vàng giá"], [0, 0, 1, 2, 3]),
        (["", " \n", "!!!", "???", "!!!", "…"], [0, 0, 1, 2, 1, 3]),
        (["một hai ba"] * 3, [0, 0, 0]),
    ],
)
def test_texts_of_next_to_nothing(texts: list[str], groups: list[int]) -> None:
    assert find(texts).groups.tolist() == groups


@pytest.mark.parametrize("threshold", [0.0, 0.05, 1.01, float("nan")])
def test_a_threshold_that_makes_no_sense(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        find(["a b c"], threshold)


def test_a_lower_threshold_finds_more() -> None:
    words = [f"t{number}" for number in range(60)]
    texts = [" ".join(words[:40]), " ".join(words[8:48])]
    assert find(texts).pairs == []
    (pair,) = find(texts, 0.5).pairs
    assert pair.similarity == pytest.approx(30 / 46)


# -- whatever surrounds it ---------------------------------------------------------------------


@settings(max_examples=30)
@given(st.lists(short_texts, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_adding_does_not_matter(texts: list[str], rng: random.Random) -> None:
    order = rng.sample(range(len(texts)), len(texts))
    found, shuffled = find(texts, 0.5), find([texts[place] for place in order], 0.5)
    names = range(len(texts))
    assert partition(found.groups.tolist(), names) == partition(shuffled.groups.tolist(), order)
    assert sorted(pair.similarity for pair in found.pairs) == sorted(
        pair.similarity for pair in shuffled.pairs
    )


def test_the_hash_seed_does_not_matter() -> None:
    script = """
from data.duplicates import DuplicateFinder
finder = DuplicateFinder()
for number in range(200):
    words = [f"t{number // 4}{place}" for place in range(90)]
    words[number % 40] = "khác"
    finder.add(" ".join(words))
found = finder.find()
print(found.groups.tolist(), found.pairs)
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1
    assert "similarity=0.9" in answers.pop()


def test_a_flood_of_versions_is_one_group_in_a_moment() -> None:
    """A thousand versions of one text make half a million pairs."""
    rng = random.Random(2)
    text = " ".join(f"t{number}" for number in range(150))
    found = find([*(changed(text, rng, 0.01) for _ in range(1000)), "tin khác hẳn"])
    assert found.groups.tolist() == [0] * 1000 + [1]
    assert 999 <= len(found.pairs) < 50_000


def test_a_text_without_spaces() -> None:
    """Its single word is as long as the text, and not remembered."""
    finder = finder_of(["ば" * 50_000, "ば" * 50_000 + "か"])
    assert finder.find().groups.tolist() == [0, 1]


# -- two corpora -------------------------------------------------------------------------------


def test_what_a_test_corpus_shares_with_the_training_corpus() -> None:
    rng = random.Random(3)
    learnt, fresh = STARTER[:200], STARTER[200:250]
    versions = [changed(text, rng, 0.02) for text in learnt[10:20]]
    upper = [text.upper() for text in learnt[20:25]]
    tested = finder_of([*fresh, *learnt[:5], *versions, *upper, learnt[0]])
    overlap = tested.find_against(finder_of([*learnt, *learnt]))
    nearest = [-1] * 50 + [*range(5), *range(10, 20), *range(20, 25), 0]
    assert overlap.nearest.tolist() == nearest
    assert overlap.copies.tolist() == [False] * 50 + [True] * 5 + [False] * 15 + [True]
    assert (overlap.similarity[:50] == 0).all()
    assert (overlap.similarity[50:55] == 1).all()
    assert ((overlap.similarity[55:65] >= 0.8) & (overlap.similarity[55:65] < 1)).all()
    assert (overlap.similarity[65:] == 1).all()


def test_the_nearest_is_the_most_similar() -> None:
    words = [f"t{number}" for number in range(100)]
    there = finder_of([" ".join(words[:92]), " ".join(words[:96]), " ".join(words[:90])])
    overlap = finder_of([" ".join(words[:98])]).find_against(there)
    assert overlap.nearest.tolist() == [1]
    assert overlap.similarity.tolist() == [pytest.approx(94 / 96)]


def test_every_version_in_a_flood_finds_one_on_the_other_side() -> None:
    rng = random.Random(4)
    text = " ".join(f"t{number}" for number in range(150))
    tested = finder_of(changed(text, rng, 0.01) for _ in range(300))
    learnt = finder_of(changed(text, rng, 0.01) for _ in range(100))
    assert (tested.find_against(learnt).nearest >= 0).all()


@pytest.mark.parametrize("number", [1, 3, 40])
def test_every_filled_form_finds_one_on_the_other_side(number: int) -> None:
    """Nothing tells forms apart but one word, so that they agree in nearly all bands."""
    form = " ".join(f"t{place}" for place in range(600))
    tested = finder_of(f"{form} a{place}" for place in range(300))
    learnt = finder_of(f"{form} b{place}" for place in range(number))
    overlap = tested.find_against(learnt)
    assert (overlap.nearest >= 0).all()
    assert (overlap.similarity > 0.99).all()


@pytest.mark.parametrize(("here", "there"), [([], ["a b c"]), (["a b c"], []), ([], [])])
def test_a_corpus_of_nothing_has_nothing_in_common(here: list[str], there: list[str]) -> None:
    overlap = finder_of(here).find_against(finder_of(there))
    np.testing.assert_array_equal(overlap.nearest, [-1] * len(here))
    np.testing.assert_array_equal(overlap.copies, [False] * len(here))


def test_a_cleared_finder_starts_anew() -> None:
    finder = finder_of(["giá vàng", "giá vàng"])
    finder.clear()
    finder.add("mưa to")
    assert len(finder) == 1
    assert finder.find().redundant == 0
