"""What a training lays down beside its model, and that it goes again."""

import io
import os
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from filelock import FileLock

from data.errors import DiskTooSmall, TrainingBusy
from training.outofcore.workspace import (
    append,
    check_space,
    load,
    load_ranges,
    replace,
    workspace,
    write_ranges,
)


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


@pytest.mark.parametrize("begins", ["before", "after"])
def test_a_training_that_begins_as_another_ends_keeps_its_files(
    begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one comes just before the first lets the lock go, or just after."""
    coming = [workspace(tmp_path / "tin")]

    class Lock(FileLock):
        def release(self, *given: Any, **named: Any) -> None:
            if begins == "after":
                super().release(*given, **named)
            while coming:
                monkeypatch.undo()
                append(second.enter_context(coming.pop()) / "hashes-0", np.arange(3))
            if begins == "before":
                super().release(*given, **named)

    monkeypatch.setattr("training.outofcore.workspace.FileLock", Lock)
    with ExitStack() as second:
        with workspace(tmp_path / "tin"):
            pass
        with pytest.raises(TrainingBusy), workspace(tmp_path / "tin"):
            pass
        assert load(tmp_path / ".tin.training" / "hashes-0", np.int64).tolist() == [0, 1, 2]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_goes_as_another_training_begins_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        (tmp_path / ".tin.training").rmdir()
        raise FileNotFoundError

    monkeypatch.setattr(FileLock, "acquire", gone)
    with pytest.raises(TrainingBusy), workspace(tmp_path / "tin"):
        pass


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


def test_stretches_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    append(file, np.arange(10, dtype=np.int32))
    ranges = np.array([[7, 10], [3, 3], [0, 2]])
    assert load_ranges(file, np.int32, ranges).tolist() == [7, 8, 9, 0, 1]
    write_ranges(file, np.array([-7, -8, -9, 5, 6], dtype=np.int32), ranges)
    assert load(file, np.int32).tolist() == [5, 6, 2, 3, 4, 5, 6, -7, -8, -9]


def test_a_file_that_lost_its_end_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    append(file, np.arange(10))
    os.truncate(file, 70)
    ranges = np.array([[0, 2], [7, 10]])
    with pytest.raises(OSError, match=r"shorter than what was written.*numbers"):
        load_ranges(file, np.int64, ranges)
    with pytest.raises(OSError, match=r"shorter than what was written.*numbers"):
        load(file, np.int64, 7, 3)


def test_reads_that_come_in_pieces_are_put_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an operating system may give them: it reads 2 GB at a time at most."""

    class Slow(io.FileIO):
        def readinto(self, buffer: Any) -> int:
            return super().readinto(memoryview(buffer)[:5])

    file = tmp_path / "numbers"
    append(file, np.arange(10))
    monkeypatch.setattr(Path, "open", lambda path, *_, **__: Slow(path))
    assert load_ranges(file, np.int64, np.array([[0, 2], [7, 10]])).tolist() == [0, 1, 7, 8, 9]
