"""The shape of the house: what imports what, what a serving process loads, how long a file is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("data", "model", "training", "serve", "tests", "bench")
SOURCES = {".py", ".js", ".css", ".html"}
LONGEST_FILE = 400

HEAVY = {"sklearn", "scipy", "pyarrow", "pandas", "joblib", "underthesea"}


def loaded_by(statement: str, after: str = "") -> set[str]:
    """Top-level modules a statement loads in a fresh interpreter, those of `after` not counted."""
    script = f"""
import sys
{after}
before = set(sys.modules)
{statement}
print(*{{name.partition('.')[0] for name in set(sys.modules) - before}})
"""
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return set(finished.stdout.split())


def test_imports_point_one_way() -> None:
    """The contracts are written in pyproject.toml."""
    # In a process of its own: the linter silences every logger that is there before it.
    script = "from importlinter import cli; raise SystemExit(cli.lint_imports(no_cache=True))"
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.mark.parametrize("statement", ["from model import SectionClassifier", "import serve"])
def test_serving_stays_light(statement: str) -> None:
    # numba itself imports the bare scipy package, to look at its version.
    assert not HEAVY & loaded_by(statement, after="import numba")


@pytest.mark.parametrize(
    "module", ["article", "cleaning", "encodings", "errors", "page", "sections", "text"]
)
def test_an_article_needs_the_standard_library_only(module: str) -> None:
    assert loaded_by(f"import data.{module}") - sys.stdlib_module_names == {"data"}


def test_the_command_line_starts_without_the_service() -> None:
    assert "serve" not in loaded_by("import training.cli")


def test_no_file_is_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in SOURCES
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}
