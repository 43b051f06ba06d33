"""A search from end to end, on few articles."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from data.errors import BudgetTooSmall, ForeignSearch
from tests.training.samples import WriteCorpus
from tests.training.search.samples import Search
from training.config import TrainConfig, load_config
from training.search.picture import picture
from training.search.toml import as_toml
from training.trainer import train

SVG = "{http://www.w3.org/2000/svg}"


def test_the_start_comes_first_and_sees_all_folds(run: Search) -> None:
    result = run(4)
    first = result.standing.candidates[0]
    assert (first.config, first.changes, first.state) == (TrainConfig(), {}, "done")
    assert result.choice.start == first
    assert list(first.course) == [3, 6, 9, 12, 15]
    assert result.choice.best.macro_f1 >= first.macro_f1
    assert len(result.standing.candidates) == 4


def test_a_training_gives_the_figure_of_the_search(run: Search, news: Path, tmp_path: Path) -> None:
    result = run(8)
    path = tmp_path / "train.toml"
    path.write_text(as_toml(result, 5.0), "utf-8")
    config = load_config(path)
    assert config == result.choice.chosen.config
    for candidate in (result.choice.chosen, result.choice.best):
        _, evaluation = train(news, tmp_path / "m", candidate.config, keep_pipeline=False)
        assert evaluation is not None
        assert evaluation.macro_f1.value == pytest.approx(candidate.macro_f1, abs=1e-9)
        assert evaluation.accuracy.value == pytest.approx(candidate.accuracy, abs=1e-9)


def test_a_search_goes_on_where_it_ended(run: Search) -> None:
    before = run(3).standing.candidates
    after = run(5).standing.candidates
    assert after[:3] == before
    assert len(after) == 5
    assert len({str(candidate.changes) for candidate in after}) == 5


def test_a_search_that_runs_through_finds_the_same_again(run: Search, tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        found.append([(each.config, each.course) for each in run(4).standing.candidates])
        (tmp_path / "train.search").rename(tmp_path / f"{len(found)}.search")
    assert found[0] == found[1]


def test_a_search_does_not_go_on_from_other_settings(run: Search) -> None:
    run(1)
    with pytest.raises(ForeignSearch, match=r"evaluation\.folds was 5 and is 3"):
        run(2, config=load_config(settings=["evaluation.folds=3"]))


def test_no_time_for_the_start(run: Search) -> None:
    with pytest.raises(BudgetTooSmall, match="had seen 0 of 5 folds"):
        run(minutes=0.0)
    assert run(1).choice.chosen.number == 1


def test_a_budget_that_is_up_ends_the_search(run: Search) -> None:
    run(1)
    result = run(minutes=0.02)
    assert not result.interrupted
    assert result.standing.start.state == "done"


def test_a_single_fold_is_enough(run: Search) -> None:
    config = load_config(settings=["evaluation.folds=2", "features.excerpts=0"])
    result = run(3, config=config)
    assert list(result.standing.start.course) == [3, 6]
    assert set(result.choice.parts) == {"article"}


def test_candidates_that_find_nothing_to_count_are_dropped(
    run: Search, write_corpus: WriteCorpus
) -> None:
    """No syllable stands in as many articles as some candidates ask for."""
    syllables = [chr(letter) + "anh" for letter in range(ord("a"), ord("z"))]
    rows = [
        (f"Mục {number % 3}", f"{syllables[number % 9]} {syllables[number]} x{number}")
        for number in range(18)
    ]
    corpus = write_corpus(rows)
    result = run(12, corpus=corpus)
    empty = [each for each in result.standing.candidates if each.macro_f1 == 0]
    assert {each.state for each in empty} == {"dropped"}
    assert {each.config.features.min_df for each in empty} <= {3, 5, 8}


def test_the_picture_shows_every_candidate_under_every_setting(run: Search) -> None:
    result = run(21)
    drawn = ElementTree.fromstring(picture(result))
    panels = drawn.findall(f"{SVG}g")
    names = {panel.findtext(f"{SVG}text") for panel in panels}
    assert names == {*result.space.options, *result.space.ranges}
    for panel in panels:
        dots = [circle for circle in panel.iter(f"{SVG}circle") if circle.get("r") == "3.5"]
        assert len(dots) == 21
        rings = [circle for circle in panel.iter(f"{SVG}circle") if circle.get("r") == "7"]
        assert len(rings) == len({result.choice.start.number, result.choice.chosen.number})
    assert sum(result.weights.values()) == pytest.approx(1)
    assert "http" not in picture(result).replace(SVG[1:-1], "")


def test_of_a_few_candidates_no_weights_are_told(run: Search) -> None:
    result = run(2)
    assert result.weights == {}
    ElementTree.fromstring(picture(result))
