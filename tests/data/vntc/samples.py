"""A small VNTC: topics as folders of UTF-16 files, archives of them, a program that unpacks."""

import shlex
import struct
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path

from data.vntc import Split

TRAIN = Split("Train_Full", "vntc-train.parquet", {"The thao": 6, "Vi tinh": 7})
TEST = Split("Test_Full", "vntc-test.parquet", {"The thao": 5, "Vi tinh": 6})
SPLITS = (TRAIN, TEST)

_WORDS = {"The thao": "bóng đá trận thắng đội sân", "Vi tinh": "máy tính phần mềm mạng web"}


def article(topic: str, number: int) -> str:
    """The text of an article, as VNTC's are: a headline, a paragraph, Windows' line ends."""
    return f" {_WORDS[topic]} {number}\r\n{_WORDS[topic]} và {number} nữa.\r\n\r\n"


def write_topics(folder: Path, counts: Mapping[str, int]) -> Path:
    """Write articles, a folder a topic."""
    for topic, count in counts.items():
        (folder / topic).mkdir(parents=True)
        for number in range(count):
            name = f"{topic[:2].upper()}_NLD_ ({number}).txt"
            (folder / topic / name).write_bytes(article(topic, number).encode("utf-16"))
    return folder


def pack(folder: Path, archive: Path) -> Path:
    """Pack a folder into a .rar, its files stored as they are."""
    blocks = [b"Rar!\x1a\x07\x00", _block(0x73, 0, bytes(6))]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = "\\".join((folder.name, *path.relative_to(folder).parts)).encode()
        content = path.read_bytes()
        size, checksum = len(content), zlib.crc32(content)
        made, stored = 0x5A5A5A5A, 0x30
        header = struct.pack("<IIBIIBBHI", size, size, 2, checksum, made, 20, stored, len(name), 32)
        blocks += [_block(0x74, 0x8000, header + name), content]
    archive.write_bytes(b"".join([*blocks, _block(0x7B, 0x4000, b"")]))
    return archive


def _block(kind: int, flags: int, rest: bytes) -> bytes:
    header = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(header) & 0xFFFF) + header


_UNPACKER = """
import sys, pathlib, rarfile
_, _, _, archive, _, folder = sys.argv
with rarfile.RarFile(archive) as packed:
    packed.extractall(folder)
for path in pathlib.Path(folder).rglob("*.txt"):
    {afterwards}
"""


def install_unpacker(folder: Path, name: str = "bsdtar", afterwards: str = "pass") -> Path:
    """Make a program that unpacks as bsdtar does, and then does something to each `path`."""
    content = _UNPACKER.format(afterwards=afterwards)
    # A script's first line cannot name a program in a folder with blanks.
    run = shlex.join([sys.executable, "-c", content])
    return install(folder, name, f'#!/bin/sh\nexec {run} "$@"\n')


def install(folder: Path, name: str, script: str) -> Path:
    """Make a program of a script."""
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    return program
