"""A run that was stopped goes on, and its output is that of one that was not."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from filelock import FileLock
from pyarrow import dataset, parquet

from data.errors import ChangedRun, ForeignOutput, OutputBusy, OutputExists

ROOT = Path(__file__).parents[3]


class Stop(Exception):
    """The machine is switched off."""


def files_in(folder: Path) -> int:
    return sum(1 for _ in folder.rglob("*"))


def contents(out: Path) -> dict[str, bytes]:
    files = [*out.glob("part-*"), *(out / "_rejects").glob("*")]
    return {file.name: file.read_bytes() for file in files}


@pytest.fixture
def archive(tmp_path: Path, bodies: list[str]) -> Path:
    """Files of every kind of part, with rows that are rejected."""
    folder = tmp_path / "in"
    folder.mkdir()
    texts = [*bodies, ""] * 4
    table = pa.table({"id": range(len(texts)), "text": texts})
    parquet.write_table(table, folder / "a.parquet", row_group_size=50)
    lines = "".join(json.dumps(row) + "\n" for row in table.to_pylist())
    (folder / "b.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_a_stopped_run_goes_on(
    run: Any, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(archive, tmp_path / "whole", piece_rows=30)
    assert (whole.rows, whole.rejected) == (480, 8)
    out = tmp_path / "out"
    new = []
    for number in range(100):
        stopped = stopping(monkeypatch, after=9)
        try:
            summary = run(archive, out, piece_rows=30, resume=number > 0)
        except Stop:
            continue
        finally:
            stopped()
        new.append(summary.new)
        assert summary == whole._replace(new=summary.new, rejects=summary.rejects)
        break
    assert 0 < new[0] < 488
    assert contents(out) == contents(tmp_path / "whole")
    assert run(archive, out, piece_rows=30, resume=True).new == 0


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> Callable[[], None]:
    """Let a run come to an end after some renames."""
    rename = Path.replace
    left = [after]

    def replace(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise Stop
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return monkeypatch.undo


@pytest.mark.slow
@pytest.mark.parametrize(("name", "kills"), [("out", 10), ("out.parquet", 4)])
def test_a_killed_run_goes_on(
    archive: Path, small_model: Path, tmp_path: Path, name: str, kills: int
) -> None:
    expected = tmp_path / f"whole-{name}"
    command = [sys.executable, "-m", "training.cli", "classify", str(archive), "--part-rows", "7"]
    command += ["--model", str(small_model), "--resume", "--jobs", "2", "--out-format", "parquet"]
    subprocess.run([*command, "--out", str(expected)], cwd=ROOT, check=False, capture_output=True)
    out = tmp_path / name
    folder = tmp_path / "out.parquet.parts" if out.suffix else out
    killed = 0
    for number in range(kills):
        before = files_in(folder)
        with subprocess.Popen([*command, "--out", str(out)], cwd=ROOT) as process:
            # Each is left to write something new, and killed at another moment after that.
            while files_in(folder) == before and process.poll() is None:
                time.sleep(0.001)
            time.sleep(0.001 * number)
            process.kill()
        killed += process.returncode == -signal.SIGKILL
    assert killed >= kills // 2  # on a fast machine the last of them find nothing left to do
    last = subprocess.run([*command, "--out", str(out)], cwd=ROOT, check=False, capture_output=True)
    assert last.returncode == 1  # rows were rejected
    if out.suffix:
        assert parquet.read_table(out).equals(parquet.read_table(expected))
        assert not folder.exists()
        rejects = [path.with_name(f"{path.name}.rejects.jsonl") for path in (out, expected)]
        assert rejects[0].read_bytes() == rejects[1].read_bytes()
    else:
        assert contents(out) == contents(expected)


def test_an_output_is_not_written_over(run: Any, archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out")
    with pytest.raises(OutputExists, match="--resume"):
        run(archive, tmp_path / "out")
    with pytest.raises(ForeignOutput):
        run(archive, archive)
    (tmp_path / "notes.csv").write_text("a,b\n")
    with pytest.raises(ForeignOutput):
        run(archive, tmp_path / "notes.csv", resume=True)


def test_a_run_is_resumed_only_as_it_was_begun(run: Any, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(archive, out)
    with pytest.raises(ChangedRun, match=r"options: added was .*'section_2'"):
        run(archive, out, resume=True, top_k=2)
    os.utime(archive / "a.parquet", (1, 1))
    with pytest.raises(ChangedRun, match=r"a\.parquet has changed"):
        run(archive, out, resume=True)
    begun = json.loads((out / "_run.json").read_text("utf-8"))
    begun["model"]["version"] = "other"
    (out / "_run.json").write_text(json.dumps(begun), encoding="utf-8")
    with pytest.raises(ChangedRun, match="model: version was 'other'"):
        run(archive / "b.jsonl", out, resume=True)


def test_two_runs_keep_out_of_each_others_way(run: Any, archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / "_lock"), pytest.raises(OutputBusy):
        run(archive, tmp_path / "out")
    assert run(archive, tmp_path / "out").rows == 480


def test_pieces_that_were_taken_away_are_made_again(
    run: Any, archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(archive, out, piece_rows=30)
    before = contents(out)
    begun = json.loads((out / "_run.json").read_text("utf-8"))
    del begun["summary"]  # as if the run had not come to its end
    (out / "_run.json").write_text(json.dumps(begun), encoding="utf-8")
    sorted(out.glob("part-*"))[3].unlink()
    with (out / "_journal.jsonl").open("a") as journal:
        journal.write('{"number": 0, "pie')
    assert run(archive, out, piece_rows=30, resume=True).new > 0
    assert contents(out) == before


@pytest.mark.parametrize("name", ["all.parquet", "all.jsonl.gz", "all.csv", "all.csv.zst"])
def test_one_file_holds_all_pieces(
    run: Any, read: Any, archive: Path, tmp_path: Path, name: str
) -> None:
    summary = run(archive, tmp_path / name, piece_rows=30)
    assert summary.rows == 480
    found = read(tmp_path / name)
    ids = [row for _ in range(2) for row in range(244) if row % 61 != 60]
    assert [int(row["id"]) for row in found] == ids
    assert len(summary.rejects.read_text("utf-8").splitlines()) == 8
    assert sorted(path.name for path in tmp_path.glob("all*")) == sorted(
        [name, f"{name}.rejects.jsonl", f"{name}.run.json"]
    )
    assert run(archive, tmp_path / name, piece_rows=30, resume=True).new == 0
    with pytest.raises(OutputExists):
        run(archive, tmp_path / name, piece_rows=30)


def test_a_folder_reads_as_one_table(run: Any, archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out", piece_rows=30)
    table = dataset.dataset(tmp_path / "out").to_table()
    assert table.num_rows == 480
