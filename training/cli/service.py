"""A service of our own for as long as it is needed, and a client to ask it."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from data.errors import ServiceFailed

_PATIENCE: Final = 60.0
"""Seconds a service may take to become ready, or to stop."""


class Service(NamedTuple):
    """A service that answers at an address."""

    url: str

    def classify(self, request: Mapping[str, object]) -> dict[str, Any]:
        """Classify one article over HTTP."""
        return cast(dict[str, Any], json.loads(self._call("/v1/classify", request)))

    def is_ready(self) -> bool:
        """Tell whether a verified model is live."""
        try:
            self._call("/readyz")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True

    def _call(self, path: str, body: Mapping[str, object] | None = None) -> bytes:
        content = json.dumps(body).encode() if body is not None else None
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, content, headers)  # noqa: S310
        # No proxy stands between this process and its own service.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as response:
            return cast(bytes, response.read())


@contextmanager
def running_service(model: Path) -> Iterator[Service]:
    """Serve a model on a free port of this machine, and stop the service at the end.

    Raises
    ------
    ServiceFailed
        If the service does not become ready, or does not stop cleanly.
    """
    port = _free_port()
    command = [sys.executable, "-m", "training.cli", "serve", "--model", str(model)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        service = Service(f"http://127.0.0.1:{port}")
        _wait_until_ready(service, process)
        yield service
    finally:
        process.terminate()
        try:
            code = process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
    if code != 0:
        raise ServiceFailed(f"stopped with code {code}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(service: Service, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not service.is_ready():
        if process.poll() is not None:
            raise ServiceFailed(f"stopped with code {process.returncode} before it was ready")
        if time.monotonic() > deadline:
            raise ServiceFailed(f"was not ready after {_PATIENCE:.0f} s")
        time.sleep(0.1)
