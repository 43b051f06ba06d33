"""Which versions are found, and which of them are to be live."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from data.errors import DamagedArtifact, NotAnArtifact, UnknownModel, UnknownVersion
from serve.live.catalogue import choose, find_versions, require


def test_a_folder_holds_versions_at_two_depths(newsroom: Any, small_model: Path) -> None:
    shutil.move(newsroom.folder / "2026-02", newsroom.folder / "tin" / "2026-02")
    (newsroom.folder / "a file").touch()
    (newsroom.folder / "empty").mkdir()
    found = find_versions([newsroom.folder])
    assert [each.path.name for each in found] == ["2026-01", "2026-02"]
    assert [each.version for each in found] == [newsroom.old, newsroom.new]
    (alone,) = find_versions([small_model])
    assert alone.version == newsroom.old


def test_the_newest_is_chosen_unless_another_is_wanted_and_there(
    newsroom: Any, caplog: pytest.LogCaptureFixture
) -> None:
    found = find_versions([newsroom.folder])

    def chosen(wanted: dict[str, str]) -> list[str]:
        return [each.version for each in choose(found, wanted)]

    assert chosen({}) == chosen({"khac": "1"}) == [newsroom.new]
    assert chosen({"small": newsroom.old}) == [newsroom.old]
    assert not caplog.text
    assert chosen({"small": "gone"}) == [newsroom.new]
    assert "version gone is not there any more" in caplog.text


def test_an_unreadable_version_in_a_folder_is_passed_over(
    newsroom: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (newsroom.folder / "2026-02" / "manifest.json").write_text("{")
    assert [each.version for each in find_versions([newsroom.folder])] == [newsroom.old]
    assert "passed over" in caplog.text
    with pytest.raises(DamagedArtifact):
        find_versions([newsroom.folder / "2026-02"])


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_directory_without_a_model_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAnArtifact):
        find_versions([tmp_path / name])


def test_one_version_can_be_asked_for(newsroom: Any) -> None:
    found = find_versions([newsroom.folder])
    assert require(found, "small", None).version == newsroom.new
    assert require(found, "small", newsroom.old).version == newsroom.old
    with pytest.raises(UnknownVersion, match=newsroom.old):
        require(found, "small", "1")
    with pytest.raises(UnknownModel, match="small"):
        require(found, "khac", None)
