"""What the service does when too much, nothing or nonsense is asked of it.

    python bench/endurance.py overload [--model DIR] [--seconds 600] [--connections 400] [--closed]
    python bench/endurance.py idle     [--model DIR] [--connections 10000]
    python bench/endurance.py fuzz     [--model DIR] [--bodies 100000]

Each starts a service of one worker on a port of its own and stops it at the end; the exit code is 1
if a bound is broken. *overload* finds what the service can bear and asks for twice as much at equal
intervals (`--closed`: again at every answer), while two versions of the model take turns every
second and another process asks for the service's health; the service has a core of its own, where
there are two. *idle* holds connections that say nothing (the limit of open files must be above
their number, for both sides); *fuzz* sends bodies that are damaged in a way that a seed fixes.
Memory is VmRSS: Linux.
"""

import argparse
import asyncio
import json
import random
import resource
import shutil
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from bench.overload import (
    ARTICLE,
    IN_TIME,
    REQUESTS,
    SINGLE,
    asking,
    found_by,
    on_core,
    post,
)
from bench.services import Service, resident, serving
from model.shipped import shipped_model

MARKER: Final = "dau vet bi mat"
"""Stands in most fuzzed bodies and must stand nowhere else; no name: an unknown field is named."""
CALLS: Final = ("/v1/classify", "/v1/classify/batch")
FACTOR: Final = 2
CALIBRATION: Final = 3.0
CALM_CONNECTIONS: Final = 16
P99_BOUND: Final = 1.0
GROWTH_BOUND: Final = 1.1
ROOT: Final = Path(__file__).parents[1]


# -- asking ----------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """What came back."""

    status: int
    head: bytes
    body: bytes


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


class Newsroom(NamedTuple):
    """Two versions of one model that answer differently, and who may choose between them."""

    folder: Path
    name: str
    versions: tuple[str, str]
    keys: Path
    secret: str


@contextmanager
def newsroom(model: Path) -> Iterator[Newsroom]:
    """Train another version beside a model, and make an admin's key."""
    with TemporaryDirectory() as place:
        folder, keys = Path(place, "models"), Path(place, "keys")
        shutil.copytree(model, folder / "given")
        name, version = _manifest(folder / "given")
        _chuyenmuc(
            *("train", "data/starter", "--out", folder / "other", "--no-evaluation", "--lean"),
            *("--set", f"name={name}", "--set", "features.ngram_range=[1,1]", "--jobs", 1),
        )
        key = _chuyenmuc("key", "operator")
        keys.write_text(key.stdout)
        secret = key.stderr.split()[-1]
        yield Newsroom(folder, name, (version, _manifest(folder / "other")[1]), keys, secret)


def _manifest(model: Path) -> tuple[str, str]:
    content = json.loads((model / "manifest.json").read_bytes())
    return content["name"], content["version"]


def _chuyenmuc(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "training.cli", *map(str, arguments)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    if ended.returncode:
        raise SystemExit(ended.stderr)
    return ended


def overload(given: argparse.Namespace) -> list[str]:
    """Ask for twice what the service can bear, while its versions take turns."""
    with newsroom(given.model) as room, ExitStack() as stack:
        settings = {"LOG_FORMAT": "json", "ADMIN_KEYS": room.keys}
        with on_core(0):
            service = stack.enter_context(serving(room.folder, **settings))
        right = {digest for each in room.versions for digest in _answers(service, room, each)}
        calibration = min(CALIBRATION, given.seconds)
        calm = found_by(asking("load", service.port, calibration, 0, CALM_CONNECTIONS))
        rate = 0 if given.closed else FACTOR * calm["rate"]
        print(f"bears {calm['rate']:,.0f} requests/s, p99 {1000 * calm['p99']:.0f} ms")
        asked = f"{rate:,.0f} a second" if rate else "another at every answer"
        print(f"asked for {asked}, {given.connections} connections, {given.seconds:g} s")
        load = asking("load", service.port, given.seconds, rate, given.connections)
        probe = asking("probe", service.port, given.seconds)
        for process in (load, probe):
            stack.callback(process.kill)  # in case that something fails before they end
        swaps, memory = _swap(service, room, load, given)
        found, health = found_by(load), found_by(probe)
    print(f"answers: {found['statuses']}")
    took = f"median {1000 * found['p50']:.0f} ms, p99 {1000 * found['p99']:.0f} ms"
    print(f"accepted: {found['rate']:,.0f}/s, {took}")
    for path, each in health.items():
        took = f"p99 {1000 * each['p99']:.1f} ms, at most {1000 * each['most']:.1f} ms"
        print(f"{path}: {took}; {each['late']} late of {each['count']}")
    print(f"swaps: {len(swaps)}, at most {max(swaps, default=0):.1f} s each")
    print(f"memory after each tenth, MB: {', '.join(f'{each:.0f}' for each in memory)}")
    wrong = set(found["statuses"]) - {"200", "429", "503"}
    late = health["/livez"]["most"] >= IN_TIME * given.patience
    slow = found["p99"] >= P99_BOUND * given.patience
    return [
        *(f"answers that may not be: {kind}" for kind in sorted(wrong)),
        *(["an answer that neither version gives"] if set(found["bodies"]) - right else []),
        *(["/livez took too long"] if late else []),
        *(["accepted requests took too long"] if slow else []),
        *(["memory grows"] if memory[-1] > GROWTH_BOUND * memory[0] else []),
    ]


def _answers(service: Service, room: Newsroom, version: str) -> list[str]:
    """What a version answers to each request, asked in calm."""
    _activate(service, room, version)

    async def ask_each() -> list[bytes]:
        asker = Connection(service.port)
        bodies = [(await asker.ask(request)).body for request in dict.fromkeys(REQUESTS)]
        asker.close()
        return bodies

    return [sha256(body).hexdigest() for body in asyncio.run(ask_each())]


def _activate(service: Service, room: Newsroom, version: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{service.port}/v1/models/{room.name}/activate",
        json.dumps({"version": version}).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {room.secret}"},
    )
    urllib.request.urlopen(request, timeout=60).close()


def _swap(
    service: Service, room: Newsroom, load: "subprocess.Popen[bytes]", given: argparse.Namespace
) -> tuple[list[float], list[float]]:
    """Activate one version after the other until nobody asks any more; and look at the memory."""
    took: list[float] = []
    memory: list[float] = []
    versions = cycle(room.versions)
    began = time.perf_counter()
    while load.poll() is None:
        start = time.perf_counter()
        if given.swap_every:
            _activate(service, room, next(versions))
            took.append(time.perf_counter() - start)
        if start - began >= given.seconds * (len(memory) + 1) / 10 and len(memory) < 10:
            memory.append(resident(service.process))
        time.sleep(max(0.0, start + (given.swap_every or 0.1) - time.perf_counter()))
    return took, memory or [resident(service.process)]


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
    asker, took = Connection(service.port), []
    for _ in range(200):
        start = time.perf_counter()
        answer = await asker.ask(SINGLE)
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
        answer = await asker.ask(post(CALLS[number % len(CALLS)], _damaged(seed)))
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
    """Do one of the three."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ways: dict[str, Callable[[argparse.Namespace], list[str]]]
    ways = {"overload": overload, "idle": idle, "fuzz": fuzz}
    parser.add_argument("what", choices=ways)
    parser.add_argument("--model", type=Path, default=shipped_model())
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--connections", type=int)
    parser.add_argument("--closed", action="store_true", help="ask again at every answer")
    parser.add_argument("--swap-every", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument(
        "--patience", type=float, default=1.0, help="factor of the bounds, for a busy machine"
    )
    parser.add_argument("--bodies", type=int, default=100_000)
    given = parser.parse_args()
    given.connections = given.connections or (10_000 if given.what == "idle" else 400)
    broken = ways[given.what](given)
    if broken:
        raise SystemExit("\n".join(broken))
    print("every bound holds")


if __name__ == "__main__":
    main()
