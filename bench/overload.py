"""The processes that ask an overloaded service: one for its work, one for its health.

Not to be run by itself: `bench/endurance.py overload` starts them. What they find goes to standard
output as JSON.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import cycle
from typing import Any, Final

ARTICLE: Final = "Ngân hàng giảm lãi suất cho vay, doanh nghiệp ký thêm hợp đồng xuất khẩu. " * 20
BATCH: Final = [{"text": "Đội tuyển thắng trận bóng đá. " * count} for count in range(1, 9)]
SINGLES: Final = 19
"""Single articles asked for to each batch."""

PROBES: Final = ("/livez",) * 8 + ("/readyz", "/metrics")
"""What is asked of its health, one after the other."""

GET: Final = "GET {} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
IN_TIME: Final = 0.05
"""Seconds within which a probe is answered, however much else is asked."""

PROBE_EVERY: Final = 0.02
TICK: Final = 0.002
LAST_ANSWERS: Final = 30.0


def post(path: str, body: bytes) -> bytes:
    """Write a request."""
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


SINGLE: Final = post("/v1/classify", json.dumps({"text": ARTICLE}).encode())
REQUESTS: Final = (
    *(SINGLE,) * SINGLES,
    post("/v1/classify/batch", json.dumps({"articles": BATCH}).encode()),
)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so many of the sorted values do not exceed; not a number without any."""
    return values[min(int(len(values) * share), len(values) - 1)] if values else float("nan")


# -- work ------------------------------------------------------------------------------------------


class Load:
    """Asks over kept connections, and counts what comes back.

    With a rate, requests are due at equal intervals whatever the answers: one that finds every
    connection busy waits for the next that is free, and its time runs from when it was due.
    Without one, every connection asks again as soon as it is answered.
    """

    def __init__(self, port: int, rate: float) -> None:
        self._port, self._rate = port, rate
        self._requests = cycle(REQUESTS)
        self._free: deque[Asker] = deque()
        self._due: deque[float] = deque()
        self._connecting: set[asyncio.Task[Any]] = set()
        self.statuses: Counter[str] = Counter()
        self.bodies: Counter[bytes] = Counter()
        self.took: list[float] = []
        self.under_way = 0
        self.has_ended = False
        self.quiet = asyncio.Event()

    async def run(self, seconds: float, connections: int) -> dict[str, object]:
        """Ask for some seconds."""
        await asyncio.gather(*(self.connect() for _ in range(connections)))
        began = time.perf_counter()
        sent = 0
        while (now := time.perf_counter() - began) < seconds:
            for number in range(sent, int(now * self._rate)):
                self._due.append(began + number / self._rate)
            sent = int(now * self._rate)
            self._ask()
            await asyncio.sleep(TICK)
        self.has_ended = True
        if self.under_way:
            await asyncio.wait([asyncio.ensure_future(self.quiet.wait())], timeout=LAST_ANSWERS)
        self.statuses["not answered"] += self.under_way + len(self._due)
        self.took.sort()
        return {
            "statuses": {kind: count for kind, count in self.statuses.items() if count},
            "bodies": [sha256(body).hexdigest() for body in self.bodies],
            "rate": len(self.took) / seconds,
            "p50": percentile(self.took, 0.5),
            "p99": percentile(self.took, 0.99),
        }

    async def connect(self) -> None:
        """Open a connection."""
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: Asker(self), "127.0.0.1", self._port)
        except OSError as error:
            self.statuses[f"{type(error).__name__} while connecting"] += 1

    def is_free(self, asker: "Asker") -> None:
        """Use a connection again."""
        if self._due or not self.has_ended:
            self._free.append(asker)
            self._ask()

    def is_gone(self, asker: "Asker") -> None:
        """Replace a connection that was closed."""
        if asker in self._free:
            self._free.remove(asker)
        if not self.has_ended:
            task = asyncio.ensure_future(self.connect())
            self._connecting.add(task)
            task.add_done_callback(self._connecting.discard)

    def _ask(self) -> None:
        while self._free and (self._due or not self._rate):
            due = self._due.popleft() if self._rate else time.perf_counter()
            self._free.popleft().ask(next(self._requests), due)

    def is_answered(self) -> None:
        """Tell when the last answer has come."""
        if self.has_ended and not self._due and not self.under_way:
            self.quiet.set()

    def note(self, status: int, head: bytes, body: bytes, seconds: float) -> None:
        """Count an answer."""
        if status == 200:
            self.took.append(seconds)
            self.bodies[body] += 1
        can_come_back = status not in {429, 503} or b"\r\nretry-after: " in head
        self.statuses[str(status) if can_come_back else f"{status} without Retry-After"] += 1


class Asker(asyncio.Protocol):
    """One connection, on which one request is under way at a time."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._received = b""
        self._due: float | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._load.is_free(self)

    def ask(self, request: bytes, due: float) -> None:
        """Send a request."""
        self._due = due
        self._load.under_way += 1
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found:
            return
        head = head.lower()
        length = head.partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
        if len(body) < int(length):
            return
        self._received = b""
        assert self._due is not None
        self._load.note(int(head[9:12]), head, body, time.perf_counter() - self._due)
        self._done()
        if b"\r\nconnection: close" in head:
            self._transport.close()
        else:
            self._load.is_free(self)

    def connection_lost(self, _: Exception | None) -> None:
        if self._due is not None:
            self._load.statuses["lost"] += 1
            self._done()
        self._load.is_gone(self)

    def _done(self) -> None:
        self._due = None
        self._load.under_way -= 1
        self._load.is_answered()


# -- health ----------------------------------------------------------------------------------------


def probe(port: int, seconds: float) -> dict[str, dict[str, float]]:
    """Ask for the health of a service, each time over a connection of its own, as probes do."""
    waits: dict[str, list[float]] = {path: [] for path in PROBES}
    end = time.perf_counter() + seconds
    for path in cycle(PROBES):
        start = time.perf_counter()
        if start > end:
            break
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(GET.format(path).encode())
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200"), answer[:100]
        waits[path].append(time.perf_counter() - start)
        time.sleep(PROBE_EVERY)
    return {
        path: {
            "count": len(each),
            "late": sum(wait >= IN_TIME for wait in each),
            "p99": percentile(sorted(each), 0.99),
            "most": max(each),
        }
        for path, each in waits.items()
        if each
    }


# -- processes -------------------------------------------------------------------------------------


@contextmanager
def on_core(place: int) -> Iterator[None]:
    """Have processes that are started meanwhile run on one of the cores, where that can be done."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(cores)[place]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def asking(what: str, *given: float) -> "subprocess.Popen[bytes]":
    """Start one of these in a process of its own, on another core than the service."""
    command = [sys.executable, "-P", "-m", "bench.overload", what, *map(str, given)]
    with on_core(-1):
        return subprocess.Popen(command, stdout=subprocess.PIPE)


def found_by(process: "subprocess.Popen[bytes]") -> Any:
    """What a process has found, once it has ended."""
    output, _ = process.communicate()
    if process.returncode:
        raise SystemExit("a process that asks has failed")
    return json.loads(output)


def main() -> None:
    """Be one of the processes."""
    what, *given = sys.argv[1:]
    port, seconds, *others = map(float, given)
    if what == "probe":
        print(json.dumps(probe(int(port), seconds)))
    else:
        rate, connections = others
        print(json.dumps(asyncio.run(Load(int(port), rate).run(seconds, int(connections)))))


if __name__ == "__main__":
    main()
