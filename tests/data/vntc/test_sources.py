"""Where the parts of VNTC are looked for."""

from pathlib import Path

import pytest

from data.errors import IncompleteSource, MissingSource
from data.vntc.official import UPSTREAM
from data.vntc.sources import Archive, Topics, Upstream, find_sources
from tests.data.vntc.samples import SPLITS, TEST, TRAIN


def places(source: Path | str | None) -> dict[str, object]:
    found = find_sources(None if source is None else str(source), SPLITS)
    return {split.folder: place for split, place in found}


@pytest.mark.parametrize(
    ("source", "base"),
    [
        (None, UPSTREAM),
        ("https://a.vn/vntc/", "https://a.vn/vntc"),
        ("HTTP://a.vn:81", "HTTP://a.vn:81"),
    ],
)
def test_an_address_has_an_archive_for_each_split(source: str | None, base: str) -> None:
    assert places(source) == {
        "Train_Full": Upstream(f"{base}/Train_Full.rar"),
        "Test_Full": Upstream(f"{base}/Test_Full.rar"),
    }


def test_folders_of_topics_come_before_archives(archives: Path) -> None:
    topics = {split.folder: Topics(archives / split.folder) for split in SPLITS}
    assert places(archives) == topics
    assert places(archives.parent) == topics


def test_archives_are_found_at_any_depth_and_in_any_case(archives: Path, tmp_path: Path) -> None:
    deep = tmp_path / "VNTC-master" / "Ver1.1"
    deep.mkdir(parents=True)
    (archives / TRAIN.archive).rename(deep / "TRAIN_FULL.RAR")
    (archives / TEST.archive).rename(deep / TEST.archive)
    (deep / TRAIN.folder).mkdir()
    for litter in ("Train_Full.rar.part", "Train_Full.rar.part.json", "Train_Full.txt"):
        (deep / litter).touch()
    assert places(tmp_path / "VNTC-master") == {
        "Train_Full": Archive(deep / "TRAIN_FULL.RAR"),
        "Test_Full": Archive(deep / TEST.archive),
    }


def test_one_archive_or_its_folder_stands_for_its_own_split(archives: Path) -> None:
    archive = archives / TEST.archive
    assert places(archive) == {"Test_Full": Archive(archive)}
    aside = archive.rename(archives / "Test_Full.rar.damaged")
    assert places(aside) == {"Test_Full": Archive(aside)}
    assert places(archives / "Test_Full") == {"Test_Full": Topics(archives / "Test_Full")}


def test_what_is_not_there_is_named(archives: Path, tmp_path: Path) -> None:
    for source in (tmp_path / "none", "ftp://a.vn/vntc"):
        with pytest.raises(MissingSource, match="no such file or folder, and no http"):
            places(source)
    stranger = tmp_path / "vntc.zip"
    stranger.touch()
    (tmp_path / "empty").mkdir()
    for source in (stranger, tmp_path / "empty"):
        with pytest.raises(IncompleteSource, match="no Train_Full and no Test_Full here"):
            places(source)
    (archives / "Test_Full").rename(tmp_path / "elsewhere")
    (archives / TEST.archive).unlink()
    with pytest.raises(IncompleteSource, match="no Test_Full here"):
        places(archives)
