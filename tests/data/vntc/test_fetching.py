"""A fetch from beginning to end: over bad lines, cut short, done already."""

from pathlib import Path

import pytest
from filelock import FileLock
from pyarrow import parquet

from data.errors import (
    DamagedDownload,
    DamagedSource,
    DownloadFailed,
    FetchError,
    FolderBusy,
    NoUnpacker,
    WrongCounts,
)
from data.vntc import Fetched, fetch_vntc
from data.vntc.corpus import is_whole
from data.vntc.download import Patience
from tests.data.vntc.samples import (
    SPLITS,
    TEST,
    TRAIN,
    install_unpacker,
    pack,
    write_topics,
)
from tests.data.vntc.server import Answer, Mirror

HASTE = Patience(connect=2, stall=1, tries=2, pause=0.01)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "corpora"


@pytest.fixture
def upstream(mirror: Mirror, archives: Path) -> Mirror:
    """A server of the two archives."""
    mirror.files = {split.archive: (archives / split.archive).read_bytes() for split in SPLITS}
    return mirror


def fetch(out: Path, source: Path | str) -> list[Fetched]:
    return fetch_vntc(out, str(source), splits=SPLITS, patience=HASTE)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != ".fetch.lock"}


def assert_complete(out: Path) -> None:
    assert names(out) == {TRAIN.table, TEST.table}
    assert all(is_whole(out / split.table, split) for split in SPLITS)


@pytest.mark.usefixtures("unpacker")
def test_two_tables_come_from_an_address_and_nothing_else_stays(
    upstream: Mirror, out: Path
) -> None:
    assert fetch(out, upstream.url) == [
        Fetched(out / TRAIN.table, 13, new=True),
        Fetched(out / TEST.table, 11, new=True),
    ]
    assert_complete(out)


@pytest.mark.usefixtures("unpacker")
@pytest.mark.parametrize("form", ["folders", "archives"])
def test_what_is_on_this_disk_gives_the_same_tables_and_is_left_alone(
    form: str, archives: Path, upstream: Mirror, out: Path, tmp_path: Path
) -> None:
    fetch(out, upstream.url)
    if form == "archives":
        for split in SPLITS:
            (archives / split.folder).rename(tmp_path / split.folder.upper())
    before = sorted(archives.rglob("*"))
    fetch(tmp_path / "other", archives)
    assert_complete(tmp_path / "other")
    for split in SPLITS:
        mine, other = (
            parquet.read_table(place / split.table) for place in (out, out.parent / "other")
        )
        assert mine.equals(other)
    assert sorted(archives.rglob("*")) == before


@pytest.mark.usefixtures("programs")
def test_folders_need_no_program_to_unpack(archives: Path, out: Path) -> None:
    fetch(out, archives)
    assert_complete(out)


@pytest.mark.usefixtures("unpacker")
def test_one_archive_alone(archives: Path, out: Path) -> None:
    assert fetch(out, archives / TEST.archive) == [Fetched(out / TEST.table, 11, new=True)]
    assert names(out) == {TEST.table}


@pytest.mark.usefixtures("unpacker")
def test_what_is_there_is_not_fetched_again(upstream: Mirror, out: Path) -> None:
    fetch(out, upstream.url)
    upstream.requests.clear()
    assert [table.new for table in fetch(out, upstream.url)] == [False, False]
    assert upstream.requests == []


@pytest.mark.usefixtures("unpacker")
def test_a_table_that_is_not_whole_is_fetched_again(upstream: Mirror, out: Path) -> None:
    fetch(out, upstream.url)
    (out / TEST.table).write_bytes((out / TEST.table).read_bytes()[:-1])
    upstream.requests.clear()
    assert [table.new for table in fetch(out, upstream.url)] == [False, True]
    assert len(upstream.requests) == 1
    assert_complete(out)


@pytest.mark.usefixtures("unpacker")
def test_a_broken_off_download_is_gone_on_with_by_the_next_run(upstream: Mirror, out: Path) -> None:
    upstream.answers = [Answer(break_after=1000), *(Answer(503, body=b"") for _ in range(2))]
    with pytest.raises(DownloadFailed):
        fetch(out, upstream.url)
    assert names(out) == {"Train_Full.rar.part", "Train_Full.rar.part.json"}
    fetch(out, upstream.url)
    assert "bytes=1000-" in upstream.ranges()
    assert_complete(out)


def wrong_byte(content: bytes) -> bytes:
    place = content.index("bóng".encode("utf-16-le"))
    return content[:place] + b"c" + content[place + 1 :]


@pytest.mark.usefixtures("unpacker")
@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param(lambda content: content[:1500], "should hold 7 articles", id="cut short"),
        pytest.param(wrong_byte, "cannot be unpacked", id="wrong byte"),
        pytest.param(lambda _: b"<html>Log in</html>", "is a web page", id="web page"),
        pytest.param(lambda _: b"", "cannot be unpacked", id="empty"),
    ],
)
def test_a_damaged_download_is_set_aside_and_the_next_run_asks_again(
    answer: object, says: str, upstream: Mirror, out: Path
) -> None:
    assert callable(answer)
    upstream.answers = [Answer(body=answer(upstream.files[TRAIN.archive]))]
    with pytest.raises(DamagedDownload, match=says) as caught:
        fetch(out, upstream.url)
    assert caught.value.aside == out / "Train_Full.rar.damaged"
    assert names(out) == {"Train_Full.rar.damaged"}
    fetch(out, upstream.url)
    assert names(out) == {"Train_Full.rar.damaged", TRAIN.table, TEST.table}


@pytest.mark.usefixtures("unpacker")
def test_a_length_too_short_does_not_pass_for_a_whole_file(upstream: Mirror, out: Path) -> None:
    upstream.answers = [Answer(headers={"Content-Length": "1500"})]
    with pytest.raises(DamagedDownload):
        fetch(out, upstream.url)
    assert not (out / TRAIN.table).exists()


@pytest.mark.usefixtures("unpacker")
def test_a_wrong_count_names_topic_expected_and_found(
    upstream: Mirror, archives: Path, out: Path, tmp_path: Path
) -> None:
    fewer = write_topics(tmp_path / "fewer" / "Test_Full", {**TEST.counts, "Vi tinh": 2})
    upstream.files[TEST.archive] = pack(fewer, archives / TEST.archive).read_bytes()
    says = "'Vi tinh' should hold 6 articles and holds 2"
    with pytest.raises(DamagedDownload, match=says):
        fetch(out, upstream.url)
    assert names(out) == {TRAIN.table, "Test_Full.rar.damaged"}
    with pytest.raises(WrongCounts, match=rf"Test_Full\.rar: {says}"):
        fetch(out, archives / TEST.archive)


@pytest.mark.usefixtures("unpacker")
def test_an_archive_of_the_user_is_left_alone_even_if_damaged(archives: Path, out: Path) -> None:
    archive = archives / TRAIN.archive
    archive.write_bytes(archive.read_bytes()[:1500])
    with pytest.raises(DamagedSource, match="get another copy"):
        fetch(out, archive)
    assert archive.stat().st_size == 1500
    assert names(out) == set()


def test_a_missing_program_is_told_before_the_download(
    upstream: Mirror, programs: Path, out: Path
) -> None:
    with pytest.raises(NoUnpacker):
        fetch(out, upstream.url)
    assert upstream.requests == []
    install_unpacker(programs)
    fetch(out, upstream.url)
    assert_complete(out)


def test_a_run_killed_while_unpacking_needs_no_second_download(
    upstream: Mirror, programs: Path, archives: Path, out: Path
) -> None:
    install_unpacker(programs)
    out.mkdir()
    (archives / TRAIN.archive).rename(out / TRAIN.archive)
    left = out / ".vntc-train-unpacked" / "Train_Full" / "Vi tinh"
    left.mkdir(parents=True)
    (left / "old.txt").write_text("Bài cũ")
    (out / f"{TRAIN.table}.partial").write_bytes(b"PAR1")
    fetch(out, upstream.url)
    assert len(upstream.requests) == 1
    assert_complete(out)


def test_two_fetches_do_not_meet_in_one_folder(archives: Path, out: Path) -> None:
    out.mkdir()
    with FileLock(out / ".fetch.lock"), pytest.raises(FolderBusy):
        fetch(out, archives)
    fetch(out, archives)
    assert_complete(out)


@pytest.mark.usefixtures("unpacker")
def test_whatever_is_wrong_is_one_line(upstream: Mirror, archives: Path, out: Path) -> None:
    for source in ("none", archives / "Train_Full" / "Vi tinh", f"{upstream.url}/none"):
        with pytest.raises(FetchError) as caught:
            fetch(out, source)
        assert "\n" not in str(caught.value)
        assert caught.value.exit_code == 2
