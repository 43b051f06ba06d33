"""How soon a model answers, and what it takes: loading, serving, memory.

    python bench/start.py [--model DIR] [--rounds 5]

Loads a model again and again in this process, its libraries imported; then starts the service again
and again, each time until `/readyz` says yes, has it classify fifty articles, and reads what it
holds in memory (on Linux only). Without a model, the one that ships. Printed are medians.
"""

import argparse
import json
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Final

from model import SectionClassifier
from model.shipped import shipped_model

ARTICLE: Final = "Ngân hàng giảm lãi suất cho vay, doanh nghiệp ký thêm hợp đồng xuất khẩu. " * 20
REQUESTS: Final = 50
PATIENCE: Final = 60
PAUSE: Final = 0.02


def main() -> None:
    """Print how long loading and starting take, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=shipped_model())
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    loads = [_seconds_to_load(arguments.model) for _ in range(arguments.rounds)]
    starts, memory = zip(*(_serve(arguments.model) for _ in range(arguments.rounds)), strict=True)
    print(f"loaded in {1000 * statistics.median(loads):.0f} ms")
    print(f"serving {statistics.median(starts):.1f} s after its start")
    print(f"resident after {REQUESTS} answers: {statistics.median(memory):.0f} MB")


def _seconds_to_load(model: Path) -> float:
    start = time.perf_counter()
    SectionClassifier.load(model)
    return time.perf_counter() - start


def _serve(model: Path) -> tuple[float, float]:
    """Start the service once; return the seconds until it is ready, and its memory in MB."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start = time.perf_counter()
    command = [sys.executable, "-m", "training.cli", "serve", "--model", str(model)]
    service = subprocess.Popen(
        [*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _answers(f"http://127.0.0.1:{port}/readyz"):
            if service.poll() is not None or time.perf_counter() - start > PATIENCE:
                raise SystemExit("the service did not start")
            time.sleep(PAUSE)
        ready = time.perf_counter() - start
        body = json.dumps({"text": ARTICLE}).encode()
        for _ in range(REQUESTS):
            _answers(f"http://127.0.0.1:{port}/v1/classify", body)
        return ready, _resident(service.pid)
    finally:
        service.terminate()
        service.wait()


def _answers(address: str, body: bytes | None = None) -> bool:
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return bool(answer.read())
    except OSError:
        return False


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return float("nan")
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


if __name__ == "__main__":
    main()
