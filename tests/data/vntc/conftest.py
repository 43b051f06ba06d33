"""A server and its files, and programs that unpack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.vntc.samples import SPLITS, install_unpacker, pack, write_topics
from tests.data.vntc.server import Mirror, serving


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy stands before the server of a test."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    """A server of no files yet."""
    with serving() as server:
        yield server


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    """A folder with the archives of the small VNTC."""
    folder = tmp_path / "archives"
    for split in SPLITS:
        pack(write_topics(folder / split.folder, split.counts), folder / split.archive)
    return folder


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of programs: none is in it yet."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def unpacker(programs: Path) -> Path:
    """A program that unpacks."""
    return install_unpacker(programs)
