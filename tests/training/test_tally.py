import numpy as np

from training.tally import Interval, Tally, bootstrap, intervals


def test_two_models_are_tallied_on_the_same_draws() -> None:
    """A model that is wrong where another is right mirrors it, draw by draw."""
    random = np.random.default_rng(0)
    gold, groups = random.integers(2, size=40), np.arange(40) // 2
    answers = random.integers(2, size=40)
    drawn = bootstrap(gold, answers, 2, groups, seed=1)
    mirrored = bootstrap(gold, 1 - answers, 2, groups, seed=1)
    assert (drawn.gold == mirrored.gold).all()
    assert np.allclose(drawn.accuracy(), 1 - mirrored.accuracy())
    assert drawn.accuracy().std() > 0


def test_a_figure_of_sections_gets_an_interval_for_each() -> None:
    drawn = np.stack([np.zeros(100), np.arange(100.0)], axis=1)
    first, second = intervals(np.array([0.0, 50.0]), drawn)
    assert first == Interval(0, 0, 0)
    assert second.low < second.value < second.high


def test_a_section_that_never_occurs_is_left_out_of_the_mean() -> None:
    tally = Tally.of(np.array([0, 0, 1]), np.array([0, 1, 1]), 3)
    assert tally.f1().tolist() == [2 / 3, 2 / 3, 0]
    assert tally.macro_f1() == 2 / 3
