"""GET / and what it is made of: the page."""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple, Self

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from serve.security import HEADERS

_FOLDER: Final = Path(__file__).parents[1] / "page"

_MEDIA_TYPES: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
# Everything comes from here and nothing is written into the page itself: an article that holds
# markup stays a text, and none of it can leave for elsewhere.
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {**HEADERS, "Content-Security-Policy": _POLICY, "Vary": "Accept-Encoding"}
_FOREVER: Final = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class _Part(NamedTuple):
    """A file of the page as it is sent."""

    plain: bytes
    packed: bytes
    media_type: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        return cls(content, gzip.compress(content, mtime=0), _MEDIA_TYPES[Path(name).suffix])

    def response(self, request: Request, headers: dict[str, str]) -> Response:
        """Answer with it, packed where that is understood."""
        headers = _HEADERS | headers
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, media_type=self.media_type, headers=headers)
        return Response(self.plain, media_type=self.media_type, headers=headers)


class _Page(NamedTuple):
    """The page, and the version that stands in the addresses of its parts."""

    version: str
    front: _Part
    parts: dict[str, _Part]


@cache
def _page() -> _Page:
    """Read the page's files once.

    Their hash is a folder in their addresses, so that a browser may keep each of them for ever and
    still has all from one version.
    """
    paths = sorted(path for path in _FOLDER.iterdir() if path.suffix in _MEDIA_TYPES)
    files = {path.name: path.read_bytes() for path in paths}
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    version = digest.hexdigest()[:12]
    files["index.html"] = files["index.html"].replace(b"{version}", version.encode())
    parts = {name: _Part.of(name, content) for name, content in files.items()}
    return _Page(version, parts.pop("index.html"), parts)


@router.api_route("/", methods=["GET", "HEAD"])
async def index(request: Request) -> Response:
    """Show the page."""
    page = _page()
    headers = {"ETag": f'W/"{page.version}"', "Cache-Control": "no-cache"}
    if page.version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=_HEADERS | headers)
    return page.front.response(request, headers)


@router.api_route("/page/{version}/{name}", methods=["GET", "HEAD"])
async def part(request: Request, version: str, name: str) -> Response:
    """Give a part of the page."""
    page = _page()
    found = page.parts.get(name)
    if found is None or version != page.version:
        raise HTTPException(404)
    return found.response(request, {"Cache-Control": _FOREVER})
