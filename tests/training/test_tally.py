import numpy as np
import pytest

from training.resampling import Draws, spread
from training.tally import Interval, Tally, intervals


def test_two_models_are_tallied_on_the_same_draws() -> None:
    """A model that is wrong where another is right mirrors it, draw by draw."""
    random = np.random.default_rng(0)
    gold, groups = random.integers(2, size=40), np.arange(40) // 2
    answers = random.integers(2, size=40)
    drawn = Draws(groups, seed=1).tally(gold, answers, 2)
    mirrored = Draws(groups, seed=1).tally(gold, 1 - answers, 2)
    assert (drawn.gold == mirrored.gold).all()
    assert np.allclose(drawn.accuracy(), 1 - mirrored.accuracy())
    assert drawn.accuracy().std() > 0


def test_a_figure_of_sections_gets_an_interval_for_each() -> None:
    drawn = np.stack([np.zeros(100), np.arange(100.0)], axis=1)
    first, second = intervals(np.array([0.0, 50.0]), drawn)
    assert first == Interval(0, 0, 0)
    assert second.low < second.value < second.high


def test_draws_without_an_article_of_a_section_say_nothing_of_it() -> None:
    """Else two articles that are both right would seem to be both wrong in one draw of eight."""
    gold = np.array([0, 0] + [1] * 30)
    drawn = Draws(np.arange(32), seed=0).tally(gold, gold, 2)
    assert (drawn.gold[:, 0] == 0).mean() > 0.1
    assert intervals(np.ones(2), drawn.recall(np.nan)) == [Interval(1, 1, 1)] * 2


def test_a_figure_that_no_draw_tells_is_its_value_alone() -> None:
    assert intervals(np.zeros(1), np.full((100, 1), np.nan)) == [Interval(0, 0, 0)]


def test_sums_of_draws_are_those_of_drawing_article_by_article() -> None:
    random = np.random.default_rng(0)
    groups, values = random.permutation(np.arange(30) // 3), random.random(30)
    columns = random.integers(4, size=30)
    found = Draws(groups, seed=5).sums(spread(columns, 4, values))
    again = np.random.default_rng(5)
    for row in found:
        times = np.bincount(again.integers(10, size=10), minlength=10)[groups]
        assert np.allclose(row, np.bincount(columns, values * times, minlength=4))


def test_sums_of_draws_do_not_depend_on_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    groups, values = np.arange(3000), np.random.default_rng(0).random(3000)
    draws, columns = Draws(groups, seed=0), spread(groups % 4, 4, values)
    found = []
    for cores in (1, 7):
        monkeypatch.setattr("training.resampling.number_of_cores", lambda cores=cores: cores)
        found.append(draws.sums(columns))
    assert (found[0] == found[1]).all()


def test_a_section_that_never_occurs_is_left_out_of_the_mean() -> None:
    tally = Tally.of(np.array([0, 0, 1]), np.array([0, 1, 1]), 3)
    assert tally.f1().tolist() == [2 / 3, 2 / 3, 0]
    assert tally.macro_f1() == 2 / 3
