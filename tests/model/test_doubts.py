"""Warnings, from what was counted in a text."""

import numpy as np
import pytest

from model.doubts import (
    LOW_VOCABULARY_COVERAGE,
    NO_DIACRITICS,
    NOT_VIETNAMESE,
    SHORT_TEXT,
    TRUNCATED,
    blocks,
    doubts_of,
    hardly_known,
    is_sound,
    lacks_diacritics,
)
from model.scoring import MARKS, MATCHES, N_FACTS, PAIRS, SINGLES, SYLLABLES

COVERAGE = (0.9, 0.3)


def facts_of(syllables: int, singles: int, pairs: int, marks: int | None = None) -> list[int]:
    facts = [0] * N_FACTS
    facts[MATCHES], facts[SYLLABLES] = singles + pairs, syllables
    facts[SINGLES], facts[PAIRS] = singles, pairs
    facts[MARKS] = syllables if marks is None else marks
    return facts


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (facts_of(100, 95, 50), ()),
        (facts_of(100, 95, 50, marks=49), (NO_DIACRITICS,)),
        (facts_of(100, 80, 50), (NOT_VIETNAMESE,)),
        (facts_of(100, 95, 26), (LOW_VOCABULARY_COVERAGE,)),
        (facts_of(19, 18, 6), (SHORT_TEXT,)),
        (facts_of(10, 7, 2), (SHORT_TEXT,)),
        (facts_of(1, 1, 0), (SHORT_TEXT,)),
        (facts_of(1, 0, 0), (SHORT_TEXT, LOW_VOCABULARY_COVERAGE)),
        (facts_of(0, 0, 0), (SHORT_TEXT, LOW_VOCABULARY_COVERAGE)),
    ],
)
def test_a_text_is_warned_of(facts: list[int], expected: tuple[str, ...]) -> None:
    assert doubts_of("Một bài", facts, COVERAGE, repaired=False) == expected


@pytest.mark.parametrize("text", ["2024", "3-1, 2-0", "20 %", "🎉 2 000 000"])
def test_what_has_no_letter_lacks_no_mark(text: str) -> None:
    assert doubts_of(text, facts_of(3, 3, 2, marks=0), COVERAGE, repaired=False) == (SHORT_TEXT,)
    with_a_word = doubts_of(f"{text} Do", facts_of(4, 4, 3, marks=0), COVERAGE, repaired=False)
    assert with_a_word == (NO_DIACRITICS, SHORT_TEXT)


def test_an_uncalibrated_model_knows_of_no_language() -> None:
    assert doubts_of("Một bài", facts_of(100, 1, 0), None, repaired=False) == ()


@pytest.mark.parametrize("end", ["các…", "các...", "các […]\n", "các (…) "])
def test_dots_at_the_end_cut_a_text_off(end: str) -> None:
    sound = facts_of(100, 95, 50)
    assert doubts_of(f"Theo đó, {end}", sound, COVERAGE, repaired=False) == (TRUNCATED,)


@pytest.mark.parametrize("coverage", [None, COVERAGE, (0.0, 0.3)])
def test_what_is_sound_at_a_glance_gets_no_warning_and_no_second_look(
    coverage: tuple[float, float] | None,
) -> None:
    many = [
        facts_of(length, singles, pairs, marks)
        for length in (0, 1, 2, 19, 20, 100)
        for singles in range(0, length + 1, 3)
        for pairs in range(0, max(length, 1), 4)
        for marks in (length // 2 - 1, length)
    ]
    sound = [facts for facts in many if is_sound(facts, coverage)]
    assert 0 < len(sound) < len(many)
    table = is_sound(np.array(many).T, coverage)
    assert table.tolist() == [is_sound(facts, coverage) for facts in many]
    for facts in sound:
        assert doubts_of("Một bài", facts, coverage, repaired=False) == ()
        assert not lacks_diacritics(facts)
        assert not hardly_known(facts, coverage)


def test_a_model_that_knows_little_expects_little() -> None:
    half = facts_of(100, 50, 0)
    assert hardly_known(half, None)
    assert hardly_known(half, COVERAGE)
    assert not hardly_known(half, (0.4, 0.0))
    assert not hardly_known(facts_of(100, 0, 50), (0.0, 0.3))  # none but pairs are counted


def test_a_text_without_diacritics_is_accepted_from_weights_of_its_own_only() -> None:
    assert blocks({NO_DIACRITICS}, "marked")
    assert not blocks({NO_DIACRITICS, SHORT_TEXT}, "plain")
    assert blocks({NOT_VIETNAMESE}, "plain")
