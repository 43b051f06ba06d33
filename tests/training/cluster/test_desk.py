"""A task on a cluster: done for every item, whoever is killed meanwhile."""

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import dask
import pytest
from distributed import Worker

from data.errors import DyingWorkers, LostCluster, UnfitWorker
from tests.training.cluster.samples import cluster_of, kill, meanwhile, until
from training.cluster import connecting, dask_helpers, plugins
from training.cluster.desk import TaskHolder
from training.helpers import do_all


class Doubling:
    """Writes down who does what; sleeps where it is told to, dies where it is told to."""

    def __init__(self, folder: Path, pause: float = 0.0, fatal: int | None = None) -> None:
        self.folder, self.pause, self.fatal = folder, pause, fatal
        self.learnt = 0

    def do(self, item: int, jobs: int) -> tuple[int, int]:
        assert jobs == 1
        (self.folder / f"{item}-{os.getpid()}").touch()
        if item == self.fatal:
            os._exit(1)
        time.sleep(self.pause)
        self.learnt += 1
        return 2 * item, self.learnt


def done(cluster: Any, task: Doubling, items: int) -> dict[int, tuple[int, int]]:
    with dask_helpers(cluster.scheduler_address, cores=1) as helpers:
        return dict(do_all(helpers, task, range(items)))


def test_every_item_is_done_and_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought: list[object] = []
    do = TaskHolder.do

    def counted(holder: TaskHolder, item: object, task: Any) -> object:
        brought.extend([task] if task else [])
        return do(holder, item, task)

    monkeypatch.setattr(TaskHolder, "do", counted)
    with cluster_of(2, processes=False) as cluster:
        found = done(cluster, Doubling(tmp_path), items=20)
        assert {item: double for item, (double, _) in found.items()} == {
            item: 2 * item for item in range(20)
        }
        assert len(brought) == 2  # once a worker, not once an item
        assert not [name for name in cluster.scheduler.worker_plugins if "chuyenmuc" in name]
        until(lambda: not cluster.scheduler.tasks)


@pytest.mark.slow
def test_workers_may_be_killed_and_others_come(tmp_path: Path) -> None:
    with cluster_of(2, processes=True) as cluster:

        def strike() -> None:
            for number in (0, 1):
                before = len(list(tmp_path.iterdir()))
                until(lambda before=before: len(list(tmp_path.iterdir())) > before)  # type: ignore[misc]
                kill(cluster.workers[number])

        with meanwhile(strike):
            found = done(cluster, Doubling(tmp_path, pause=0.3), items=12)
    assert sorted(double for double, _ in found.values()) == list(range(0, 24, 2))


@pytest.mark.slow
def test_the_only_worker_may_be_killed(tmp_path: Path) -> None:
    """What was brought there is gone with it, and is brought again."""
    with cluster_of(1, processes=True) as cluster:

        def strike() -> None:
            until(lambda: list(tmp_path.glob("2-*")))
            kill(cluster.workers[0])

        with meanwhile(strike):
            found = done(cluster, Doubling(tmp_path, pause=0.3), items=5)
    assert sorted(double for double, _ in found.values()) == list(range(0, 10, 2))
    assert len({path.name.partition("-")[2] for path in tmp_path.iterdir()}) == 2


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_an_item_that_ends_every_worker_is_given_up(tmp_path: Path, workers: int) -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        cluster_of(workers, processes=True) as cluster,
        pytest.raises(DyingWorkers, match="workers ended while they were at it"),
    ):
        done(cluster, Doubling(tmp_path, fatal=1), items=3)


@pytest.mark.slow
def test_a_scheduler_that_goes_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_ANSWER", 2)
    with cluster_of(1, processes=True) as cluster:

        def close() -> None:
            until(lambda: list(tmp_path.iterdir()))
            cluster.close()

        with meanwhile(close), pytest.raises(LostCluster, match="run the same again"):
            done(cluster, Doubling(tmp_path, pause=0.3), items=50)


def test_a_worker_that_would_find_other_digits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = TaskHolder()
    holder.setup(cast(Worker, SimpleNamespace(address="tcp://b:4711")))
    assert holder.do(1, Doubling(tmp_path)) == (2, 1)
    assert holder.do(2, None) == (4, 2)  # what was brought is kept, and so is what it learnt
    monkeypatch.setattr(plugins, "version", lambda _: "0.0.1")
    with pytest.raises(UnfitWorker, match=r"tcp://b:4711 has \S+ 0\.0\.1, not"):
        holder.do(3, None)
