"""Every row comes out with all it came in with, and the answer `classify_many` gives."""

import csv
import datetime as dt
import gzip
import json
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import dataset, parquet

from data.errors import ClashingColumns, UnlikeColumns
from data.readers import Columns
from model import SectionClassifier
from training.archive import Form, form_of

FORMS = ["parquet", "jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "tsv"]
ANSWER = ["section", "confidence", "accepted", "warnings"]


def table_of(bodies: list[str]) -> pa.Table:
    """A table with all sorts of columns."""
    n = len(bodies)
    ns = pa.array([1_700_000_000_000_000_001 + i for i in range(n)], pa.timestamp("ns"))
    return pa.table(
        {
            "id": pa.array(range(n), pa.int32()),
            "Tiêu đề": [f"Bài số {i}, “mới”" for i in range(n)],
            "nội dung": bodies,
            "seen": ns,
            "day": [dt.date(2024, 2, 29)] * n,
            "price": [Decimal("1.10")] * n,
            "tags": [["a", "b"], None] * (n // 2),
            "place": [{"x": 1.5, "y": None}] * n,
            "kind": pa.array(["tin", "bình luận"] * (n // 2)).dictionary_encode(),
            "raw": [b"\xff\x00"] * n,
            "nothing": pa.nulls(n),
        }
    )


def test_a_table_keeps_its_columns(
    run: Any, classifier: SectionClassifier, bodies: list[str], tmp_path: Path
) -> None:
    table = table_of(bodies)
    parquet.write_table(table, tmp_path / "in.parquet", row_group_size=7)
    summary = run(tmp_path / "in.parquet", tmp_path / "out", piece_rows=20)
    assert (summary.rows, summary.rejected, summary.faults) == (60, 0, [])
    found = dataset.dataset(tmp_path / "out").to_table()
    assert found.select(table.column_names).cast(table.schema).equals(table)
    texts = [
        f"{title}\n{body}" for title, body in zip(table["Tiêu đề"].to_pylist(), bodies, strict=True)
    ]
    answers = classifier.classify_many(texts)
    assert found.select(ANSWER).to_pylist() == [
        {
            "section": answer.section.slug,
            "confidence": answer.confidence,
            "accepted": answer.accepted,
            "warnings": " ".join(answer.warnings),
        }
        for answer in answers
    ]


@pytest.mark.parametrize("forms", [*product(FORMS, FORMS)], ids=" to ".join)
def test_every_form_becomes_every_other(
    run: Any, read: Any, classifier: SectionClassifier, tmp_path: Path, forms: tuple[str, str]
) -> None:
    in_form, out_form = forms
    bodies = ["Giá vàng tăng, giá xăng giảm", 'Trận "chung kết"\nhoãn', "Mưa\tlớn; lũ, lụt"] * 3
    rows = [{"id": f"0{i}", "text": body} for i, body in enumerate(bodies)]
    write(tmp_path / f"in.{in_form}", rows)
    out = tmp_path / "out"
    run(tmp_path / f"in.{in_form}", out, form=form_of(f"_.{out_form}"), piece_rows=4)
    found = [row for piece in sorted(out.glob(f"part-*.{out_form}")) for row in read(piece)]
    assert [{"id": row["id"], "text": row["text"]} for row in found] == rows
    answers = classifier.classify_many(bodies)
    assert [row["section"] for row in found] == [answer.section.slug for answer in answers]
    assert [float(row["confidence"]) for row in found] == [a.confidence for a in answers]
    assert {str(row["accepted"]).lower() for row in found} <= {"true", "false"}


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    form = form_of(path.name)
    assert form
    if form.kind == "parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=5)
        return
    if form.kind == "jsonl":
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        lines: list[str] = []
        writer = csv.writer(Lines(lines), delimiter="\t" if form.kind == "tsv" else ",")
        writer.writerows([list(rows[0]), *(list(row.values()) for row in rows)])
        text = "".join(lines)
    compress(path, text.encode(), form)


class Lines:
    """A file that is a list."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def compress(path: Path, raw: bytes, form: Form) -> None:
    if form.compression == "zst":
        with pa.output_stream(str(path), compression="zstd") as file:
            file.write(raw)
    else:
        path.write_bytes(gzip.compress(raw) if form.compression else raw)


def test_a_line_of_json_is_kept_to_the_letter(run: Any, bodies: list[str], tmp_path: Path) -> None:
    start = '{ "n": 1.10, "big": 12345678901234567890123, "n": 2 , "text": '
    line = f"{start}{json.dumps(bodies[0])} }}"
    (tmp_path / "in.jsonl").write_text(f"{line}\n\n  {line}  ", encoding="utf-8")
    summary = run(tmp_path / "in.jsonl", tmp_path / "out")
    lines = (tmp_path / "out" / "part-00000-0000.jsonl").read_text("utf-8").splitlines()
    assert summary.rows == len(lines) == 2
    assert all(found.startswith(f'{line[:-2]}, "section": ') for found in lines)


def test_keys_of_many_kinds_become_columns(run: Any, bodies: list[str], tmp_path: Path) -> None:
    values: list[dict[str, Any]] = [
        {"whole": 1, "number": 1, "mixed": "a", "list": [1, "b"], "big": 2**70, "late": None},
        {"whole": None, "number": 1.5, "mixed": 2, "list": [], "big": 1, "yes": True},
    ]
    lines = [json.dumps({"text": bodies[0], **more}) for more in values]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    run(tmp_path / "in.jsonl", tmp_path / "out", form=Form("parquet"))
    table = parquet.read_table(tmp_path / "out" / "part-00000-0000.parquet")
    found = [
        {name: row[name] for name in table.column_names if name not in {"text", *ANSWER}}
        for row in table.to_pylist()
    ]
    one = {"whole": 1, "number": 1.0, "mixed": "a", "list": '[1, "b"]', "big": str(2**70)}
    two = {"whole": None, "number": 1.5, "mixed": "2", "list": "[]", "big": "1"}
    assert found == [one | {"late": None, "yes": None}, two | {"late": None, "yes": True}]


def test_further_sections_have_columns_of_their_own(
    run: Any, classifier: SectionClassifier, bodies: list[str], tmp_path: Path
) -> None:
    parquet.write_table(pa.table({"text": bodies}), tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out", top_k=99)
    found = dataset.dataset(tmp_path / "out").to_table()
    last = len(classifier.sections)
    assert found.column_names[-2:] == [f"section_{last}", f"confidence_{last}"]
    for row, answer in zip(found.to_pylist(), classifier.classify_many(bodies), strict=True):
        assert (row["section_2"], row["confidence_2"]) == (
            answer.scores[1][0].slug,
            answer.scores[1][1],
        )


def test_a_labelled_archive_keeps_its_labels(run: Any, bodies: list[str], tmp_path: Path) -> None:
    parquet.write_table(pa.table({"Section": ["Xe"] * 60, "text": bodies}), tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out")
    names = dataset.dataset(tmp_path / "out").schema.names
    assert names == ["Section", "text", *(f"predicted_{name}" for name in ANSWER)]
    run(tmp_path / "in.parquet", tmp_path / "other", prefix="máy_")
    assert "máy_section" in dataset.dataset(tmp_path / "other").schema.names
    with pytest.raises(ClashingColumns, match="'section'"):
        run(tmp_path / "in.parquet", tmp_path / "third", prefix="")


def test_files_with_other_columns_make_one_table(
    run: Any, bodies: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    parquet.write_table(pa.table({"text": bodies[:2], "n": [1, 2]}), folder / "a.parquet")
    parquet.write_table(pa.table({"n": [1.5], "text": bodies[2:3]}), folder / "b.parquet")
    parquet.write_table(pa.table({"text": bodies[3:4], "m": ["x"]}), folder / "c.parquet")
    run(folder, tmp_path / "out")
    found = dataset.dataset(tmp_path / "out").to_table()
    assert found["text"].to_pylist() == bodies[:4]
    assert found["n"].to_pylist() == [1, 2, 1.5, None]
    assert found["m"].to_pylist() == [None, None, None, "x"]
    for number, unlike in enumerate([["x"], 2**53 + 1]):
        parquet.write_table(pa.table({"text": bodies[:1], "n": [unlike]}), folder / "d.parquet")
        with pytest.raises(UnlikeColumns, match=r"d\.parquet"):
            run(folder, tmp_path / f"other-{number}")


def test_what_json_and_csv_cannot_hold(run: Any, read: Any, tmp_path: Path) -> None:
    table = pa.table(
        {
            "text": ["Nhà"],
            "nan": [float("nan")],
            "ns": pa.array([1], pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
            "price": [Decimal("1.10")],
            "raw": [b"\xff"],
            "list": [[dt.date(2024, 2, 29)]],
            "yes": [True],
        }
    )
    parquet.write_table(table, tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    run(tmp_path / "in.parquet", tmp_path / "out.csv")
    found = [read(tmp_path / name)[0] for name in ("out.jsonl", "out.csv")]
    ns = "1970-01-01 08:00:00.000000001+0800"
    one = {"nan": None, "ns": ns, "price": "1.10", "raw": {"base64": "/w=="}, "yes": True}
    two = {"nan": "", "ns": ns, "price": "1.10", "raw": '{"base64": "/w=="}', "yes": "true"}
    assert found[0].items() >= {**one, "list": ["2024-02-29"]}.items()
    assert found[1].items() >= {**two, "list": '["2024-02-29"]'}.items()


def test_columns_can_be_named(
    run: Any, classifier: SectionClassifier, bodies: list[str], tmp_path: Path
) -> None:
    table = pa.table({"title": ["Không đọc"] * 60, "story": bodies})
    parquet.write_table(table, tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out", columns=Columns(text="story"))
    found = dataset.dataset(tmp_path / "out").to_table()
    answers = classifier.classify_many(bodies)
    assert found["confidence"].to_pylist() == [answer.confidence for answer in answers]
