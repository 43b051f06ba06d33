"""Which files are read, in which order, from where."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet

from data.errors import MissingFileSystem, MissingInput, UnknownInput
from training.archive.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = [
        "b.csv",
        "a.parquet",
        "2024/c.jsonl.gz",
        "_run.json",
        "_part.csv",
        "2024/.d.csv",
        "e.txt",
    ]
    for name in files:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"text\nXe\n")
    return tmp_path / "in"


def names(inputs: Sequence[object], out: Path) -> list[str]:
    return [Path(source.address).name for source in find_sources([*map(str, inputs)], out)]


def test_a_folder_is_read_by_name(folder: Path, tmp_path: Path) -> None:
    assert names([folder], tmp_path / "out") == ["c.jsonl.gz", "a.parquet", "b.csv"]


def test_inputs_keep_their_order_and_none_comes_twice(folder: Path, tmp_path: Path) -> None:
    inputs = [folder / "b.csv", folder / "*.parquet", folder / "**/*.gz", folder]
    assert names(inputs, tmp_path / "out") == ["b.csv", "a.parquet", "c.jsonl.gz"]


def test_the_output_is_no_input(folder: Path, tmp_path: Path) -> None:
    assert names([tmp_path], folder / "2024") == ["a.parquet", "b.csv"]


def test_a_name_with_brackets_is_a_name(tmp_path: Path) -> None:
    (tmp_path / "a[1].csv").write_text("text\n")
    assert names([tmp_path / "a[1].csv"], tmp_path / "out") == ["a[1].csv"]


def test_what_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    for missing in (tmp_path / "none", folder / "*.zip", folder / "2024" / "*.csv.gz"):
        with pytest.raises(MissingInput, match="nothing there"):
            find_sources([str(missing)], tmp_path / "out")
    with pytest.raises(UnknownInput, match=r"e\.txt"):
        find_sources([str(folder / "e.txt")], tmp_path / "out")
    with pytest.raises(MissingFileSystem, match="s3fs"):
        find_sources(["s3://bao/2024"], tmp_path / "out")
    with pytest.raises(MissingFileSystem, match="nowhere"):
        find_sources(["nowhere://bao/2024"], tmp_path / "out")


def test_addresses_are_read(run: Any, read: Any, bodies: list[str], tmp_path: Path) -> None:
    system = fsspec.filesystem("memory")
    with system.open("/bao/a.parquet", "wb") as file:
        parquet.write_table(pa.table({"text": bodies}), file)
    with system.open("/bao/b.csv.gz", "wb", compression="gzip") as file:
        file.write(b"text\nXe\n")
    (tmp_path / "c.jsonl").write_text('{"text": "Nhà"}')
    inputs = ["memory://bao", f"file://{tmp_path}/c.jsonl"]
    assert run(inputs, tmp_path / "out.jsonl").rows == 62
    assert [row["text"] for row in read(tmp_path / "out.jsonl")] == [*bodies, "Xe", "Nhà"]


def test_a_file_that_vanishes_is_left_for_another_time(
    run: Any, bodies: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b"):
        parquet.write_table(pa.table({"text": bodies}), folder / f"{name}.parquet")
    opened = fsspec.implementations.local.LocalFileSystem.open
    lost = []

    def open_or_lose(self: Any, path: str, *rest: Any, **more: Any) -> Any:
        lost.append(path)
        if path.endswith("b.parquet") and lost.count(path) > 1:
            raise TimeoutError(110, "Connection timed out")
        return opened(self, path, *rest, **more)

    with monkeypatch.context() as patched:
        patched.setattr("fsspec.implementations.local.LocalFileSystem.open", open_or_lose)
        summary = run(folder, tmp_path / "out")
    assert (summary.rows, len(summary.failures)) == (60, 1)
    assert "b.parquet: cannot be read: Connection timed out" in summary.failures[0]
    summary = run(folder, tmp_path / "out", resume=True)
    assert (summary.rows, summary.new, summary.failures) == (120, 60, [])


ENCODED = {
    "utf-8-sig": "text\nThủ tướng đến Hà Nội dự hội nghị".encode("utf-8-sig"),
    "utf-16": "text\nThủ tướng đến Hà Nội dự hội nghị".encode("utf-16"),
    "utf-16-le": "text\nThủ tướng đến Hà Nội dự hội nghị".encode("utf-16-le"),
    "tcvn3": "text\nThñ t\u00adíng ®Õn Hµ Néi dù héi nghÞ".encode("latin-1"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_any_vietnamese_encoding_is_read(
    run: Any, read: Any, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "in.csv").write_bytes(ENCODED[encoding])
    assert run(tmp_path / "in.csv", tmp_path / "out.csv").rows == 1
    texts = [row["text"] for row in read(tmp_path / "out.csv")]
    assert texts == ["Thủ tướng đến Hà Nội dự hội nghị"]


def test_a_long_file_of_lines_is_cut(
    run: Any, read: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f'{{"text": "{number} con voi", "n": {number}}}\n' for number in range(500))
    (tmp_path / "in.jsonl").write_text(f"{lines}{{", encoding="utf-8")
    for size in (999, 1000, 1001, len(lines) - 1):
        monkeypatch.setattr("training.archive.planning.RANGE", size)
        out = tmp_path / f"{size}.jsonl"
        summary = run(tmp_path / "in.jsonl", out, piece_rows=11)
        assert [row["n"] for row in read(out)] == list(range(500))
        assert summary.rejected == 1
    rejected = (tmp_path / "1000.jsonl.rejects.jsonl").read_text("utf-8")
    assert '"place": "line 1 after byte' in rejected or "after byte" in rejected
