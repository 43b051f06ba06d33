"""What the tests of archives share: a model, articles, and a run over some files."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest
from pyarrow import parquet

from data.readers import read_corpus
from model import SectionClassifier
from training.archive import (
    Advance,
    LocalWorkers,
    Summary,
    Wishes,
    classify_archive,
    form_of,
)
from training.archive.opening import opened

SLACK = 1000
"""Bytes by which parts may be told wrong: of tables, what holds no rows."""

STARTER = Path(__file__).parents[3] / "data" / "starter"


class Unseen:
    """Progress that nobody looks at, but which must not go past its end."""

    @contextmanager
    def over(self, size: int, done: int) -> Iterator[Advance]:
        left = size - done

        def advance(rows: int, taken: int) -> None:
            nonlocal left
            assert rows >= 0
            left -= taken

        yield advance
        assert left >= -SLACK


class Run(Protocol):
    """Classifies an archive with two threads."""

    def __call__(
        self, inputs: object, out: Path, *, resume: bool = False, **wishes: Any
    ) -> Summary: ...


@pytest.fixture
def read() -> Callable[[Path], list[dict[str, Any]]]:
    """Read the rows of a piece."""
    return rows_of


def rows_of(path: Path) -> list[dict[str, Any]]:
    form = form_of(path.name)
    assert form
    if form.kind == "parquet":
        return list(parquet.read_table(path).to_pylist())
    with opened(str(path), form.compression) as (stream, _):
        lines = stream.read().decode().splitlines(keepends=True)
    if form.kind == "jsonl":
        return [json.loads(line) for line in lines]
    return list(csv.DictReader(lines, delimiter="\t" if form.kind == "tsv" else ","))


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    return SectionClassifier.load(small_model)


@pytest.fixture(scope="session")
def bodies() -> list[str]:
    return [article.text for article in read_corpus(STARTER)][:60]


@pytest.fixture
def run(classifier: SectionClassifier) -> Run:
    def run(inputs: object, out: Path, *, resume: bool = False, **wishes: Any) -> Summary:
        named = inputs if isinstance(inputs, list) else [inputs]
        return classify_archive(
            [str(name) for name in named],
            out,
            classifier=classifier,
            workers=LocalWorkers(classifier, 2),
            wishes=Wishes(**wishes),
            progress=Unseen(),
            resume=resume,
        )

    return run
