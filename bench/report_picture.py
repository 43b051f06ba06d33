"""Take the README's picture of a report: `python bench/report_picture.py reports/starter.html`.

`make demo` writes that report. Needs Chromium, on the path or named with `--chromium`.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "report.png"


def take_picture(report: Path, picture: Path, chromium: str) -> int:
    """Photograph the top of a report; return the size of the picture in bytes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": 1200, "height": 960}, color_scheme="light", reduced_motion="reduce"
        )
        page.goto(report.absolute().as_uri())
        page.screenshot(path=picture)
        browser.close()
    return picture.stat().st_size


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--out", type=Path, default=PICTURE)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    arguments = parser.parse_args()
    if not arguments.chromium:
        parser.error("no chromium on the path; name it with --chromium")
    size = take_picture(arguments.report, arguments.out, arguments.chromium)
    print(f"{arguments.out}: {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
