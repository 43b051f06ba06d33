"""Folders: one per section, or of tables, with all that lies about in them."""

import json
import unicodedata
from pathlib import Path

import pytest

from data.errors import AmbiguousCorpus, EmptyCorpus, MissingCorpus, UnreadableCorpus
from data.readers import read_corpus


def write(path: Path, text: str = "Xe mới ra mắt.\nGiá cao.", encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_folder_is_a_section_and_a_file_its_article(tmp_path: Path, encoding: str) -> None:
    write(tmp_path / "Xe" / "b.txt", encoding=encoding)
    write(tmp_path / "Thể thao" / "2025" / "a.TXT", "Thắng đậm\r\nTrên sân nhà.", encoding)
    first, second = read_corpus(tmp_path)
    assert (first.section, first.id) == ("Thể thao", "Thể thao/2025/a.TXT")
    assert first.text == "Thắng đậm\nTrên sân nhà."
    assert (second.section, second.text) == ("Xe", "Xe mới ra mắt.\nGiá cao.")


def test_decomposed_names_of_files_sort_and_read_as_composed_ones(tmp_path: Path) -> None:
    write(tmp_path / unicodedata.normalize("NFD", "Đời sống") / "1.txt")
    write(tmp_path / "Xe" / "1.txt")
    assert [article.section for article in read_corpus(tmp_path)] == ["Xe", "Đời sống"]


def test_what_an_operating_system_leaves_behind_is_ignored(tmp_path: Path) -> None:
    write(tmp_path / "Xe" / "1.txt")
    for litter in (".DS_Store", "Xe/Thumbs.db", "Xe/._1.txt", "__MACOSX/Xe/1.txt", ".git/a/b.txt"):
        write(tmp_path / litter)
    write(tmp_path / "readme.txt")
    write(tmp_path / "notes.md")
    (tmp_path / "Xe" / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert [article.id for article in read_corpus(tmp_path)] == ["Xe/1.txt"]


def test_a_link_back_to_a_folder_above_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "Xe" / "1.txt")
    (tmp_path / "corpus" / "Xe" / "loop").symlink_to(tmp_path / "corpus")
    (tmp_path / "corpus" / "self").symlink_to(tmp_path / "corpus" / "self")
    write(tmp_path / "elsewhere" / "2.txt")
    (tmp_path / "corpus" / "Du lịch").symlink_to(tmp_path / "elsewhere")
    found = [article.id for article in read_corpus(tmp_path / "corpus")]
    assert found == ["Du lịch/2.txt", "Xe/1.txt"]


def test_a_folder_of_tables_is_read_whole(tmp_path: Path) -> None:
    row = {"section": "Xe", "split": "test", "title": "t", "lead": "l", "body": "b", "id": ""}
    write(tmp_path / "b.jsonl", json.dumps(row))
    write(tmp_path / "a.csv", "chuyên mục;nội dung\nDu lịch;Đi chơi")
    write(tmp_path / "sub" / "c.tsv", "label\ttext\nXe\tXe mới")
    write(tmp_path / "README.md")
    write(tmp_path / "LICENSE.txt")
    articles = list(read_corpus(tmp_path))
    assert [article.id for article in articles] == ["a.csv:2", "b.jsonl:1", "sub/c.tsv:2"]
    assert [article.section for article in articles] == ["Du lịch", "Xe", "Xe"]
    assert (articles[1].split, articles[1].text) == ("test", "t\nl\nb")


def test_tables_beside_section_folders_are_ambiguous(tmp_path: Path) -> None:
    write(tmp_path / "Xe" / "1.txt")
    write(tmp_path / "tin.csv", "section,text\nXe,a")
    with pytest.raises(AmbiguousCorpus, match=r"tin\.csv.*Xe/1\.txt"):
        read_corpus(tmp_path)


def test_text_in_no_section_is_refused_unless_no_section_is_needed(tmp_path: Path) -> None:
    path = write(tmp_path / "1.txt")
    for corpus in (tmp_path, path):
        with pytest.raises(UnreadableCorpus, match="no section"):
            read_corpus(corpus)
        (article,) = read_corpus(corpus, labelled=False)
        assert article.section is None


def test_nothing_to_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(MissingCorpus, match="no such file or folder"):
        read_corpus(tmp_path / "tin.csv")
    with pytest.raises(EmptyCorpus, match="no article found"):
        read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"Hu\xe1\xbf", "byte 2 is not UTF-8"),
        (b"Xe m\0i", "byte 4 is not UTF-8"),
        ("Xe".encode("utf-16") + b"\0\xd8", "byte 6 is not UTF-16"),
    ],
)
def test_a_broken_text_is_named_with_the_place(tmp_path: Path, raw: bytes, reason: str) -> None:
    path = write(tmp_path / "Xe" / "1.txt")
    path.write_bytes(raw)
    with pytest.raises(UnreadableCorpus, match=reason) as caught:
        list(read_corpus(tmp_path))
    assert caught.value.path == path


def test_reading_is_streamed(tmp_path: Path) -> None:
    rows = ["section,text", *["Xe,a"] * 5000, "Xe,a,b,c"]
    path = write(tmp_path / "tin.csv", "\n".join(rows))
    articles = read_corpus(path)
    assert next(articles).id == "tin.csv:2"
