"""Small corpora, and what the fixtures of the command line give back."""

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.sections import Section
from training.figures.answers import Answers

STARTER = Path(__file__).parents[2] / "data" / "starter"

_WORDS = (
    "nhà xe đường phố bóng đá trận thua thắng giá vàng tăng giảm tiền lãi bệnh viện thuốc máu "
    "mưa nắng gió bão sông núi biển trường học sinh thầy cô sách vở điểm thi"
).split()

Row = tuple[str, str]

SECTIONS = [Section(f"muc-{number}", f"Mục {number}") for number in range(20)]


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


def answers_of(
    gold: np.ndarray,
    probabilities: np.ndarray,
    threshold: float | None = None,
    groups: object = None,
) -> Answers:
    """Return what a classifier said of articles that bear their number for an id."""
    return Answers(
        SECTIONS,
        gold,
        probabilities,
        groups=np.arange(len(gold)) if groups is None else np.asarray(groups),
        ids=[str(place) for place in range(len(gold))],
        threshold=threshold,
    )


def drawn_answers(n: int, seed: int, columns: int = 19, threshold: float | None = None) -> Answers:
    """Draw labels of twenty sections, and probabilities: a model may not know all of them."""
    random = np.random.default_rng(seed)
    chances = random.dirichlet(np.full(columns, 0.3), size=n)
    return answers_of(random.integers(20, size=n), chances, threshold)


def mislabelled_rows(every: int = 4) -> list[dict[str, str]]:
    """The test part of the starter corpus, every so many articles in the next one's section."""
    files = [path.read_text(encoding="utf-8") for path in sorted(STARTER.glob("*.jsonl"))]
    every_row = (json.loads(line) for text in files for line in text.splitlines())
    rows = [row for row in every_row if row["split"] == "test"]
    for place in range(0, len(rows), every):
        rows[place] |= {"section": rows[(place + 11) % len(rows)]["section"]}
    return rows


def write_rows(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Write records to a JSONL file."""
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path
