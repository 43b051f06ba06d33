"""What the tests of clusters share: an archive of many parts, and runs over it."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from data.readers import read_corpus
from model import SectionClassifier
from tests.conftest import STARTER
from tests.training.archive.conftest import Unseen
from training.archive import LocalWorkers, Summary, Wishes, Workers, classify_archive
from training.cluster import dask_workers

PARTS = 7
ROWS_A_PART = 1000

RunOn = Callable[..., Summary]


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    return SectionClassifier.load(small_model)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six parts of Parquet and one of JSONL, with rows that are rejected."""
    folder = tmp_path_factory.mktemp("archive")
    texts = ["", *(article.text for article in read_corpus(STARTER))]
    rows = [{"id": at, "text": texts[at % len(texts)]} for at in range((PARTS - 1) * ROWS_A_PART)]
    table = pa.Table.from_pylist(rows)
    parquet.write_table(table, folder / "a.parquet", row_group_size=ROWS_A_PART)
    lines = (json.dumps(row, ensure_ascii=False) for row in rows[:100])
    (folder / "b.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def run_over(
    archive: Path, out: Path, classifier: SectionClassifier, workers: Workers, *, resume: bool
) -> Summary:
    return classify_archive(
        [str(archive)],
        out,
        classifier=classifier,
        workers=workers,
        wishes=Wishes(piece_rows=ROWS_A_PART),
        progress=Unseen(),
        resume=resume,
    )


@pytest.fixture
def run_on(archive: Path, classifier: SectionClassifier) -> RunOn:
    """Classify the archive on a cluster."""

    def run(where: str, out: Path, *, resume: bool = False) -> Summary:
        with dask_workers(where, classifier, cores=1) as workers:
            return run_over(archive, out, classifier, workers, resume=resume)

    return run


@pytest.fixture(scope="session")
def expected(
    archive: Path, classifier: SectionClassifier, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What a run in this process writes."""
    out = tmp_path_factory.mktemp("local") / "out"
    run_over(archive, out, classifier, LocalWorkers(classifier, 1), resume=False)
    return contents(out)


def contents(out: Path) -> dict[str, bytes]:
    """The files of an output, unfinished ones too, but for those that tell of the run."""
    files = [*out.glob("part-*"), *out.glob("_partial-*"), *(out / "_rejects").glob("*")]
    return {file.name: file.read_bytes() for file in files}
