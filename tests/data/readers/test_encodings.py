"""Corpora of before Unicode, read as what they are."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from data.encodings import LEGACY_ENCODINGS
from data.errors import UnreadableCorpus
from data.readers import read_corpus
from tests.data.encodings.samples import NEWS, as_read, encode, starter, writable

encodings = pytest.mark.parametrize("encoding", LEGACY_ENCODINGS)


def table(rows: list[tuple[str, str]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([("section", "text"), *rows])
    return stream.getvalue()


@encodings
def test_a_folder_of_texts(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "Thời sự").mkdir()
    (tmp_path / "Thời sự" / "1.txt").write_bytes(encode(NEWS + "\r\nHết.", encoding))
    (tmp_path / "Thời sự" / "2.txt").write_text(NEWS, encoding="utf-8")
    old, new = read_corpus(tmp_path)
    assert (old.text, old.encoding) == (as_read(NEWS, encoding) + "\nHết.", encoding)
    assert (new.text, new.encoding) == (NEWS, "")


@encodings
@pytest.mark.parametrize("name", ["tin.csv", "tin.csv.gz"])
def test_a_table(tmp_path: Path, encoding: str, name: str) -> None:
    raw = encode(table([("Thời sự", NEWS), ("Xe", "Xe mới\nra mắt")], ";"), encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    first, second = read_corpus(path)
    assert (first.section, first.text) == ("Thời sự", as_read(NEWS, encoding))
    assert (second.section, second.text) == ("Xe", "Xe mới\nra mắt")
    assert first.encoding == second.encoding == encoding


@encodings
def test_json_lines(tmp_path: Path, encoding: str) -> None:
    record = json.dumps({"section": "Thời sự", "text": NEWS}, ensure_ascii=False)
    path = tmp_path / "tin.jsonl"
    path.write_bytes(encode(record, encoding) + b"\n")
    (article,) = read_corpus(path)
    assert (article.text, article.encoding) == (as_read(NEWS, encoding), encoding)


@encodings
def test_a_table_that_begins_with_much_ascii(tmp_path: Path, encoding: str) -> None:
    plain = [("Xe", f"Honda Civic {number}") for number in range(2000)]
    path = tmp_path / "tin.csv"
    path.write_bytes(encode(table([*plain, ("Thời sự", NEWS)]), encoding))
    articles = list(read_corpus(path))
    assert [article.text for article in articles[:-1]] == [text for _, text in plain]
    assert (articles[-1].text, articles[-1].encoding) == (as_read(NEWS, encoding), encoding)


@encodings
def test_a_line_of_utf_8_in_an_old_table_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "tin.csv"
    rows = [(article.section or "", article.text) for article in starter()[:20]]
    old = encode(writable(table(rows), encoding), encoding)
    path.write_bytes(old + f"Thời sự,{NEWS}\n".encode())
    with pytest.raises(UnreadableCorpus, match=f"is UTF-8 in a file of {encoding}; save all"):
        list(read_corpus(path))


def test_an_old_line_in_a_table_of_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    new = table([("Thời sự", NEWS)] * 200).encode()
    path.write_bytes(new + encode(f"Thời sự,{NEWS}\n" * 2, "vni"))
    with pytest.raises(UnreadableCorpus, match="is not UTF-8 text; save the file as UTF-8"):
        list(read_corpus(path))


@pytest.mark.parametrize("name", ["tin.csv", "Xe/1.txt"])
def test_what_cannot_be_told_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("section,text\nXe,L'été à Paris où il est né\n".encode("latin-1"))
    with pytest.raises(UnreadableCorpus, match=r"not UTF-8 text.*no other encoding") as caught:
        list(read_corpus(tmp_path))
    assert caught.value.path == path


def test_a_nul_in_an_old_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tin.csv"
    path.write_bytes(encode(table([("Thời sự", NEWS)] * 2000 + [("Xe", "a\0b")]), "tcvn3"))
    with pytest.raises(UnreadableCorpus, match="line 2002 holds a NUL"):
        list(read_corpus(path))
