"""How soon a model answers, and what it takes: loading, serving, memory.

    python bench/start.py [--model DIR] [--rounds 5]

Loads a model again and again in this process, its libraries imported; then starts the service again
and again, each time until `/readyz` says yes, has it classify fifty articles, and reads what it
holds in memory (on Linux only). Without a model, the one that ships. Printed are medians.
"""

import argparse
import json
import statistics
import time
import urllib.request
from pathlib import Path
from typing import Final

from bench.services import resident, serving
from model import SectionClassifier
from model.shipped import shipped_model

ARTICLE: Final = "Ngân hàng giảm lãi suất cho vay, doanh nghiệp ký thêm hợp đồng xuất khẩu. " * 20
REQUESTS: Final = 50
CONTENT_TYPE: Final = {"Content-Type": "application/json"}


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
    with serving(model) as service:
        body = json.dumps({"text": ARTICLE}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{service.port}/v1/classify", body, CONTENT_TYPE
        )
        for _ in range(REQUESTS):
            urllib.request.urlopen(request).close()
        return service.ready_after, resident(service.process)


if __name__ == "__main__":
    main()
