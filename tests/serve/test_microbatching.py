"""Quick work that is done for several requests at once."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from serve.microbatching import MicroBatcher

Work = Callable[[Sequence[int]], Sequence[int]]

UNLUCKY = 99


class Doubling:
    """Doubles numbers, and remembers which came at once."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.goes.append(list(numbers))
        if UNLUCKY in numbers:
            raise ValueError
        return [2 * number for number in numbers]


def in_a_loop(
    work: Callable[[MicroBatcher[int, int]], Awaitable[None]],
    doubling: Work,
    expects_more: Callable[[], bool] = lambda: False,
) -> None:
    async def run() -> None:
        await work(MicroBatcher(doubling, expects_more))

    asyncio.run(run())


def test_each_gets_its_own_answer_and_few_are_done_in_one_go() -> None:
    doubling = Doubling()

    async def work(batcher: MicroBatcher[int, int]) -> None:
        answers = await asyncio.gather(*(batcher.ask(number, 1) for number in range(20)))
        assert answers == list(range(0, 40, 2))

    in_a_loop(work, doubling)
    assert [len(go) for go in doubling.goes] == [8, 8, 4]


def test_what_is_large_is_done_alone_and_nothing_larger_in_one_go() -> None:
    doubling = Doubling()

    async def work(batcher: MicroBatcher[int, int]) -> None:
        large = [16_000, 16_000, 32_000, 1, 40_000, 8_000, 8_000, 8_000, 8_001, 1]
        answers = await asyncio.gather(*map(batcher.ask, large, large))
        assert answers == [2 * number for number in large]

    in_a_loop(work, doubling)
    assert doubling.goes == [
        [16_000, 16_000],
        [32_000],
        [1],
        [40_000],
        [8_000, 8_000, 8_000],
        [8_001, 1],
    ]


def test_between_two_goes_the_loop_looks_round() -> None:
    seen: list[int] = []
    doubling = Doubling()

    def look() -> None:
        seen.append(len(doubling.goes))
        if len(doubling.goes) < 4:
            asyncio.get_running_loop().call_soon(look)

    async def work(batcher: MicroBatcher[int, int]) -> None:
        asyncio.get_running_loop().call_soon(look)
        await asyncio.gather(*(batcher.ask(number, 1) for number in range(32)))

    in_a_loop(work, doubling)
    assert {1, 2, 3} <= set(seen)


def test_who_is_alone_waits_for_nobody() -> None:
    looks = 0

    async def work(batcher: MicroBatcher[int, int]) -> None:
        nonlocal looks
        answer = batcher.ask(1, 1)
        while not answer.done():
            looks += 1
            await asyncio.sleep(0)

    in_a_loop(work, Doubling())
    assert looks <= 2


def test_who_comes_a_little_later_is_waited_for_but_not_for_ever() -> None:
    doubling = Doubling()

    async def work(batcher: MicroBatcher[int, int]) -> None:
        first = batcher.ask(1, 1)
        await asyncio.sleep(0)
        second = batcher.ask(2, 1)
        await asyncio.wait_for(asyncio.wait([first, second]), timeout=5)
        assert (first.result(), second.result()) == (2, 4)

    in_a_loop(work, doubling, expects_more=lambda: True)
    assert doubling.goes == [[1, 2]]


def test_whoever_gives_up_leaves_the_queue() -> None:
    doubling = Doubling()

    async def work(batcher: MicroBatcher[int, int]) -> None:
        alone = batcher.ask(1, 1)
        alone.cancel()
        await asyncio.sleep(0.01)
        answers = [batcher.ask(number, 1) for number in range(4)]
        answers[2].cancel()
        await asyncio.wait(answers)
        assert answers[2].cancelled()
        assert [answers[number].result() for number in (0, 1, 3)] == [0, 2, 6]

    in_a_loop(work, doubling)
    assert doubling.goes == [[0, 1, 3]]


def test_a_fault_is_told_to_those_it_befell_and_the_others_go_on() -> None:
    async def work(batcher: MicroBatcher[int, int]) -> None:
        asked = [batcher.ask(number, 1) for number in range(UNLUCKY, UNLUCKY + 12)]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(answer) for answer in answers] == [ValueError] * 8 + [int] * 4

    in_a_loop(work, Doubling())
