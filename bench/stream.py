"""What a long stream costs: lines a second, the memory of the service, the wait of a lone line.

    python bench/stream.py --model models/tin [--lines 1000000]

A service of one worker answers short lines on a port of its own, asked by a client that reads while
it writes. The memory is what the service's process holds (VmRSS), so this needs Linux.
"""

import argparse
import json
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from bench.services import resident, serving

LINE = json.dumps({"text": "Đội tuyển thắng trận bóng đá trên sân nhà"}).encode() + b"\n"
BLOCK = 500
LONE = 200


def main() -> None:
    """Print what was measured."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    given = arguments.parse_args()
    with serving(given.model, LOG_LEVEL="error") as (port, process, *_):
        waits = sorted(lone_waits(port))
        print(
            f"a lone line: {statistics.median(waits) * 1e3:.2f} ms, at most {waits[-1] * 1e3:.1f}"
        )
        start = time.perf_counter()
        memory = list(stream(port, given.lines, process))
        seconds = time.perf_counter() - start
    print(f"{given.lines:,} lines: {seconds:.1f} s, {given.lines / seconds:,.0f} lines/s")
    tenths = ", ".join(f"{each:.0f}" for each in memory)
    print(f"memory of the service after each tenth of them, MB: {tenths}")


@contextmanager
def connected(port: int) -> Iterator[tuple[socket.socket, BinaryIO]]:
    """A stream to write chunks to and to read chunks from."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(
            b"POST /v1/classify/stream?top_k=1 HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        with connection.makefile("rb") as answers:
            yield connection, answers


def chunk(content: bytes) -> bytes:
    """Bytes as HTTP sends a part of a body."""
    return b"%x\r\n%b\r\n" % (len(content), content)


def read_chunk(answers: BinaryIO) -> bytes:
    """The next part of the answer, its head passed over; nothing at the end."""
    line = answers.readline()
    if line.startswith(b"HTTP/"):
        while line.strip():
            line = answers.readline()
        line = answers.readline()
    content = answers.read(int(line, 16))
    answers.readline()
    return content


def lone_waits(port: int) -> Iterator[float]:
    """Seconds from each of some lines, sent one by one, to its answer."""
    with connected(port) as (connection, answers):
        for _ in range(LONE):
            start = time.perf_counter()
            connection.sendall(chunk(LINE))
            read_chunk(answers)
            yield time.perf_counter() - start
        connection.sendall(chunk(b""))


def stream(port: int, lines: int, process: int) -> Iterator[float]:
    """The memory of the service in MB, each time another tenth of the lines is answered."""
    with connected(port) as (connection, answers):

        def write() -> None:
            for _ in range(lines // BLOCK):
                connection.sendall(chunk(LINE * BLOCK))
            connection.sendall(chunk(b""))

        Thread(target=write, daemon=True).start()
        answered = tenths = 0
        while content := read_chunk(answers):
            answered += content.count(b"\n")
            if answered * 10 >= lines * (tenths + 1):
                tenths += 1
                yield resident(process)


if __name__ == "__main__":
    main()
