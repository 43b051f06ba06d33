"""What the service does when too much, nothing or nonsense is asked of it.

    python bench/endurance.py overload [--model DIR] [--seconds 600] [--connections 400]
    python bench/endurance.py idle     [--model DIR] [--connections 10000]
    python bench/endurance.py fuzz     [--model DIR] [--bodies 100000]

Each starts a service of one worker on a port of its own and stops it at the end; the exit code is 1
if a bound is broken. *overload* finds what the service can bear and asks for twice as much; *idle*
holds connections that say nothing (the limit of open files must be above their number, for both
sides); *fuzz* sends bodies that are damaged in a way that a seed fixes. Memory is VmRSS: Linux.
"""

import argparse
import asyncio
import json
import random
import resource
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from bench.services import Service, resident, serving
from model.shipped import shipped_model

ARTICLE: Final = "Ngân hàng giảm lãi suất cho vay, doanh nghiệp ký thêm hợp đồng xuất khẩu. " * 20
MARKER: Final = "dau vet bi mat"
"""Stands in most fuzzed bodies and must stand nowhere else; no name: an unknown field is named."""
CALLS: Final = ("/v1/classify", "/v1/classify/batch")
CALIBRATION: Final = 3.0
LOOK_EVERY: Final = 0.02
LIVEZ_BOUND: Final = 0.05
GROWTH_BOUND: Final = 1.1
TICK: Final = 0.005
CALM_CONNECTIONS: Final = 16


# -- asking ----------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What came back."""

    status: int
    head: bytes
    body: bytes


def _request(path: str, body: bytes) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


class Connection:
    """A kept connection on which one request is under way at a time."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> Answer:
        """Ask, on a new connection if the last answer ended the old one."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length))
        if b"connection: close" in head:
            self.close()
        return Answer(int(head[9:12]), head, body)

    def close(self) -> None:
        """Hang up."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


# -- overload --------------------------------------------------------------------------------------


async def load(port: int, rate: float, seconds: float, connections: int) -> dict[str, object]:
    """Ask so often a second; without a rate, as often as there are answers.

    A request that finds every connection busy is not sent, and counted.
    """
    request = _request("/v1/classify", json.dumps({"text": ARTICLE}).encode())
    statuses: Counter[str] = Counter()
    took: list[float] = []
    free = [Connection(port) for _ in range(connections)]
    running: set[asyncio.Task[None]] = set()

    async def ask(connection: Connection) -> None:
        start = time.perf_counter()
        try:
            answer = await connection.ask(request)
        except (OSError, asyncio.IncompleteReadError):
            statuses["lost"] += 1
            connection.close()
        else:
            statuses[_kind(answer)] += 1
            if answer.status == 200:
                took.append(time.perf_counter() - start)
        free.append(connection)

    began = time.perf_counter()
    sent = 0
    while (now := time.perf_counter() - began) < seconds:
        due = len(free) if not rate else int(now * rate) - sent
        sent += due
        for _ in range(due):
            if not free:
                statuses["not sent"] += 1
                continue
            task = asyncio.ensure_future(ask(free.pop()))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.sleep(TICK if rate else 0)
    await asyncio.gather(*running)
    took.sort()
    p99 = took[int(len(took) * 0.99)] if took else float("nan")
    return {"statuses": dict(statuses), "rate": len(took) / seconds, "p99": p99}


def _kind(answer: Answer) -> str:
    refused = answer.status in {429, 503}
    if refused and b"retry-after: " not in answer.head:
        return f"{answer.status} without Retry-After"
    return str(answer.status)


def overload(given: argparse.Namespace) -> list[str]:
    """Ask for twice what the service can bear; `/livez` is asked from another process."""
    with serving(given.model, LOG_FORMAT="json") as service:
        calm = json.loads(_loader(service, 0, CALIBRATION, CALM_CONNECTIONS).communicate()[0])
        rate = 2 * float(calm["rate"])
        print(f"bears {calm['rate']:,.0f} requests/s; asked for {rate:,.0f} for {given.seconds} s")
        loader = _loader(service, rate, given.seconds, given.connections)
        waits, memory = _watch(service, loader, given.seconds)
        found = json.loads(loader.communicate()[0])
    waits.sort()
    p99, most = waits[int(len(waits) * 0.99)], waits[-1]
    print(f"answers: {found['statuses']}")
    print(f"accepted: {found['rate']:,.0f}/s, p99 {1000 * found['p99']:.0f} ms")
    print(f"/livez: p99 {1000 * p99:.1f} ms, at most {1000 * most:.1f} ms, of {len(waits)}")
    print(f"memory after each tenth, MB: {', '.join(f'{each:.0f}' for each in memory)}")
    wrong = set(found["statuses"]) - {"200", "429", "503", "not sent"}
    return [
        *(f"answers that may not be: {kind}" for kind in sorted(wrong)),
        *(["/livez took 50 ms or more"] if most >= LIVEZ_BOUND else []),
        *(["memory grows"] if memory[-1] > GROWTH_BOUND * memory[0] else []),
    ]


def _loader(
    service: Service, rate: float, seconds: float, connections: int
) -> "subprocess.Popen[bytes]":
    work = json.dumps([service.port, rate, seconds, connections])
    return subprocess.Popen([sys.executable, "-P", __file__, "load", work], stdout=subprocess.PIPE)


def _watch(
    service: Service, loader: "subprocess.Popen[bytes]", seconds: float
) -> tuple[list[float], list[float]]:
    waits: list[float] = []
    memory: list[float] = []
    began = time.perf_counter()
    while loader.poll() is None:
        start = time.perf_counter()
        urllib.request.urlopen(f"http://127.0.0.1:{service.port}/livez", timeout=30).close()
        waits.append(time.perf_counter() - start)
        if start - began >= seconds * (len(memory) + 1) / 10 and len(memory) < 10:
            memory.append(resident(service.process))
        time.sleep(LOOK_EVERY)
    return waits, memory or [resident(service.process)]


# -- idle connections ------------------------------------------------------------------------------


def idle(given: argparse.Namespace) -> list[str]:
    """Answer while many connections say nothing."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if allowed < given.connections + 100:
        raise SystemExit(f"only {allowed} files may be open; raise `ulimit -Hn` first")
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, allowed))  # the service inherits it
    with serving(given.model, LOG_FORMAT="json") as service:
        return asyncio.run(_hold(service, given.connections))


async def _hold(service: Service, connections: int) -> list[str]:
    before = resident(service.process)
    held = [await asyncio.open_connection("127.0.0.1", service.port) for _ in range(connections)]
    request = _request("/v1/classify", json.dumps({"text": ARTICLE}).encode())
    asker, took = Connection(service.port), []
    for _ in range(200):
        start = time.perf_counter()
        answer = await asker.ask(request)
        took.append(time.perf_counter() - start)
        if answer.status != 200:
            return [f"status {answer.status} beside idle connections"]
    took.sort()
    after = resident(service.process)
    print(f"{connections:,} idle connections: {(after - before) * 1000 / connections:.1f} kB each")
    print(f"answers meanwhile: median {1000 * took[100]:.1f} ms, at most {1000 * took[-1]:.1f} ms")
    asker.close()
    for _, writer in held:
        writer.close()
    return []


# -- fuzzed bodies ---------------------------------------------------------------------------------


def _damaged(seed: random.Random) -> bytes:
    """A body with the marker in it, sound or not."""
    texts = (MARKER, f"{MARKER}\0", f"{MARKER}\ud83d", f"{MARKER} {ARTICLE}", [MARKER], None, 7)
    names = ("text", "title", "lead", "body", "page", "top_k", "explain", "model", MARKER)
    article = {seed.choice(names): seed.choice(texts) for _ in range(seed.randint(1, 3))}
    content = seed.choice((article, {"articles": [article, seed.choice(texts)]}, [article]))
    body = bytearray(json.dumps(content).encode())
    for _ in range(seed.choice((0, 0, 1, 3))):
        place = seed.randrange(len(body))
        body[place : place + seed.randint(0, 2)] = seed.randbytes(seed.randint(0, 2))
    return bytes(body)


async def _send_damaged(port: int, bodies: int) -> tuple[Counter[int], int]:
    seed, asker = random.Random(1), Connection(port)
    statuses: Counter[int] = Counter()
    repeated = 0
    for number in range(bodies):
        answer = await asker.ask(_request(CALLS[number % len(CALLS)], _damaged(seed)))
        statuses[answer.status] += 1
        explained = answer.status == 200 and b'"explanation":[' in answer.body
        repeated += MARKER.encode() in answer.body and not explained  # the n-grams of the caller
    asker.close()
    return statuses, repeated


def fuzz(given: argparse.Namespace) -> list[str]:
    """Send damaged bodies, and look for their words in answers and in the log."""
    with serving(given.model, LOG_FORMAT="json") as service:
        statuses, repeated = asyncio.run(_send_damaged(service.port, given.bodies))
        logged = service.log.read_text().count(MARKER)
    print(f"{given.bodies:,} bodies: {dict(sorted(statuses.items()))}")
    print(f"the caller's words: in {repeated} answers, {logged} times in the log")
    failures = sum(count for status, count in statuses.items() if status >= 500)
    return [
        *([f"{failures} answers of 5xx"] if failures else []),
        *(["the caller's words are repeated"] if repeated or logged else []),
    ]


def main() -> None:
    """Do one of the three; or be the process that asks."""
    if sys.argv[1:2] == ["load"]:
        print(json.dumps(asyncio.run(load(*json.loads(sys.argv[2])))))
        return
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ways: dict[str, Callable[[argparse.Namespace], list[str]]]
    ways = {"overload": overload, "idle": idle, "fuzz": fuzz}
    parser.add_argument("what", choices=ways)
    parser.add_argument("--model", type=Path, default=shipped_model())
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--connections", type=int)
    parser.add_argument("--bodies", type=int, default=100_000)
    given = parser.parse_args()
    given.connections = given.connections or (10_000 if given.what == "idle" else 400)
    broken = ways[given.what](given)
    if broken:
        raise SystemExit("\n".join(broken))
    print("every bound holds")


if __name__ == "__main__":
    main()
