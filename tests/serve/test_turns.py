"""Who works, who waits and who is sent away: at, below and above each limit."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread, current_thread
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from data.errors import Overloaded
from model import Prediction, SectionClassifier
from serve import Settings, create_app
from serve.registry import Registry
from serve.turns import Turns

ARTICLE = {"text": "Đội tuyển thắng trận bóng đá"}
BATCH = {"articles": [ARTICLE]}


def in_a_loop(
    work: Callable[[Turns], Awaitable[None]], max_concurrency: int, max_queue: int
) -> None:
    turns = Turns(max_concurrency, max_queue)
    try:
        asyncio.run(work(turns))  # type: ignore[arg-type]
    finally:
        turns.close()


@pytest.mark.parametrize(("asking", "refused"), [(4, 0), (5, 0), (6, 1), (9, 4)])
def test_as_many_are_let_in_as_may_work_and_wait(*, asking: int, refused: int) -> None:
    async def work(turns: Turns) -> None:
        asked = [turns.take(lambda: "done") for _ in range(asking)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert answers[: asking - refused] == ["done"] * (asking - refused)
        assert [type(answer) for answer in answers[asking - refused :]] == [Overloaded] * refused
        assert await turns.take(lambda: "free again") == "free again"

    in_a_loop(work, max_concurrency=2, max_queue=3)


def test_who_was_let_in_before_may_wait_longer_than_the_queue() -> None:
    async def work(turns: Turns) -> None:
        asked = [turns.take(lambda: "done", is_welcome=number > 0) for number in range(4)]
        assert await asyncio.gather(*asked) == ["done"] * 4

    in_a_loop(work, max_concurrency=1, max_queue=0)


def test_who_holds_a_place_takes_one() -> None:
    async def work(turns: Turns) -> None:
        with turns.place():
            with pytest.raises(Overloaded), turns.place():
                pytest.fail("there is no place")
            with pytest.raises(Overloaded):
                await turns.take(lambda: "done")
        with turns.place():
            pass

    in_a_loop(work, max_concurrency=1, max_queue=0)


def test_few_are_begun_between_two_looks_of_the_loop_in_their_order() -> None:
    begun: list[int] = []
    seen = [0]

    def look() -> None:
        seen.append(len(begun))
        if len(begun) < 29:
            asyncio.get_running_loop().call_soon(look)

    async def begin(turns: Turns, number: int) -> None:
        await turns.begin()
        begun.append(number)

    async def work(turns: Turns) -> None:
        asyncio.get_running_loop().call_soon(look)
        asked = [asyncio.ensure_future(begin(turns, number)) for number in range(30)]
        await asyncio.sleep(0)
        asked[20].cancel()  # who gives up holds up nobody
        await asyncio.wait(asked)
        assert begun == [number for number in range(30) if number != 20]
        assert max(after - before for before, after in pairwise(seen)) <= 8

    in_a_loop(work, max_concurrency=1, max_queue=0)


def test_who_comes_without_a_task_or_waits_to_be_begun_takes_a_place() -> None:
    async def work(turns: Turns) -> None:
        assert [turns.expect() for _ in range(4)] == [True, True, True, False]
        await asyncio.sleep(0)
        waiting = [asyncio.ensure_future(turns.begin()) for _ in range(30)]
        await asyncio.sleep(0)
        assert not turns.expect()
        with pytest.raises(Overloaded):
            turns.require_place()
        await asyncio.wait(waiting)
        assert turns.expect()

    in_a_loop(work, max_concurrency=1, max_queue=2)


def test_no_more_work_at_once_than_may() -> None:
    at_once, most = 0, 0

    def count() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        time.sleep(0.02)
        at_once -= 1

    async def work(turns: Turns) -> None:
        await asyncio.gather(*(turns.take(count) for _ in range(8)))

    in_a_loop(work, max_concurrency=2, max_queue=6)
    assert most == 2


def test_who_gives_up_leaves_the_queue() -> None:
    async def work(turns: Turns) -> None:
        gate = Event()
        busy = asyncio.ensure_future(turns.take(gate.wait))
        waiting = asyncio.ensure_future(turns.take(lambda: "never"))
        await asyncio.sleep(0)
        with pytest.raises(Overloaded):
            turns.require_place()
        waiting.cancel()
        await asyncio.wait([waiting])
        turns.require_place()
        gate.set()
        await busy

    in_a_loop(work, max_concurrency=1, max_queue=1)


class Held(SectionClassifier):
    """A model whose answers can be held back."""

    gate: Event

    def classify_many(self, texts: Any, jobs: int | None = None) -> list[Prediction]:
        self.gate.wait(10)
        return super().classify_many(texts, jobs)


@contextmanager
def held(settings: Settings, model: Path, busy: int) -> Iterator[tuple[TestClient, FastAPI]]:
    """A service with so many requests that wait for their answer."""
    app = create_app(settings)
    with TestClient(app) as client:
        classifier = Held.load(model)
        classifier.gate = Event()
        app.state.registry = Registry([classifier], app.state.registry.metrics)
        asking = [
            Thread(target=client.post, args=("/v1/classify/batch",), kwargs={"json": BATCH})
            for _ in range(busy)
        ]
        for thread in asking:
            thread.start()
        wait_until(lambda: app.state.turns._taken == busy)  # noqa: SLF001
        try:
            yield client, app
        finally:
            classifier.gate.set()
            for thread in asking:
                thread.join()


def wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(1000):
        if is_so():
            return
        time.sleep(0.005)
    pytest.fail("it is still not so after 5 seconds")


def test_a_full_service_refuses_early_and_says_when_to_come_back(small_model: Path) -> None:
    settings = Settings(models=(small_model,), max_concurrency=1, max_queue=2)
    with held(settings, small_model, busy=3) as (client, _):
        unread = iter([b"{"] * 3)
        for refusal in (
            client.post("/v1/classify", json=ARTICLE),
            client.post("/v1/classify/batch", content=unread),
        ):
            assert (refusal.status_code, refusal.json()["code"]) == (503, "overloaded")
            assert int(refusal.headers["Retry-After"]) >= 1
            assert refusal.headers["X-Request-ID"]
    with TestClient(create_app(settings)) as client:
        assert client.post("/v1/classify", json=ARTICLE).status_code == 200


def test_health_and_what_costs_nothing_are_answered_by_a_full_service(small_model: Path) -> None:
    settings = Settings(models=(small_model,), max_concurrency=1, max_queue=0)
    with held(settings, small_model, busy=1) as (client, _):
        for address in ("/livez", "/readyz", "/metrics", "/v1/models", "/v1/sections", "/docs"):
            start = time.perf_counter()
            assert client.get(address).status_code == 200, address
            assert time.perf_counter() - start < 1


def test_an_answer_that_is_late_is_given_up(small_model: Path) -> None:
    settings = Settings(models=(small_model,), max_concurrency=1, request_timeout=0.05)
    with held(settings, small_model, busy=0) as (client, app):
        for _ in range(2):  # the second only waits for the first, which is not given up inside
            refusal = client.post("/v1/classify/batch", json=BATCH)
            assert (refusal.status_code, refusal.json()["code"]) == (503, "timed-out")
            assert refusal.headers["Retry-After"] == "1"
        app.state.registry.find().gate.set()
        wait_until(lambda: client.post("/v1/classify/batch", json=BATCH).status_code == 200)


def test_an_answer_in_time_is_given(small_model: Path) -> None:
    settings = Settings(models=(small_model,), request_timeout=5)
    with TestClient(create_app(settings)) as client:
        assert client.post("/v1/classify/batch", json=BATCH).status_code == 200


async def call(app: FastAPI, *chunks: bytes, ends: bool) -> tuple[int, dict[str, Any]]:
    """POST to /v1/classify; without an end, the last chunk is not the last."""
    coming = list(chunks)
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        if not coming:
            await asyncio.sleep(60)
        body = coming.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(coming) or not ends}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/classify",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)
    return sent[0]["status"], json.loads(b"".join(part.get("body", b"") for part in sent))


def test_a_request_that_never_arrives_is_given_up(small_model: Path) -> None:
    app = create_app(Settings(models=(small_model,), request_timeout=0.05))

    async def work() -> None:
        async with app.router.lifespan_context(app):
            status, problem = await call(app, b'{"text": ', ends=False)
            assert (status, problem["code"]) == (408, "slow-request")
            status, _ = await call(app, b'{"text": ', b'"a"}', ends=True)
            assert status == 200

    asyncio.run(work())


def test_bodies_on_their_way_hold_no_place_but_bounded_memory(
    small_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serve.limits._MOST_HELD", 3)
    settings = Settings(
        models=(small_model,), max_body_bytes=100, max_concurrency=1, max_queue=0, request_timeout=1
    )
    app = create_app(settings)
    half = json.dumps(ARTICLE).encode().ljust(90)

    async def work() -> None:
        async with app.router.lifespan_context(app):
            slow = [asyncio.ensure_future(call(app, half, ends=False)) for _ in range(3)]
            await asyncio.sleep(0.05)
            assert (await call(app, b'{"text": "a"}', ends=True))[0] == 200
            status, problem = await call(app, half, ends=True)
            assert (status, problem["code"]) == (503, "overloaded")
            assert {status for status, _ in await asyncio.gather(*slow)} == {408}
            assert (await call(app, half, ends=True))[0] == 200

    asyncio.run(work())


class Segmented(SectionClassifier):
    """A model that notes in which thread it is asked."""

    threads: list[str]

    def classify_many(self, texts: Any, jobs: int | None = None) -> list[Prediction]:
        self.threads.append(current_thread().name)
        return super().classify_many(texts, jobs)


@pytest.mark.parametrize(("units", "is_on_the_loop"), [("syllables", True), ("segmented", False)])
def test_what_segments_words_never_holds_up_the_loop(
    app: FastAPI, client: TestClient, small_model: Path, *, units: str, is_on_the_loop: bool
) -> None:
    classifier = Segmented.load(small_model)
    classifier.threads = []
    classifier.manifest = classifier.manifest.model_copy(update={"units": units})
    app.state.registry = Registry([classifier], app.state.registry.metrics)
    assert client.post("/v1/classify", json=ARTICLE).status_code == 200
    (thread,) = classifier.threads
    assert thread.startswith("classify") is not is_on_the_loop
