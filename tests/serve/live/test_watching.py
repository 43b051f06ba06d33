"""When models on the disk have changed."""

from pathlib import Path

from serve.live.watching import Watcher


def test_a_change_is_told_once_when_it_is_complete(tmp_path: Path) -> None:
    watcher = Watcher([tmp_path])
    assert not watcher.has_changed()
    (tmp_path / "a").write_text("1")
    assert not watcher.has_changed()  # may still be written
    (tmp_path / "a").write_text("12")
    assert not watcher.has_changed()
    assert watcher.has_changed()
    assert not watcher.has_changed()
    (tmp_path / "a").unlink()
    assert [watcher.has_changed() for _ in range(3)] == [False, True, False]


def test_what_is_undone_before_it_was_told_is_no_change(tmp_path: Path) -> None:
    watcher = Watcher([tmp_path / "missing", tmp_path])
    (tmp_path / "a").touch()
    assert not watcher.has_changed()
    (tmp_path / "a").unlink()
    assert [watcher.has_changed() for _ in range(3)] == [False, False, False]
