"""Candidates that are tried elsewhere, several at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.training.cluster.samples import cluster_of
from tests.training.search.samples import Search
from training.cluster import dask_helpers
from training.search.material import Material
from training.search.scoring import Scorer
from training.search.store import Store


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with cluster_of(2, processes=False) as cluster:
        yield cluster


@pytest.mark.slow
def test_a_search_with_one_helper_finds_what_one_without_finds(run: Search, tmp_path: Path) -> None:
    with cluster_of(1, processes=False) as alone:
        with dask_helpers(alone.scheduler_address, cores=1) as helpers:
            there = run(5, helpers=helpers).standing.candidates
        (tmp_path / "train.search").rename(tmp_path / "there.search")
    here = run(5).standing.candidates
    assert [each._replace(seconds=0) for each in there] == [
        each._replace(seconds=0) for each in here
    ]


@pytest.mark.slow
def test_candidates_fare_alike_wherever_they_are_tried(
    run: Search, cluster: Any, material: Material, tmp_path: Path
) -> None:
    with dask_helpers(cluster.scheduler_address, cores=1) as helpers:
        result = run(6, helpers=helpers)
        assert len(run(9, helpers=helpers).standing.candidates) == 9
    assert [each.number for each in result.standing.candidates] == [1, 2, 3, 4, 5, 6]
    assert {each.state for each in result.standing.candidates} <= {"done", "dropped"}
    assert result.standing.start.changes == {}
    scorer = Scorer(material, Store(tmp_path / "own"), min_df=2, jobs=1)
    for candidate in result.standing.candidates:
        step = scorer.plan.steps[0]
        tally = scorer.tally(step.fold, scorer.answer(candidate.config, step))
        assert candidate.course[step.work] == float(tally.macro_f1())
