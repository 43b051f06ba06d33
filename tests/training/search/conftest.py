"""What the tests of searches share: a corpus on which settings matter, and a search nobody sees."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.readers import Columns
from tests.training.search.samples import Search
from training.config import TrainConfig
from training.helpers import Helpers
from training.progress import Silence
from training.search import Candidate, Result, Standing, Watch, search
from training.search.material import Material, read_material
from training.starter import STARTER


class Unseen:
    """Keeps what it is shown."""

    def __init__(self) -> None:
        self.ended: list[Candidate] = []

    @contextmanager
    def follow(self) -> Iterator[Watch]:
        def watch(standing: Standing, ended: Candidate | None = None) -> None:
            assert standing.candidates or ended is None
            if ended:
                self.ended.append(ended)

        yield watch


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some sections of the starter corpus."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    files = sorted(STARTER.glob("*.jsonl"))
    rows = [line for file in files for line in file.read_text("utf-8").splitlines()]
    kept = sorted({json.loads(row)["section"] for row in rows})[:5]
    path.write_text("\n".join(row for row in rows if json.loads(row)["section"] in kept), "utf-8")
    return path


@pytest.fixture(scope="session")
def material(news: Path) -> Material:
    return read_material(news, Columns(), TrainConfig(), 1, Silence())


@pytest.fixture
def run(news: Path, tmp_path: Path) -> Search:
    """Search on, in one folder."""

    def call(
        most: int | None = None,
        *,
        minutes: float = 5.0,
        config: TrainConfig | None = None,
        corpus: Path = news,
        helpers: Helpers | None = None,
    ) -> Result:
        return search(
            corpus,
            tmp_path / "train.search",
            config or TrainConfig(),
            minutes=minutes,
            progress=Silence(),
            board=Unseen(),
            most=most,
            helpers=helpers,
        )

    return call
