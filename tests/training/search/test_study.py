"""The journal of a search."""

import sys
from pathlib import Path

import pytest
from optuna.trial import TrialState

from data.errors import DamagedSearch, ForeignSearch, MissingOptuna, SearchBusy
from training.search.study import check_optuna, open_study

ORIGIN = {"fingerprint": "a1", "features": {"min_df": 2}}
FIRST = {"x": 0.5}


def test_the_first_comes_first_and_once(tmp_path: Path) -> None:
    with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
        pass
    with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
        assert study.ask().suggest_float("x", 0, 1) == 0.5
        assert study.ask().suggest_float("x", 0, 1) != 0.5


def test_what_was_being_tried_is_tried_again(tmp_path: Path) -> None:
    """Killed while it chose: what was chosen stays, and the first stays the first."""
    with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
        study.ask()
        drawn = study.ask().suggest_float("x", 0, 1)
    with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
        states = [trial.state for trial in study.trials]
        assert states == [TrialState.FAIL] * 2 + [TrialState.WAITING] * 2
        assert [study.ask().suggest_float("x", 0, 1) for _ in range(2)] == [0.5, drawn]


def test_a_search_that_goes_on_draws_something_new(tmp_path: Path) -> None:
    drawn = set()
    for _ in range(3):
        with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
            trial = study.ask()
            drawn.add(trial.suggest_float("x", 0, 1))
            study.tell(trial, 0.0)
    assert len(drawn) == 3


def test_a_line_cut_off_by_a_kill_is_left_out(tmp_path: Path) -> None:
    with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
        study.tell(study.ask(), 0.25)
    with (tmp_path / "study.jsonl").open("ab") as file:
        file.write(b'{"op_code":4,"wor')
    for number in (1, 2):
        with open_study(tmp_path, ORIGIN, FIRST, 0) as study:
            assert len(study.trials) == number
            study.tell(study.ask(), 0.5)


def test_a_damaged_journal_is_refused(tmp_path: Path) -> None:
    with open_study(tmp_path, ORIGIN, FIRST, 0):
        pass
    journal = tmp_path / "study.jsonl"
    journal.write_bytes(b"?\n" + journal.read_bytes())
    with (
        pytest.raises(DamagedSearch, match="remove the folder"),
        open_study(tmp_path, ORIGIN, {}, 0),
    ):
        pass


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (ORIGIN | {"fingerprint": "b2"}, "another corpus"),
        (ORIGIN | {"features": {"min_df": 3}}, "features.min_df was 2 and is 3"),
    ],
)
def test_another_search_is_refused(origin: dict[str, object], said: str, tmp_path: Path) -> None:
    with open_study(tmp_path, ORIGIN, FIRST, 0):
        pass
    with pytest.raises(ForeignSearch, match=said), open_study(tmp_path, origin, FIRST, 0):
        pass


def test_two_searches_at_once_are_one_too_many(tmp_path: Path) -> None:
    with (
        open_study(tmp_path, ORIGIN, FIRST, 0),
        pytest.raises(SearchBusy),
        open_study(tmp_path, ORIGIN, FIRST, 0),
    ):
        pass


def test_without_optuna_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(MissingOptuna, match=r"pip install 'chuyenmuc\[search\]'"):
        check_optuna()
