"""`chuyenmuc evaluate` with gates: what it prints and answers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.training.samples import Cli, WriteCorpus

ROWS = [("Thể thao", "Đội bóng thắng trận chung kết"), ("Xe", "Hôm nay tuổi Tý gặp may")]


def test_gates_that_are_passed_say_nothing(
    cli: Cli, small_model: Path, write_corpus: WriteCorpus
) -> None:
    bounds = ("--fail-under", "recall.the-thao=0.9", "--fail-over", "ece=1")
    finished = cli("evaluate", small_model, write_corpus(ROWS), *bounds)
    assert finished.code == 0
    assert "failed" not in finished.out


def test_gates_that_are_not_passed_are_listed_after_the_figures(
    cli: Cli, small_model: Path, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    bounds = ("--fail-under", "recall.xe=0.9", "--fail-under", "f1.du-lich=0.2")
    figures = tmp_path / "f.json"
    corpus = write_corpus(ROWS)
    finished = cli("evaluate", small_model, corpus, "--json", figures, *bounds)
    assert finished.code == 1
    assert figures.exists()
    accuracy, failed = finished.out.index("accuracy"), finished.out.index("failed")
    assert accuracy < failed
    cells = [line.split("│")[1:-1] for line in finished.out[failed:].splitlines() if "│" in line]
    assert [[cell.strip() for cell in row] for row in cells] == [
        ["recall.xe", "0.0000", "at least 0.9"],
        ["f1.du-lich", "no article", "at least 0.2"],
    ]


@pytest.mark.parametrize(
    ("bound", "says"),
    [
        (("--fail-under", "f3=0.9"), "no figure 'f3'; it takes accuracy, macro_f1"),
        (("--fail-under", "recall.tu-vi=0.9"), "no section 'tu-vi'; this model has bat-dong-san"),
        (("--fail-over", "ece=2%"), "a number from 0 to 1"),
    ],
)
def test_a_gate_is_looked_at_before_the_corpus(
    bound: tuple[str, str],
    says: str,
    refused: Callable[..., str],
    small_model: Path,
    tmp_path: Path,
) -> None:
    assert says in refused("evaluate", small_model, tmp_path / "none.csv", *bound)
