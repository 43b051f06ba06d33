"""Nothing is lost: what cannot be classified is told, with its place and its reason."""

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import dataset, parquet

from data.errors import DamagedInput, WrongColumns


def rejects_in(out: Path) -> list[tuple[str, str, Any]]:
    lines = [
        json.loads(line)
        for file in sorted((out / "_rejects").glob("*.jsonl"))
        for line in file.read_text("utf-8").splitlines()
    ]
    return [(line["place"], line["code"], line["row"]) for line in lines]


def test_lines_that_are_no_rows(run: Any, tmp_path: Path) -> None:
    good = '{"text": "Giá vàng trong nước tăng mạnh"}'
    bad = [
        "{",
        '["text"]',
        '{"text": " "}',
        '{"text": 1.5}',
        '{"title": null}',
        r'{"text": "\ud800"}',
    ]
    clash = '{"text": "Bóng đá", "section": "the-thao"}'
    content = "\n".join([good, *bad, "", *[good] * 1000, clash]).encode()
    (tmp_path / "in.jsonl").write_bytes(content + b'\n{"text": "\xff"}\n')
    summary = run(tmp_path / "in.jsonl", tmp_path / "out", piece_rows=300)
    assert (summary.rows, summary.rejected) == (1001, 8)
    codes = ["broken-row", "broken-row", "empty-text", "broken-text", "empty-text", "broken-row"]
    assert rejects_in(tmp_path / "out") == [
        *(
            (f"line {line}", code, row)
            for line, code, row in zip(range(2, 8), codes, bad, strict=True)
        ),
        ("line 1009", "clashing-key", clash),
        ("line 1010", "not-utf-8", {"base64": "eyJ0ZXh0IjogIv8ifQo="}),
    ]


def test_half_a_character_in_any_column(run: Any, tmp_path: Path) -> None:
    lines = [r'{"text": "Nhà", "by": "\ud800"}', r'{"text": "Nhà \ud83d\ude00"}']
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("out.parquet", "out.csv", "out.jsonl"):
        summary = run(tmp_path / "in.jsonl", tmp_path / name)
        assert (summary.rows, summary.rejected) == (1, 1)
    half = "text\nNhà\nXe\ud800\n".encode("utf-16-le", "surrogatepass")
    (tmp_path / "in.csv").write_bytes(half)
    summary = run(tmp_path / "in.csv", tmp_path / "out")
    assert (summary.rows, rejects_in(tmp_path / "out")[0][:2]) == (1, ("line 3", "not-utf-8"))


def test_rows_of_cells(run: Any, tmp_path: Path) -> None:
    content = (
        b'id;text\n1;B\xc3\xb3ng \xc4\x91\xc3\xa1\n2;a;b\n\n3;"x"y\n4;""\n5;\xff\n6;"a\nb"\n7;"end'
    )
    (tmp_path / "in.csv").write_bytes(content)
    summary = run(tmp_path / "in.csv", tmp_path / "out")
    assert (summary.rows, summary.rejected) == (2, 5)
    assert rejects_in(tmp_path / "out") == [
        ("line 3", "broken-row", "2;a;b"),
        ("line 5", "broken-row", '3;"x"y'),
        ("line 6", "empty-text", {"id": "4", "text": ""}),
        ("line 7", "not-utf-8", {"base64": "NTv/Cg=="}),
        ("line 10", "broken-row", '7;"end'),
    ]
    written = (tmp_path / "out" / "part-00000-0000.csv").read_text("utf-8")
    assert written.startswith("id,text,section,confidence,accepted,warnings\n1,Bóng đá,")


def test_rows_of_a_table(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.ngrams.LONGEST_TEXT", 1000)
    broken = pa.array([b"\xff\xfe", b"Xe", None, b"  ", b"a" * 1001], pa.binary())
    text = pa.StringArray.from_buffers(5, *broken.buffers()[1:], broken.buffers()[0])
    parquet.write_table(pa.table({"id": range(5), "text": text}), tmp_path / "in.parquet")
    summary = run(tmp_path / "in.parquet", tmp_path / "out")
    assert (summary.rows, summary.rejected) == (1, 4)
    found = [(place, code, row["id"]) for place, code, row in rejects_in(tmp_path / "out")]
    assert found == [
        ("row 1", "broken-text", 0),
        ("row 3", "empty-text", 2),
        ("row 4", "empty-text", 3),
        ("row 5", "text-too-long", 4),
    ]
    assert dataset.dataset(tmp_path / "out").to_table()["id"].to_pylist() == [1]


def test_a_damaged_file_costs_only_itself(run: Any, bodies: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    parquet.write_table(pa.table({"text": bodies}), folder / "a.parquet")
    (folder / "b.parquet").write_bytes((folder / "a.parquet").read_bytes()[:-100])
    parquet.write_table(pa.table({"other": [1.5]}), folder / "c.parquet")
    parquet.write_table(pa.table({"text": bodies[:5]}), folder / "d.parquet")
    summary = run(folder, tmp_path / "out")
    assert (summary.rows, len(summary.faults)) == (65, 2)
    assert "b.parquet: is not whole" in summary.faults[0]
    assert "c.parquet: no text column" in summary.faults[1]
    with pytest.raises(WrongColumns):
        run(folder / "c.parquet", tmp_path / "other")
    with pytest.raises(DamagedInput):
        run(folder / "b.parquet", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_rows_before_the_damage_are_kept(run: Any, bodies: list[str], tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": body}) + "\n" for body in bodies * 20).encode()
    raw = gzip.compress(lines)
    (tmp_path / "in.jsonl.gz").write_bytes(raw[: len(raw) // 2])
    summary = run(tmp_path / "in.jsonl.gz", tmp_path / "out", piece_rows=100)
    assert 100 < summary.rows < 1200
    assert [fault.partition(": ")[2][:12] for fault in summary.faults] == ["is not whole"]
    damaged = tmp_path / "in.parquet"
    parquet.write_table(pa.table({"text": bodies * 20}), damaged, row_group_size=300)
    raw = damaged.read_bytes()
    group = parquet.ParquetFile(damaged).metadata.row_group(2).column(0)
    start = group.dictionary_page_offset or group.data_page_offset
    damaged.write_bytes(raw[:start] + b"\0" * 200 + raw[start + 200 :])
    summary = run(damaged, tmp_path / "other", piece_rows=300)
    assert (summary.rows, len(summary.faults)) == (900, 1)


def test_what_cannot_be_written_ends_the_run(
    run: Any, bodies: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet.write_table(pa.table({"text": bodies}), tmp_path / "in.parquet")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("training.archive.sinks._TableSink.flush", full)
        with pytest.raises(OSError, match="No space left"):
            run(tmp_path / "in.parquet", tmp_path / "out")
    assert not list((tmp_path / "out").glob("_partial*"))
    assert run(tmp_path / "in.parquet", tmp_path / "out", resume=True).rows == 60
