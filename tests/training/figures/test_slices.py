import numpy as np

from tests.training.samples import drawn_answers
from training.figures.slices import Slice, slices
from training.figures.traits import Traits, Variant
from training.resampling import Draws

ANSWERS = drawn_answers(60, 0)


def cut(traits: Traits) -> dict[str, Slice]:
    return slices(ANSWERS, Draws(ANSWERS.groups, seed=0), traits)


def keys(traits: Traits, name: str) -> list[tuple[str, int]]:
    return [(row.key, row.score.n) for row in cut(traits)[name].rows]


def test_lengths_have_bounds() -> None:
    lengths = np.array([0, 49, 50, 99, 800, 5000] * 10)
    found = cut(Traits(lengths=lengths))["length"]
    assert [(row.key, row.start, row.end, row.score.n) for row in found.rows] == [
        ("0-49", 0, 50, 20),
        ("50-99", 50, 100, 20),
        ("800-", 800, None, 20),
    ]
    accuracy = ANSWERS.correct[lengths < 50].mean()
    assert found.rows[0].score.accuracy.value == accuracy


def test_only_the_largest_publishers_are_named() -> None:
    names = np.array([f"báo {number:02}" for number in range(30)] * 2)
    names[-1] = "báo 07"
    names[0] = ""
    found = cut(Traits(publishers=names))["publisher"]
    assert (len(found.rows), found.rows[0].key, found.n_unknown) == (20, "báo 07", 60 - 3 - 38)


def test_months_become_years_where_there_are_many() -> None:
    months = np.arange("2020-01", "2025-01", dtype="datetime64[M]").astype("datetime64[D]")
    assert keys(Traits(published=months), "month") == [
        (str(year), 12) for year in range(2020, 2025)
    ]
    months[6:] = np.datetime64("NaT")
    assert keys(Traits(published=months), "month") == [(f"2020-0{k}", 1) for k in range(1, 7)]
    assert cut(Traits(published=months))["month"].n_unknown == 54


def test_quarters_that_begin_alike_are_one() -> None:
    assert keys(Traits(unseen=np.zeros(60)), "unseen_vocabulary") == [("0.000-0.000", 60)]
    shares = np.append(np.zeros(40), np.linspace(0.01, 0.2, 20))
    assert [n for _, n in keys(Traits(unseen=shares), "unseen_vocabulary")] == [45, 15]


def test_a_cut_article_is_held_against_itself() -> None:
    changed = np.arange(60) < 20
    perfect = Variant(changed, ANSWERS.gold)
    (row,) = cut(Traits(variants={"headline": perfect}))["text"].rows
    whole = ANSWERS.correct[changed].mean()
    assert row.whole
    assert row.difference
    assert (row.score.n, row.score.accuracy.value, row.whole.accuracy.value) == (20, 1, whole)
    assert row.difference.value == 1 - whole
    assert 0 < row.difference.low <= row.difference.value <= row.difference.high <= 1


def test_every_missing_slice_has_its_reason() -> None:
    found = {name: each.reason for name, each in cut(Traits()).items()}
    assert found == {
        "length": "no-lengths",
        "publisher": "no-publishers",
        "month": "no-dates",
        "text": "no-texts",
        "unseen_vocabulary": "no-texts",
    }
    nothing = Traits(
        publishers=np.array([""] * 60),
        published=np.full(60, np.datetime64("NaT"), dtype="datetime64[D]"),
        variants={"headline": Variant(np.zeros(60, np.bool_), ANSWERS.gold)},
    )
    reasons = [each.to_dict()["reason_code"] for each in cut(nothing).values()]
    assert reasons == ["no-lengths", "no-publishers", "no-dates", "unchanged", "no-texts"]
