"""The README's picture is one that anybody can take again."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"


def test_the_picture_is_taken(chromium_path: str, tmp_path: Path) -> None:
    report, picture = tmp_path / "r.html", tmp_path / "r.png"
    report.write_text("<!doctype html><title>r</title>", encoding="utf-8")
    script = ROOT / "bench" / "report_picture.py"
    command = [sys.executable, script, report, "--out", picture, "--chromium", chromium_path]
    subprocess.run([str(part) for part in command], check=True, timeout=120)
    assert picture.read_bytes().startswith(PNG)


def test_the_picture_of_the_readme_is_small() -> None:
    picture = ROOT / "docs" / "images" / "report.png"
    assert picture.read_bytes().startswith(PNG)
    assert picture.stat().st_size < 200_000
