"""The machine code's cache: it may be missing, foreign, torn or shared, and costs only time."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from model.compiled import KERNEL, fingerprint
from model.ngrams import scan_text

ROOT = Path(__file__).parents[2]
SCRIPT = "from model.ngrams import scan_text; print(scan_text('Hoà bình').hashes.tolist())"
AGENCY = """
from model.above import begins_like_agency
from model.ngrams import code_points
print([int(begins_like_agency(code_points("TTXVN"), 0, 5))])
"""


def copy_code(to: Path) -> Path:
    """Copy the code that the kernel needs, nothing compiled."""
    kept = shutil.ignore_patterns("__pycache__", "starter")
    for room in ("data", "model"):
        shutil.copytree(ROOT / room, to / room, ignore=kept)
    return to


def start(code: Path, script: str = SCRIPT, **environment: str) -> subprocess.Popen[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    return subprocess.Popen(
        [sys.executable, "-B", "-c", script],
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


@pytest.mark.slow
def test_so_does_a_changed_phrase(shared: Shared) -> None:
    cache = str(shared.cache)
    assert answer(start(shared.code, AGENCY, NUMBA_CACHE_DIR=cache)) == [1]
    source = shared.code / "data" / "page" / "pieces" / "datelines.py"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace('"TTXVN"', '"ABCDE"'), encoding="utf-8")
    changed = answer(start(shared.code, AGENCY, NUMBA_CACHE_DIR=cache))
    source.write_text(text, encoding="utf-8")
    assert changed == [0]


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


def imported_by(sources: Iterable[Path]) -> set[Path]:
    """The sources of data/ whose names these import, and so on."""
    found: set[Path] = set()
    waiting = list(sources)
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop().read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{each.name}" for each in node.names]
            new = {source_of(name) for name in names if name.startswith("data.")} - found
            found |= new
            waiting += new
    return found


def source_of(name: str) -> Path:
    """The file of a module, or of the one that has such a name in it."""
    place = ROOT.joinpath(*name.split("."))
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next(filter(Path.is_file, files), None) or source_of(name.rpartition(".")[0])


def test_every_source_of_the_machine_code_is_in_the_fingerprint(tmp_path: Path) -> None:
    kernel = {ROOT / "model" / f"{module}.py" for module in KERNEL}
    tables = {*imported_by(kernel), *(ROOT / "data").rglob("*.toml")}
    errors = {path for path in tables if path.is_relative_to(ROOT / "data" / "errors")}
    assert {"head.py", "datelines.py", "sections.py", "sections.toml"} <= {t.name for t in tables}
    copies = []
    for source in sorted(kernel | tables - errors):  # what raises an error is not compiled
        copies.append(tmp_path / source.relative_to(ROOT))
        copies[-1].parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copies[-1])
    seen = {fingerprint(tmp_path)}
    for copy in copies:
        copy.write_bytes(copy.read_bytes() + b"\n")
        seen.add(fingerprint(tmp_path))
    assert len(seen) == 1 + len(copies)
