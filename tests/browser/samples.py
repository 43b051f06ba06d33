"""What the fixtures of the browser give."""

from collections.abc import Callable
from typing import NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OpenPage = Callable[..., Page]


class Look(NamedTuple):
    """How wide a page is shown, and by what light."""

    width: int
    dark: bool

    def __str__(self) -> str:
        return f"{self.width} px, {'dark' if self.dark else 'light'}"


LOOKS = tuple(Look(width, dark) for width in (1400, 390) for dark in (False, True))


def axe_faults(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical, with the first place of each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]} and {len(fault['nodes']) - 1} more"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width
