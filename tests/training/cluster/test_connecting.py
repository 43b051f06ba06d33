"""Coming to a cluster, and what is said when there is none."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from distributed import LocalCluster

from data.errors import NoWorkers, UnreachableCluster, UsageError
from tests.test_architecture import loaded_by
from tests.training.cluster.conftest import contents
from tests.training.samples import Cli
from training.cluster import connecting
from training.cluster.connecting import Place, connected, place_of


@pytest.mark.parametrize("where", ["", "local:", "local:0", "local:many", "host", "tcp://", ":80"])
def test_what_is_no_place_is_refused(where: str) -> None:
    with pytest.raises(UsageError, match="neither local, local:N nor an address"):
        place_of(where, cores=2)


@pytest.mark.parametrize("where", ["10.0.0.1:8786", "tls://scheduler:8786", "tcp://[::1]:8786"])
def test_an_address_is_taken_as_it_is(where: str) -> None:
    assert place_of(where, cores=2) == Place(where, None)


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "_ANSWER", 0.2)
    with (
        pytest.raises(UnreachableCluster, match=r"127\.0\.0\.1:9: no Dask scheduler answers"),
        connected(Place("127.0.0.1:9", None)),
    ):
        pass


def test_a_scheduler_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "ARRIVAL", 0.2)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as cluster,
        pytest.raises(NoWorkers, match="dask worker inproc://"),
        connected(Place(cluster.scheduler_address, None)),
    ):
        pass


def test_the_command_line_starts_without_dask() -> None:
    loaded = loaded_by("import training.cli, training.archive, training.cluster")
    assert not {"dask", "distributed"} & loaded


def test_without_the_extra_it_is_named(
    refused: Callable[..., str], archive: Path, small_model: Path, tmp_path: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "distributed", None)
        patch.delitem(sys.modules, "training.cluster.connecting")
        patch.delitem(sys.modules, "training.cluster.workers", raising=False)
        said = refused(
            *("classify", archive, "--model", small_model, "--out", tmp_path / "out"),
            *("--dask", "local"),
        )
    assert said.endswith("pip install 'chuyenmuc[dask]'")


def test_threads_and_clusters_do_not_mix(refused: Callable[..., str], archive: Path) -> None:
    said = refused("classify", archive, "--out", "out", "--dask", "local", "--jobs", 2)
    assert "--dask local:N" in said
    assert "needs --out" in refused("classify", "page.txt", "--dask", "local")


@pytest.mark.slow
def test_processes_of_this_machine(
    subprocess_cli: Cli,
    archive: Path,
    small_model: Path,
    tmp_path: Path,
    expected: dict[str, bytes],
) -> None:
    finished = subprocess_cli(
        *("classify", archive, "--model", small_model, "--out", tmp_path / "out"),
        *("--part-rows", 1000, "--dask", "local:2"),
    )
    assert (finished.code, finished.err) == (1, "")  # rows were rejected
    assert contents(tmp_path / "out") == expected
