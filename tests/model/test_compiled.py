"""The machine code's cache: it may be missing, foreign, torn or shared, and costs only time."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from model.compiled import KERNEL
from model.ngrams import scan_text

ROOT = Path(__file__).parents[2]
SCRIPT = "from model.ngrams import scan_text; print(scan_text('Hoà bình').hashes.tolist())"


def copy_code(to: Path) -> Path:
    """Copy the code that the kernel needs, nothing compiled."""
    kept = shutil.ignore_patterns("__pycache__", "starter")
    for room in ("data", "model"):
        shutil.copytree(ROOT / room, to / room, ignore=kept)
    return to


def start(code: Path, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    return subprocess.Popen(
        [sys.executable, "-B", "-c", SCRIPT],
        cwd=code,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> list[int]:
    output, _ = process.communicate()
    assert process.returncode == 0
    return [int(number) for number in output.strip(" []\n").split(",")]


EXPECTED = scan_text("Hoà bình").hashes.tolist()


@pytest.mark.slow
def test_nowhere_to_write(tmp_path: Path) -> None:
    code = copy_code(tmp_path)
    # A file stands where each folder would be made: not even root can write there.
    for room in ("data", "model"):
        (code / room / "__pycache__").touch()
    home = {name: str(code / "data" / "text.py") for name in ("HOME", "XDG_CACHE_HOME")}
    assert answer(start(code, **home)) == EXPECTED


class Shared(NamedTuple):
    """A folder two processes have just filled at once, and what they answered."""

    code: Path
    cache: Path
    answers: list[list[int]]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    code = copy_code(tmp_path_factory.mktemp("code"))
    cache = tmp_path_factory.mktemp("cache")
    both = [start(code, NUMBA_CACHE_DIR=str(cache)) for _ in range(2)]
    return Shared(code, cache, [answer(process) for process in both])


@pytest.mark.slow
def test_two_at_once_share_the_folder_they_are_told(shared: Shared) -> None:
    assert shared.answers == [EXPECTED] * 2
    assert [*shared.cache.rglob("*.nbc")]
    assert not [*shared.code.rglob("*.nbc")]


@pytest.mark.slow
def test_a_torn_cache_is_renewed(shared: Shared, tmp_path: Path) -> None:
    cache = Path(shutil.copytree(shared.cache, tmp_path / "cache"))
    whole = {file: file.read_bytes() for file in cache.rglob("*.nb[ci]")}
    for place, (file, content) in enumerate(whole.items()):
        file.write_bytes(content[: place % 2 * len(content) // 2])
    assert answer(start(shared.code, NUMBA_CACHE_DIR=str(cache))) == EXPECTED
    assert all(len(file.read_bytes()) > len(content) // 2 for file, content in whole.items())


@pytest.mark.slow
def test_a_changed_table_makes_the_machine_code_stale(shared: Shared) -> None:
    source = shared.code / "model" / "alphabet.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("composed.lower()", "composed"), encoding="utf-8")
    changed = answer(start(shared.code, NUMBA_CACHE_DIR=str(shared.cache)))
    source.write_text(text, encoding="utf-8")
    assert changed != EXPECTED


def test_every_compiled_module_is_in_the_fingerprint() -> None:
    sources = {
        path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "model").glob("*.py")
    }
    compiling = {
        name
        for name, source in sources.items()
        if re.search(r"^@(compiled|_intrinsic)$", source, re.MULTILINE)
    }
    assert compiling | {"alphabet", "compiled"} == set(KERNEL)
