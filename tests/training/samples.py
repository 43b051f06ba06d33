"""Small corpora, and what the fixtures of the command line give back."""

import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

_WORDS = (
    "nhà xe đường phố bóng đá trận thua thắng giá vàng tăng giảm tiền lãi bệnh viện thuốc máu "
    "mưa nắng gió bão sông núi biển trường học sinh thầy cô sách vở điểm thi"
).split()

Row = tuple[str, str]


class Finished(NamedTuple):
    code: int
    out: str
    err: str


Cli = Callable[..., Finished]
WriteCorpus = Callable[[Iterable[Row]], Path]


def sentence(section: int, rng: random.Random, length: int = 12) -> str:
    """Some syllables; each section prefers its own."""
    return " ".join(_WORDS[(section * 7 + rng.randrange(9)) % len(_WORDS)] for _ in range(length))


def small_rows(sections: int = 3, articles: int = 8, seed: int = 0) -> list[Row]:
    """Return (section, text) pairs."""
    rng = random.Random(seed)
    return [
        (f"Mục {number}", sentence(number, rng))
        for number in range(sections)
        for _ in range(articles)
    ]
