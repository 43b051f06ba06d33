"""Starts services to ask, and looks at them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

PATIENCE: Final = 60.0
PAUSE: Final = 0.02


class Service(NamedTuple):
    """A running service.

    Attributes
    ----------
    port, process : int
    log : Path
        What it writes to its outputs.
    ready_after : float
        Seconds from its start until `/readyz` said yes.
    """

    port: int
    process: int
    log: Path
    ready_after: float


@contextmanager
def serving(model: Path, **settings: object) -> Iterator[Service]:
    """Keep `chuyenmuc serve` running with some settings until the end of the block."""
    port = free_port()
    given = {"MODELS": model, "PORT": port, **settings}
    environment = {f"CHUYENMUC_{name}": str(value) for name, value in given.items()}
    # -P: serve.py of this folder must not stand before the package of its name.
    command = [sys.executable, "-P", "-m", "training.cli", "serve"]
    with running(command, port, environment) as service:
        yield service


@contextmanager
def running(
    command: Sequence[str | Path], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[Service]:
    """Keep a command running that serves on a port, until the end of the block."""
    with TemporaryDirectory() as folder:
        log = Path(folder, "log")
        start = time.perf_counter()
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=os.environ | dict(environment or {}), stdout=output, stderr=output
            )
        try:
            _wait_until_ready(process, port, log)
            yield Service(port, process.pid, log, time.perf_counter() - start)
        finally:
            process.terminate()
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.perf_counter() + PATIENCE
    while process.poll() is None and time.perf_counter() < end:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except OSError:
            time.sleep(PAUSE)
        else:
            return
    raise SystemExit(f"the service did not start\n{log.read_text(errors='replace')}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def resident(process: int) -> float:
    """Memory that a process holds, in MB; not known but on Linux."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000
