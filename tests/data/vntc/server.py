"""A server that gives files as well, or as badly, as a test asks for."""

import hashlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    """How one request is answered."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Besides its own; an empty one takes its own away."""
    body: bytes | None = None
    """Instead of the file."""
    break_after: int | None = None
    """Bytes after which the connection breaks."""
    stall: float = 0.0
    """Seconds of silence before the second half."""
    ranges: bool = True
    if_range: bool = True


@dataclass
class Mirror:
    """What a server gives, how it answers, and what it was asked."""

    url: str
    files: dict[str, bytes] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    """To the next requests; further ones are answered well."""
    requests: list[Mapping[str, str]] = field(default_factory=list)

    def ranges(self) -> list[str | None]:
        """The range each request asked for."""
        return [headers.get("range") for headers in self.requests]


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:12]}"'


@contextmanager
def serving() -> Iterator[Mirror]:
    """Serve until the end of the block."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        mirror = Mirror(f"http://127.0.0.1:{server.server_port}")
        server.mirror = mirror  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        try:
            yield mirror
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        mirror: Mirror = self.server.mirror  # type: ignore[attr-defined]
        mirror.requests.append({name.lower(): value for name, value in self.headers.items()})
        answer = mirror.answers.pop(0) if mirror.answers else Answer()
        content = mirror.files.get(self.path.strip("/")) if answer.body is None else answer.body
        if content is None:
            answer, content = Answer(status=404), b""
        with suppress(ConnectionError):
            self._give(answer, content)

    def _give(self, answer: Answer, content: bytes) -> None:
        status, begin = answer.status, 0
        headers = {"ETag": etag_of(content)} if status == 200 else {}
        if status == 200 and answer.ranges and (begin := self._begin(answer, content)):
            status = 206 if begin < len(content) else 416
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        body = content[begin:] if status != 416 else b""
        # A length that is not the truth must end with the connection.
        headers |= {"Connection": "close", "Content-Length": str(len(body)), **answer.headers}
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self._send(body, answer)

    def _begin(self, answer: Answer, content: bytes) -> int:
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        same = self.headers.get("If-Range", etag_of(content)) == etag_of(content)
        return int(wanted[1]) if wanted and (same or not answer.if_range) else 0

    def _send(self, body: bytes, answer: Answer) -> None:
        if answer.break_after is not None:
            self.wfile.write(body[: answer.break_after])
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        half = len(body) // 2
        self.wfile.write(body[:half])
        self.wfile.flush()
        time.sleep(answer.stall)
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""
