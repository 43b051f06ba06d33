"""What the classifier costs the service, and what the service costs beside a bare endpoint.

    python bench/serve.py vntc-test.parquet --model models/vntc [--rounds 5] [--seconds 3]
        [--peer litserve=http://localhost:8001]...

Three services take turns, round after round, on one core each, asked from another core by a process
of its own over kept connections: the application with the model; the same application with the same
settings, whose classifier always gives the same answer; and a bare FastAPI endpoint that takes and
gives the same and does nothing. Other servers that run already take their turns too, each asked in
its own form (`bench/asking.py`), once they have shown that they do the same task. Printed are
medians over the rounds; the processor time of a request is what changes least when others use the
machine too.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import cycle
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench.asking import FORMS, Labelled, Server, require_right
from bench.services import Service, free_port, running

ARTICLES = 500
SERVICES = ("real", "constant", "bare")
ASKED_FOR_PROOF = 100


class Round(NamedTuple):
    """What came of asking a service for some seconds."""

    throughput: float
    p50: float
    p99: float
    cpu: float = float("nan")


# -- the services ----------------------------------------------------------------------------------


def serve(kind: str, port: int, model: Path) -> None:
    """Run one of the services in this process."""
    from model import SectionClassifier
    from serve import Settings, run

    if kind == "bare":
        run_bare(port, model)
        return
    if kind == "constant":
        answer = SectionClassifier.load(model).classify("Một bài báo")
        SectionClassifier.classify_many = lambda _, texts, **__: [answer] * len(texts)  # type: ignore[method-assign]
        SectionClassifier.self_test = lambda _: None  # type: ignore[method-assign]
    run(Settings(models=(model,), port=port))


def run_bare(port: int, model: Path) -> None:
    """Run an endpoint that has the models of our request and answer, and nothing else of ours."""
    import uvicorn
    from fastapi import FastAPI

    from model import SectionClassifier
    from serve.results import Result, result_of
    from serve.schemas import ClassifyRequest

    classifier = SectionClassifier.load(model)
    prediction = classifier.classify("Một bài báo")
    answer = result_of(classifier, "", prediction, None, None)
    app = FastAPI()

    @app.post("/v1/classify", response_model=Result)
    async def classify(request: ClassifyRequest) -> Any:  # noqa: ARG001
        return answer

    @app.get("/readyz")
    async def readyz() -> None:
        pass

    uvicorn.run(app, port=port, access_log=False, log_level="warning")


@contextmanager
def pinned(kind: str, model: Path, core: int) -> Iterator[Service]:
    """Keep a service running on one core."""
    port = free_port()
    # -P: this folder must not stand before the package of its name.
    command = [sys.executable, "-P", __file__, "--serve", kind, "--port", str(port)]
    with running([*command, "--model", model, "--core", str(core)], port) as service:
        yield service


# -- the load --------------------------------------------------------------------------------------


class Asker(asyncio.Protocol):
    """One connection that asks, waits for the answer, and asks again, until the time is up."""

    def __init__(self, requests: Iterator[bytes], end: float, took: list[float]) -> None:
        self.requests, self.end, self.took = requests, end, took
        self.done = asyncio.get_running_loop().create_future()
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.started = time.perf_counter()
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if len(body) < int(length):
            return
        assert head.startswith(b"HTTP/1.1 200"), head
        now = time.perf_counter()
        self.took.append(now - self.started)
        self.received = b""
        if now < self.end:
            self.ask()
        else:
            self.transport.close()
            self.done.set_result(None)


async def load(
    host: str, port: int, seconds: float, connections: int, requests: Sequence[bytes]
) -> Round:
    """Ask a service for some seconds."""
    took: list[float] = []
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    askers = []
    for number in range(connections):
        turn = cycle(requests[number:] + requests[:number])
        asker = Asker(turn, started + seconds, took)
        await loop.create_connection(lambda asker=asker: asker, host, port)
        askers.append(asker)
    await asyncio.gather(*(asker.done for asker in askers))
    elapsed = time.perf_counter() - started
    took.sort()
    return Round(
        len(took) / elapsed, 1000 * took[len(took) // 2], 1000 * took[int(len(took) * 0.99)]
    )


def ask(server: Server, requests: Path, options: argparse.Namespace, core: int) -> Round:
    """Have another process ask a server."""
    command = [sys.executable, __file__, "--load", requests]
    command += ["--host", server.host, "--port", str(server.port)]
    command += ["--seconds", str(options.seconds), "--connections", str(options.connections)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        os.sched_setaffinity(process.pid, {core})
        output, _ = process.communicate()
    return Round(*json.loads(output))


def ask_ours(service: Service, requests: Path, options: argparse.Namespace, core: int) -> Round:
    """Have another process ask a service whose processor time can be seen."""
    before = cpu_seconds(service.process)
    found = ask(server_of(service), requests, options, core)
    spent = cpu_seconds(service.process) - before
    return found._replace(cpu=1e6 * spent / (found.throughput * options.seconds))


def server_of(service: Service) -> Server:
    """One of the services as one asks it."""
    return Server("127.0.0.1", service.port, FORMS["chuyenmuc"])


def cpu_seconds(process: int) -> float:
    """Processor time that a process has taken so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# -- the comparison --------------------------------------------------------------------------------


def read_articles(path: Path) -> list[Labelled]:
    """Take articles from all over a corpus."""
    from data.readers import Columns
    from training.corpus import CorpusReader

    reader = CorpusReader(path, Columns())
    texts = list(reader.texts())
    corpus = reader.corpus()
    places = range(0, len(texts), -(-len(texts) // ARTICLES))
    sections = [corpus.sections[corpus.labels[place]].slug for place in places]
    return [
        Labelled(texts[corpus.places[place]], section)
        for place, section in zip(places, sections, strict=True)
    ]


def compare(options: argparse.Namespace) -> None:
    """Let the services take turns, and print what came of it."""
    first, *others = sorted(os.sched_getaffinity(0))
    asker = others[0] if others else first
    articles = read_articles(options.corpus)
    asked: dict[str, Callable[[], Round]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))

        def written(server: Server) -> Path:
            path = folder / server.form.path.replace("/", "-")
            texts = server.requests([article.text for article in articles])
            path.write_text(json.dumps([text.decode() for text in texts]))
            return path

        for name, peer in options.peer:
            require_right(name, peer, articles[:: -(-len(articles) // ASKED_FOR_PROOF)])
            asked[name] = partial(ask, peer, written(peer), options, asker)
        for kind in SERVICES:
            service = stack.enter_context(pinned(kind, options.model, first))
            asked[kind] = partial(ask_ours, service, written(server_of(service)), options, asker)
        rounds: dict[str, list[Round]] = {name: [] for name in (*SERVICES, *dict(options.peer))}
        for turn in range(options.rounds + 1):
            for name, found in rounds.items():
                one = asked[name]()
                if turn:  # the first only warms up
                    found.append(one)
    show(rounds)


def show(rounds: dict[str, list[Round]]) -> None:
    """Print medians, and what they are beside one another."""
    middle = {
        kind: Round(*(statistics.median(values) for values in zip(*found, strict=True)))
        for kind, found in rounds.items()
    }
    table = Table("service", "requests/s", "of constant", "of bare", "p50 ms", "p99 ms", "CPU µs")
    for kind, found in middle.items():
        table.add_row(
            kind,
            f"{found.throughput:,.0f}",
            f"{found.throughput / middle['constant'].throughput:.2f}",
            f"{found.throughput / middle['bare'].throughput:.2f}",
            f"{found.p50:.2f}",
            f"{found.p99:.2f}",
            "" if isnan(found.cpu) else f"{found.cpu:.0f}",
        )
    Console(width=100).print(table)
    p99 = middle["real"].p99 / middle["constant"].p99
    print(f"p99 of real beside constant: {p99:.2f}")
    for other in ("constant", "bare"):
        print(f"CPU of {other} beside real: {middle[other].cpu / middle['real'].cpu:.2f}")
    for name in [name for name in middle if name not in SERVICES]:
        times = middle["real"].throughput / middle[name].throughput
        p99 = middle[name].p99 / middle["real"].p99
        print(f"real beside {name}: {times:.1f} times the requests, its p99 {p99:.1f} times ours")


def main() -> None:
    """Compare; or be one of the processes that are compared."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--peer", type=Server.named, action="append", default=[])
    parser.add_argument("--serve", choices=SERVICES, help=argparse.SUPPRESS)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--host", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        os.sched_setaffinity(0, {options.core})  # before any thread is there
        serve(options.serve, options.port, options.model)
    elif options.load:
        requests = [request.encode() for request in json.loads(options.load.read_text())]
        where = (options.host, options.port)
        found = asyncio.run(load(*where, options.seconds, options.connections, requests))
        print(json.dumps(found))
    else:
        compare(options)


if __name__ == "__main__":
    main()
