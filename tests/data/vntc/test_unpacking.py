"""Archives, whole and damaged, and the programs that unpack them."""

import shutil
from pathlib import Path

import pytest

from data.errors import DamagedSource, NoUnpacker
from data.vntc.unpacking import _UNPACKERS, find_unpackers, unpack
from tests.data.vntc.samples import TRAIN, article, install, install_unpacker

FAILS = "#!/bin/sh\necho Unpacking >&1\necho ' unknown\n method' >&2\nexit 2\n"


@pytest.fixture
def archive(archives: Path) -> Path:
    return archives / TRAIN.archive


def texts(folder: Path) -> dict[str, int]:
    """How many articles of each topic came out whole."""
    counts = dict.fromkeys(TRAIN.counts, 0)
    for path in folder.glob("Train_Full/*/*.txt"):
        topic, number = path.parent.name, int(path.stem.partition("(")[2].rstrip(")"))
        counts[topic] += path.read_bytes().decode("utf-16") == article(topic, number)
    return counts


@pytest.mark.usefixtures("programs")
def test_without_a_program_to_unpack_all_that_would_do_are_named(
    archive: Path, tmp_path: Path
) -> None:
    with pytest.raises(NoUnpacker, match="none of bsdtar, 7z, unrar, unar is installed"):
        unpack(archive, tmp_path / "out")


@pytest.mark.usefixtures("unpacker")
def test_a_folder_comes_out_and_what_lay_there_is_gone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out" / "Train_Full" / "Xe").mkdir(parents=True)
    unpack(archive, tmp_path / "out")
    assert texts(tmp_path / "out") == TRAIN.counts
    assert not (tmp_path / "out" / "Train_Full" / "Xe").exists()


def test_a_program_that_fails_is_followed_by_another(
    archive: Path, programs: Path, tmp_path: Path
) -> None:
    install(programs, "bsdtar", FAILS)
    with pytest.raises(DamagedSource) as caught:
        unpack(archive, tmp_path / "out")
    assert "(bsdtar: unknown method), and 7z, unrar, unar might do it" in str(caught.value)
    install_unpacker(programs, "unar-as-bsdtar")
    install(programs, "unar", '#!/bin/sh\nexec unar-as-bsdtar -x -f "$6" -C "$5"\n')
    unpack(archive, tmp_path / "out")
    assert texts(tmp_path / "out") == TRAIN.counts


@pytest.mark.parametrize(
    ("afterwards", "says"),
    [
        ("path.write_bytes(path.read_bytes()[:-2] + b'!!')", "has not the checksum"),
        ("path.unlink()", "is missing"),
    ],
)
def test_a_program_that_does_not_look_at_checksums_is_found_out(
    afterwards: str, says: str, archive: Path, programs: Path, tmp_path: Path
) -> None:
    install_unpacker(programs, afterwards=afterwards)
    with pytest.raises(DamagedSource, match=rf"bsdtar: Train_Full/The thao/\S+ \(0\)\.txt {says}"):
        unpack(archive, tmp_path / "out")


def test_a_full_disk_is_no_damaged_archive(
    archive: Path, programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(programs, "bsdtar", FAILS)
    full = shutil.disk_usage(tmp_path)._replace(free=4096)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(OSError, match="No space left on device"):
        unpack(archive, tmp_path / "out")


@pytest.mark.usefixtures("unpacker")
@pytest.mark.parametrize("page", [b"<!DOCTYPE html><p>Not here", b"\xef\xbb\xbf\n <html>"])
def test_a_web_page_is_called_one(page: bytes, tmp_path: Path) -> None:
    archive = tmp_path / "Train_Full.rar"
    archive.write_bytes(page)
    with pytest.raises(DamagedSource, match="is a web page, not an archive"):
        unpack(archive, tmp_path / "out")


@pytest.mark.skipif(
    not any(map(shutil.which, _UNPACKERS)), reason=f"none of {', '.join(_UNPACKERS)} is installed"
)
def test_the_programs_that_are_installed(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each alone, in a folder with a space: whole, cut short, with a wrong byte."""
    content = archive.read_bytes()
    cut, wrong = tmp_path / "cut.rar", tmp_path / "wrong.rar"
    cut.write_bytes(content[: len(content) // 2])
    place = content.index("bóng".encode("utf-16-le"))
    wrong.write_bytes(content[:place] + b"c" + content[place + 1 :])
    for name, path in find_unpackers().items():
        alone = tmp_path / f"{name} alone"
        alone.mkdir()
        (alone / name).symlink_to(path)
        monkeypatch.setenv("PATH", str(alone))
        try:
            unpack(archive, tmp_path / "out" / name)
        except DamagedSource as error:
            # Some builds of 7z leave .rar out.
            assert "annot open the file as archive" in str(error)  # noqa: PT017
        else:
            assert texts(tmp_path / "out" / name) == TRAIN.counts
        for damaged in (cut, wrong):
            with pytest.raises(DamagedSource, match=name):
                unpack(damaged, tmp_path / "out" / name)
