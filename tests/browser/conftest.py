"""Pages in a real Chromium; every test here needs one, and is marked `browser` by its folder.

::

    def test_something(open_page: OpenPage) -> None:
        page = open_page(path_or_address, width=390, dark=True)
        page.get_by_role("button", name="English").click()
        assert axe_faults(page) == []

`open_page` takes a file's `Path` or an address and gives a `playwright.sync_api.Page`, each with a
browser profile of its own. When the test ends, it fails if a page wrote an error or a warning to
the console, threw, or asked anything of a host other than its own: no test needs to look for that.
Where requests are meant to be refused, `refused=True` lets the browser say so on the console.
`page` is the one at `/` of the small model's service, opened wide and light.
`samples` holds the type `OpenPage`, `LOOKS` (wide and narrow, light and dark), `axe_faults` and
`overflow`.

The browser is the machine's own: Chromium or Chrome on the path, or what the variable CHROMIUM
names. Without one the tests are skipped, and say so.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from serve import Settings
from tests.browser.reader import serving
from tests.browser.samples import OpenPage

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the browser is; without one the test is skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on the path; install it or name it with CHROMIUM=/path/to/it")
    return path


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A running browser.

    For one file of tests at a time: as long as it runs, no other test of this thread can start an
    event loop.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages, and hold each to its word: no error, no warning, nothing from elsewhere."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def call(
        target: Path | str,
        *,
        width: int = 1400,
        height: int = 900,
        dark: bool = False,
        refused: bool = False,
    ) -> Page:
        address = target.as_uri() if isinstance(target, Path) else target
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        _watch(page, address, faults, refused=refused)
        page.goto(address)
        return page

    yield call
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(scope="module")
def service(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service of two models; the second, `tho`, is not calibrated."""
    rough = shutil.copytree(small_model, tmp_path_factory.mktemp("models") / "tho")
    manifest = json.loads((rough / "manifest.json").read_text("utf-8"))
    manifest |= {"name": "tho", "threshold": None, "metrics": {}}
    (rough / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with serving(Settings(models=(small_model, rough))) as address:
        yield address


@pytest.fixture
def page(open_page: OpenPage, service: str) -> Page:
    return open_page(service)


def _watch(page: Page, address: str, faults: list[str], *, refused: bool) -> None:
    """Note what a page must not do; that it was refused something, the browser writes itself."""
    home = _host(address)

    def console(message: ConsoleMessage) -> None:
        if refused and message.text.startswith("Failed to load resource"):
            return
        if message.type in {"error", "warning"}:
            faults.append(f"console: {message.text}")

    def request(sent: Request) -> None:
        if not sent.url.startswith("data:") and _host(sent.url) != home:
            faults.append(f"request: {sent.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"thrown: {error}"))
    page.on("request", request)


def _host(address: str) -> tuple[str, str]:
    """Tell a host from others; a file is nobody's but its own."""
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc or parts.path)
