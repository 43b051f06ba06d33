"""Archives on a cluster: the output is that of one process, whoever is killed meanwhile."""

import pickle
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import dask
import pytest
from distributed import Worker

from data.errors import LostCluster, OutputExists, UnfitWorker
from model import SectionClassifier
from model.artifact import load
from tests.training.cluster.conftest import PARTS, RunOn, contents
from tests.training.cluster.samples import cluster_of, kill, meanwhile, until
from training.archive import Part, PartDone
from training.cluster import connecting, dask_workers, plugins, shipping


def test_the_output_is_that_of_one_process(
    run_on: RunOn, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[object] = []

    class Counted(SectionClassifier):
        def __init__(self, artifact: Any) -> None:
            loads.append(artifact)
            super().__init__(artifact)

    monkeypatch.setattr(shipping, "SectionClassifier", Counted)
    with cluster_of(2, processes=False) as cluster:
        summary = run_on(cluster.scheduler_address, tmp_path / "out")
        assert len(loads) == 2  # not once a part
        assert not [name for name in cluster.scheduler.worker_plugins if "chuyenmuc" in name]
        assert not cluster.scheduler.tasks
    assert (summary.rows, summary.rejected, summary.failures) == (6091, 9, [])
    assert contents(tmp_path / "out") == expected


def test_parts_are_given_out_as_they_are_done(
    archive: Path, classifier: SectionClassifier, tmp_path: Path
) -> None:
    taken = 0

    def parts() -> Iterator[Part]:
        nonlocal taken
        for part in plan.parts:
            taken += 1
            yield part

    plan = planned(archive, tmp_path)
    assert all(len(pickle.dumps((part, plan.job))) < 3000 for part in plan.parts)
    with cluster_of(2, processes=False) as cluster:
        done: list[PartDone] = []
        rows = 0

        def advance(more: int, size: int) -> None:
            nonlocal rows
            rows += more
            assert size > 0

        with dask_workers(cluster.scheduler_address, classifier, cores=1) as workers:
            for part in workers.run(parts(), plan.job, advance):
                done.append(part)
                assert taken - len(done) <= 2
    assert sorted(part.number for part in done) == list(range(PARTS))
    assert rows == 6100


def planned(archive: Path, folder: Path) -> Any:
    from training.archive.planning import Wishes, plan
    from training.archive.sources import find_sources

    return plan(find_sources([str(archive)], folder), folder, Wishes(piece_rows=1000), 15)


@pytest.mark.slow
def test_workers_may_be_killed_and_others_come(
    run_on: RunOn, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    with cluster_of(2, processes=True) as cluster:

        def strike() -> None:
            until(lambda: list(out.glob("_partial-*part-*")))
            kill(cluster.workers[0])
            cluster.scale(3)
            until(lambda: list(out.glob("part-*")))
            kill(cluster.workers[1])

        with meanwhile(strike):
            summary = run_on(cluster.scheduler_address, out)
    assert (summary.rows, summary.failures) == (6091, [])
    assert contents(out) == expected


@pytest.mark.slow
def test_a_worker_that_comes_later_gets_the_model(
    run_on: RunOn, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    with cluster_of(1, processes=True) as cluster:

        def replace() -> None:
            until(lambda: list(out.glob("_partial-*part-*")))
            cluster.scale(2)
            until(lambda: len(cluster.scheduler.workers) == 2)
            kill(cluster.workers[0])

        with meanwhile(replace):
            run_on(cluster.scheduler_address, out)
    assert contents(out) == expected


@pytest.mark.slow
def test_a_part_that_ends_every_worker_is_given_up(
    run_on: RunOn, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    ended = threading.Event()
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        cluster_of(1, processes=True) as cluster,
    ):

        def strike() -> None:
            struck: set[Path] = set()
            while not ended.wait(0.001):
                begun = set(out.glob("_partial-*part-00002-*")) - struck
                if begun:
                    kill(cluster.workers[0])
                    struck |= begun

        with meanwhile(strike):
            summary = run_on(cluster.scheduler_address, out)
            ended.set()
        (failure,) = summary.failures
        assert "a.parquet, row groups 2 to 3: 2 workers ended" in failure
        done = {name for name in expected if "part-00002" not in name}
        assert contents(out).keys() == done
        assert run_on(cluster.scheduler_address, out, resume=True).failures == []
    assert contents(out) == expected


@pytest.mark.slow
def test_a_scheduler_that_goes_ends_the_run(
    run_on: RunOn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "_ANSWER", 2)
    out = tmp_path / "out"
    with cluster_of(1, processes=True) as cluster:

        def close() -> None:
            until(lambda: list(out.glob("part-*")))
            cluster.close()

        with meanwhile(close), pytest.raises(LostCluster, match="--resume"):
            run_on(cluster.scheduler_address, out)


def test_a_worker_that_would_do_otherwise_is_refused(
    archive: Path, small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, job = planned(archive, tmp_path).parts[0], planned(archive, tmp_path).job
    sign = tmp_path / "sign"
    model = shipping.ShippedModel(load(small_model), sign)
    worker = cast(Worker, SimpleNamespace(address="tcp://b:4711"))
    model.setup(worker)
    with pytest.raises(UnfitWorker, match="tcp://b:4711 does not see the folder"):
        model.classify(part, job)
    sign.touch()
    assert model.classify(part, job).rows > 0
    monkeypatch.setattr(plugins, "version", lambda _: "0.0.1")
    with pytest.raises(UnfitWorker, match=r"has chuyenmuc 0\.0\.1, not"):
        model.classify(part, job)


def test_nothing_is_started_for_nothing(run_on: RunOn, tmp_path: Path) -> None:
    with cluster_of(1, processes=False) as cluster:
        run_on(cluster.scheduler_address, tmp_path / "out")
    assert run_on("127.0.0.1:1", tmp_path / "out", resume=True).new == 0
    with pytest.raises(OutputExists):
        run_on("127.0.0.1:1", tmp_path / "out")
