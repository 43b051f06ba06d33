"""What a training lays down beside its model, and that it goes again."""

from pathlib import Path

import numpy as np
import pytest

from data.errors import DiskTooSmall, TrainingBusy
from training.outofcore.workspace import append, check_space, load, replace, workspace


def test_what_a_killed_training_left_goes_first_and_all_goes_last(tmp_path: Path) -> None:
    left = tmp_path / ".tin.training"
    (left / "runs").mkdir(parents=True)
    (left / "hashes-0").write_bytes(b"left")
    with workspace(tmp_path / "tin") as folder:
        assert folder == left
        assert [entry.name for entry in folder.iterdir()] == ["lock"]
        append(folder / "hashes-0", np.arange(3))
    assert list(tmp_path.iterdir()) == []


def test_it_goes_when_a_training_is_stopped(tmp_path: Path) -> None:
    def stopped() -> None:
        with workspace(tmp_path / "tin") as folder:
            append(folder / "hashes-0", np.arange(3))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_two_trainings_to_one_directory_keep_apart(tmp_path: Path) -> None:
    with workspace(tmp_path / "tin") as folder:
        append(folder / "hashes-0", np.arange(3))
        with pytest.raises(TrainingBusy, match="another training"), workspace(tmp_path / "tin"):
            pass
        with workspace(tmp_path / "khac"):
            pass
        assert (folder / "hashes-0").exists()


def test_a_disk_that_runs_full_is_named(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no device that is always full")
    with (
        pytest.raises(DiskTooSmall, match="the disk is full; make room"),
        workspace(tmp_path / "tin"),
    ):
        append(full, np.arange(10_000))
    assert list(tmp_path.iterdir()) == []


def test_too_little_room_is_refused_beforehand(tmp_path: Path) -> None:
    check_space(tmp_path, 1)
    with pytest.raises(DiskTooSmall, match=r"needs 1000000000\.0 GB"):
        check_space(tmp_path, 10**18)


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    append(file, np.arange(4, dtype=np.int32))
    append(file, np.arange(4, 6, dtype=np.int32))
    append(file, np.empty(0, dtype=np.int32))
    assert load(file, np.int32).tolist() == [0, 1, 2, 3, 4, 5]
    assert load(file, np.int32, 2, 3).tolist() == [2, 3, 4]
    replace(file, np.array([True, False]))
    assert load(file, np.bool_).tolist() == [True, False]
