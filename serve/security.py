"""What a browser is told to refuse on behalf of the service's pages."""

import base64
import hashlib
import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class PageSecurity:
    """Middleware that gives a page without a policy of its own one that keeps it to itself.

    Such a page is the documentation: its one inline script is let run by its hash, its inline
    styles by a word, as Swagger UI sets them everywhere.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with a `send` that adds headers to pages."""
        if scope["type"] != "http" or scope["method"] == "POST":
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def send_secured(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_bare_page(message):
                start = message  # until its body is known
                return
            if start is not None:
                headers = MutableHeaders(scope=start)
                headers.update(HEADERS)
                headers["Content-Security-Policy"] = _policy(message.get("body", b""))
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, send_secured)


def _is_bare_page(start: Message) -> bool:
    headers = MutableHeaders(scope=start)
    is_page = headers.get("content-type", "").startswith("text/html")
    return is_page and "content-security-policy" not in headers


def _policy(page: bytes) -> str:
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(page))
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {scripts}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
