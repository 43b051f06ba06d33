"""Tables as newsrooms have them: Excel, JSON lines, Parquet."""

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from data.article import Article
from data.errors import EmptyCorpus, UnlabelledRow, UnreadableCorpus, WrongColumns
from data.readers import Columns, read_corpus

Record = dict[str, object]
ROWS: list[Record] = [
    {"id": "a1", "section": "Thể thao", "title": "Thắng đậm", "body": 'Đội "chủ nhà" thắng;\nhay.'},
    {"id": "a2", "section": "Xe", "title": "Xe mới", "body": "Xe ra mắt, giá\tcao."},
]
ARTICLES = [
    Article(id="a1", section="Thể thao", title="Thắng đậm", body='Đội "chủ nhà" thắng;\nhay.'),
    Article(id="a2", section="Xe", title="Xe mới", body="Xe ra mắt, giá\tcao."),
]


def csv_text(rows: list[Record], delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write_jsonl(path: Path, rows: list[Record]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_csv(path: Path, rows: list[Record]) -> Path:
    path.write_text(csv_text(rows), encoding="utf-8", newline="")
    return path


def write_parquet(path: Path, rows: list[Record]) -> Path:
    parquet.write_table(pa.Table.from_pylist(rows), path)
    return path


Write = Callable[[Path, list[Record]], Path]
every_form = pytest.mark.parametrize(
    ("name", "write"),
    [("tin.jsonl", write_jsonl), ("tin.CSV", write_csv), ("tin.parquet", write_parquet)],
)


@every_form
def test_every_form_reads_the_same(tmp_path: Path, name: str, write: Write) -> None:
    assert list(read_corpus(write(tmp_path / name, ROWS))) == ARTICLES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_excel_writes_what_it_likes(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "tin.csv"
    path.write_bytes(csv_text(ROWS, delimiter).encode(encoding))
    assert list(read_corpus(path)) == ARTICLES


def test_excels_own_separator_line_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    path.write_text("sep=;\n" + csv_text(ROWS, ";"), encoding="utf-8")
    assert list(read_corpus(path)) == ARTICLES


def test_a_field_may_be_huge_and_a_row_short(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    path.write_text(f"section,body,ngày\nXe,{'xe ' * 200_000}\n\n,,\n", encoding="utf-8")
    (article,) = read_corpus(path)
    assert len(article.body) == 600_000
    assert article.published is None


cells = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(st.lists(cells, min_size=1), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-16"]))
def test_any_text_survives_a_csv_file(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str], delimiter: str, encoding: str
) -> None:
    rows: list[Record] = [{"section": "Xe", "body": body} for body in bodies]
    path = tmp_path_factory.mktemp("csv") / "tin.csv"
    path.write_bytes(csv_text(rows, delimiter).encode(encoding))
    assert [article.body for article in read_corpus(path)] == bodies


@given(st.lists(cells, min_size=1))
def test_any_text_survives_json_lines(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[str]
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "tin.jsonl"
    write_jsonl(path, [{"section": "Xe", "body": body} for body in bodies])
    assert [article.body for article in read_corpus(path)] == bodies


def test_gzipped_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl.gz"
    plain = write_jsonl(tmp_path / "plain.jsonl", ROWS).read_bytes()
    path.write_bytes(gzip.compress(plain))
    assert list(read_corpus(path)) == ARTICLES
    path.write_bytes(gzip.compress(plain)[:-20])
    with pytest.raises(UnreadableCorpus, match="not a whole gzip file"):
        list(read_corpus(path))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Chuyên mục|Nội dung", {"section": "1", "body": "2"}),
        ("CHUYEN_MUC|noi_dung|Tiêu đề", {"section": "1", "body": "2", "title": "3"}),
        ("label|text", {"section": "1", "body": "2"}),
        ("topic|headline|sapo", {"section": "1", "title": "2", "lead": "3"}),
        ("label|section|text", {"section": "2", "body": "3"}),
        ("content|text|body|category", {"body": "3", "section": "4"}),
        ("printed_section|section|text|báo|split", {"section": "2", "body": "3", "split": "5"}),
        ("thể loại|tóm tắt|mô tả|nguồn", {"section": "1", "lead": "3", "publisher": "4"}),
    ],
)
def test_usual_names_are_known_in_a_fixed_order(
    tmp_path: Path, header: str, expected: dict[str, str]
) -> None:
    names = header.split("|")
    row: Record = {name: str(number) for number, name in enumerate(names, 1)}
    (article,) = read_corpus(write_csv(tmp_path / "tin.csv", [row]))
    assert {field: getattr(article, field) for field in expected} == expected


@every_form
def test_a_named_column_wins(tmp_path: Path, name: str, write: Write) -> None:
    row: Record = {"section": "1", "Mục": "2", "title": "3", "body": "4", "toàn văn": "5"}
    path = write(tmp_path / name, [row])
    (article,) = read_corpus(path, Columns(section="mục", text="toàn văn"))
    assert (article.section, article.text) == ("2", "5")


def test_each_line_of_json_is_read_by_its_own_keys(tmp_path: Path) -> None:
    rows: list[Record] = [
        {"section": "Xe", "text": "a"},
        {"label": "Xe", "body": "b"},
        {"section": None, "category": "Xe", "text": "c"},
        {"section": "Xe", "body": " ", "content": "d", "title": float("nan"), "headline": "e"},
        {"section": "Xe", "lead": "f"},
    ]
    articles = list(read_corpus(write_jsonl(tmp_path / "tin.jsonl", rows)))
    assert [article.text for article in articles] == ["a", "b", "c", "e\nd", "f"]
    assert {article.section for article in articles} == {"Xe"}


def test_a_key_may_be_missing_in_the_first_line_too(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    write_jsonl(path, [{"section": "Xe"}, {"section": "Xe", "toàn văn": "a"}])
    assert [article.text for article in read_corpus(path, Columns(text="toàn văn"))] == ["", "a"]
    write_jsonl(path, [{"text": "a"}, {"text": "b", "section": "Xe"}])
    with pytest.raises(UnlabelledRow, match="line 1 has no section"):
        list(read_corpus(path))
    write_jsonl(path, [{"text": "a"}, {"text": "b", "loại": "Xe"}])
    with pytest.raises(WrongColumns, match="no section column; found 'text', 'loại'"):
        list(read_corpus(path))


def test_a_key_that_is_named_has_no_stand_in(tmp_path: Path) -> None:
    rows: list[Record] = [{"mục": "Xe", "text": "a"}, {"section": "Du lịch", "text": "b"}]
    with pytest.raises(UnlabelledRow, match="line 2"):
        list(read_corpus(write_jsonl(tmp_path / "tin.jsonl", rows), Columns(section="mục")))


@every_form
def test_a_name_without_latin_letters_is_only_itself(
    tmp_path: Path, name: str, write: Write
) -> None:
    path = write(tmp_path / name, [{"": "0", "文": "1", "section": "Xe", "текст": "2"}])
    (article,) = read_corpus(path, Columns(text=" текст "))
    assert article.text == "2"
    with pytest.raises(WrongColumns, match="no 'тело' column"):
        list(read_corpus(path, Columns(text="тело")))


@every_form
def test_a_missing_column_is_named_with_those_found(
    tmp_path: Path, name: str, write: Write
) -> None:
    path = write(tmp_path / name, [{"loai": "Xe", "tin": "Xe mới."}])
    with pytest.raises(WrongColumns, match=r"'loai', 'tin'.*--section-column"):
        list(read_corpus(path))
    with pytest.raises(WrongColumns, match="--text-column"):
        list(read_corpus(path, Columns(section="loai")))
    with pytest.raises(WrongColumns, match=r"no 'mục' column.*check --section-column"):
        list(read_corpus(path, Columns(section="mục")))
    with pytest.raises(WrongColumns, match="check the name given for title"):
        list(read_corpus(path, Columns(title="tít")))


@every_form
def test_a_row_without_section_is_refused_by_number(
    tmp_path: Path, name: str, write: Write
) -> None:
    path = write(tmp_path / name, [*ROWS, {"id": "3", "section": " ", "title": "t", "body": "b"}])
    with pytest.raises(UnlabelledRow, match=r"(line [345]|row 3) has no section"):
        list(read_corpus(path))
    assert list(read_corpus(path, labelled=False))[2].section is None


@every_form
def test_an_archive_needs_no_section(tmp_path: Path, name: str, write: Write) -> None:
    path = write(tmp_path / name, [{"text": "Xe mới."}])
    (article,) = read_corpus(path, labelled=False)
    assert article.section is None
    assert article.id.endswith((":1", ":2"))


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2025-10-31", dt.date(2025, 10, 31)),
        ("2025-10-31T08:15:00+07:00", dt.date(2025, 10, 31)),
        ("Thứ sáu, 3/10/2025, 08:15", dt.date(2025, 10, 3)),
        ("hôm qua", None),
        ("31/2/2025", None),
        ("", None),
        (20251031, None),
    ],
)
def test_dates_are_read_day_first(tmp_path: Path, value: object, date: dt.date | None) -> None:
    path = write_jsonl(tmp_path / "tin.jsonl", [{"section": "Xe", "text": "a", "date": value}])
    assert next(read_corpus(path)).published == date


def test_parquet_keeps_dates_labels_and_gaps(tmp_path: Path) -> None:
    table = pa.table(
        {
            "section": pa.array(["Xe", "Xe"]).dictionary_encode(),
            "body": pa.array(["a", None], pa.large_string()),
            "title": pa.array(["t", "u"]),
            "published": pa.array([dt.date(2025, 1, 2), None]),
            "date": pa.array([1.5, 2.5]),
        }
    )
    parquet.write_table(table, tmp_path / "tin.parquet")
    first, second = read_corpus(tmp_path / "tin.parquet")
    assert (first.section, first.published) == ("Xe", dt.date(2025, 1, 2))
    assert (second.body, second.published, second.id) == ("", None, "tin.parquet:2")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (pa.array([1730000000000000001], pa.timestamp("ns")), dt.date(2024, 10, 27)),
        (
            pa.array([1730052000000000001], pa.timestamp("ns", "Asia/Ho_Chi_Minh")),
            dt.date(2024, 10, 28),
        ),
        (pa.array([1730000000000000], pa.timestamp("us", "Mars/Olympus")), None),
        (pa.array([1730000000000000001], pa.timestamp("ns", "Mars/Olympus")), None),
        (pa.array([4_000_000], pa.date32()), None),
        (pa.array([2**60], pa.timestamp("ms")), None),
        (pa.array([b"\xff"]).view(pa.string()), None),
    ],
)
def test_a_date_that_python_cannot_hold_is_left_out(
    tmp_path: Path, dates: pa.Array, expected: dt.date | None
) -> None:
    path = tmp_path / "tin.parquet"
    parquet.write_table(pa.table({"section": ["Xe"], "text": ["a"], "date": dates}), path)
    (article,) = read_corpus(path)
    assert (article.text, article.published) == ("a", expected)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (
            {"text": pa.array([b"a", b"Hu\xe1\xbf"]).view(pa.string())},
            "row 2: the body is not UTF-8 text",
        ),
        ({"text": pa.array([0, 4_000_000], pa.date32())}, "the body is no text"),
        ({"text": pa.array([4_000_000, 0], pa.date32())}, "row 1: the body is no text"),
    ],
)
def test_a_parquet_column_that_holds_no_text_is_refused(
    tmp_path: Path, columns: dict[str, pa.Array], reason: str
) -> None:
    path = tmp_path / "tin.parquet"
    parquet.write_table(pa.table({"section": ["Xe", "Xe"], **columns}), path)
    with pytest.raises(UnreadableCorpus, match=reason):
        list(read_corpus(path))


def test_two_parquet_columns_of_one_name_are_refused_if_they_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "tin.parquet"
    for name in ("text", "other"):
        names = ["section", name, name, "title"]
        table = pa.Table.from_arrays([pa.array(["Xe"])] * 4, names=names)
        parquet.write_table(table, path)
        if name == "text":
            with pytest.raises(UnreadableCorpus, match="two columns are called 'text'; rename one"):
                list(read_corpus(path))
    assert next(read_corpus(path)).title == "Xe"


@pytest.mark.parametrize("value", [True, 1.5, ["Xe"], {"name": "Xe"}])
def test_a_section_that_is_no_text_is_refused(tmp_path: Path, value: object) -> None:
    path = write_jsonl(tmp_path / "tin.jsonl", [{"section": value, "text": "a"}])
    with pytest.raises(UnreadableCorpus, match="line 1: the section is no text"):
        list(read_corpus(path))


def test_a_number_may_be_a_section(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "tin.jsonl", [{"label": 7, "text": float("nan"), "title": "a"}])
    (article,) = read_corpus(path)
    assert (article.section, article.body) == ("7", "")


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("tin.jsonl", b'{"section": "Xe"}\n{"label": ""}', "no text column"),
        ("tin.jsonl", b'{"section":"Xe","text":"a"}\n{"sec', "line 2 is not valid JSON"),
        ("tin.jsonl", b'["Xe", "a"]\n', "line 1 is not a JSON object"),
        ("tin.jsonl", b"[" * 200_000, "line 1 is not valid JSON"),
        ("tin.jsonl", b'{"section":"Xe","text":"Hu\xff"}\n', "byte 26 is not UTF-8"),
        ("tin.jsonl", b'{"section":"Xe","text":"\\ud800"}\n', "line 1: the body holds half"),
        ("tin.csv", b"section,text\nXe,a\nXe,a\0b\n", "line 3 holds a NUL byte"),
        ("tin.csv", b"section,text\nXe,Hu\xe1\xbf\n", "byte 18 is not UTF-8"),
        ("tin.csv", b"section,text\nXe,a\nXe,a,b\n", "line 3 has more fields"),
        ("tin.csv", b'section,text\nXe,a\nXe,"a\nb\n', "line 3 is not valid CSV"),
        ("tin.tsv", b'label\ttext\nXe\t"A" b\n', "line 2 is not valid CSV"),
        ("tin.csv", b'section,"text\nXe,a\n', "line 1 is not valid CSV"),
        ("tin.parquet", b"PAR1 no more", "not a whole Parquet file"),
        ("tin.parquet", b"", "not a whole Parquet file"),
        ("tin.xlsx", b"PK", "its form is not known"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(
    tmp_path: Path, name: str, raw: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises((UnreadableCorpus, WrongColumns), match=reason) as caught:
        list(read_corpus(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_broken_byte_far_in_is_found(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    whole = b"section,text\n" + "Xe,Huế và Đà Nẵng\n".encode() * 20_000
    path.write_bytes(whole + b"Xe,\xff\n")
    with pytest.raises(UnreadableCorpus, match=f"byte {len(whole) + 3} is not UTF-8"):
        list(read_corpus(path))


def test_parquet_cut_short_is_refused(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "tin.parquet", ROWS)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UnreadableCorpus, match="not a whole Parquet file"):
        list(read_corpus(path))


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"section,text\n"])
def test_a_table_without_rows_is_empty(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "tin.csv"
    path.write_bytes(raw)
    with pytest.raises(EmptyCorpus):
        list(read_corpus(path))
