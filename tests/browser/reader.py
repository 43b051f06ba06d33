"""What a reader of the page at `/` has before them, and does."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Locator, Page, Request, expect
from starlette.types import Receive, Scope, Send

from serve import Settings, create_app

MATCH = (
    "Thủ môn cản phá, đội khách thắng trận\n\nTiền đạo ghi bàn ở phút bù giờ, trọng tài thổi còi."
)


@contextmanager
def serving(settings: Settings, path: str = "") -> Iterator[str]:
    """The address of a service in a thread of this process, shown by a proxy under a path."""
    app = create_app(settings)

    async def proxied(scope: Scope, receive: Receive, send: Send) -> None:
        await app({**scope, "root_path": path}, receive, send)

    config = uvicorn.Config(proxied, port=0, lifespan="on", log_level="critical")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}{path}/"
    finally:
        server.should_exit = True
        thread.join(10)


def box(page: Page) -> Locator:
    return page.get_by_label("Bài báo", exact=True)


def section(page: Page) -> Locator:
    return page.locator("#answer .section")


def classify(page: Page, text: str) -> None:
    box(page).fill(text)
    page.get_by_role("button", name="Phân loại").click()
    expect(page.locator("#marked")).to_have_text(text)


def asked_by(page: Page) -> list[str]:
    """What a page asks from now on, its own parts aside: methods and addresses."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/page/" not in request.url:
            asked.append(f"{request.method} {request.url}")

    page.on("request", note)
    return asked
