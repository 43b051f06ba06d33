"""Topics -> a table: each article, to the letter, or nothing."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

import data.sections
from data.errors import DamagedSource, WrongCounts
from data.readers import read_corpus
from data.vntc import OFFICIAL
from data.vntc.corpus import is_whole, topics_folder, write_table
from tests.data.vntc.samples import TRAIN, article, write_topics


@pytest.fixture
def topics(tmp_path: Path) -> Path:
    return write_topics(tmp_path / "Train_Full", TRAIN.counts)


@pytest.fixture
def table(topics: Path, tmp_path: Path) -> Path:
    path = tmp_path / TRAIN.table
    write_table(topics, TRAIN, path, topics)
    return path


def test_official_counts() -> None:
    train, test = OFFICIAL
    assert (train.articles, test.articles) == (33_759, 50_373)
    catalogue = Path(data.sections.__file__).with_suffix(".toml").read_text(encoding="utf-8")
    assert list(train.counts) == list(test.counts) == list(tomllib.loads(catalogue)["vntc"])


def test_a_table_holds_the_articles_to_the_letter(table: Path) -> None:
    assert parquet.read_table(table).to_pylist() == [
        {"id": f"{prefix}_NLD_ ({number}).txt", "label": topic, "text": article(topic, number)}
        for topic, prefix in (("The thao", "TH"), ("Vi tinh", "VI"))
        for number in range(TRAIN.counts[topic])
    ]
    assert is_whole(table, TRAIN)


def test_a_table_is_a_corpus(table: Path) -> None:
    articles = list(read_corpus(table))
    assert len(articles) == TRAIN.articles
    assert (articles[0].section, articles[0].id) == ("The thao", "TH_NLD_ (0).txt")


def test_what_lies_about_is_left_out(topics: Path, tmp_path: Path) -> None:
    for litter in ("The thao/._TH_NLD_ (0).txt", "The thao/Thumbs.db", "Stats.txt", "Xe/1.txt"):
        (topics / litter).parent.mkdir(exist_ok=True)
        (topics / litter).write_bytes(b"\0")
    write_table(topics, TRAIN, tmp_path / TRAIN.table, topics)
    assert is_whole(tmp_path / TRAIN.table, TRAIN)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_any_encoding_that_a_corpus_may_have(encoding: str, topics: Path, tmp_path: Path) -> None:
    path = topics / "The thao" / "TH_NLD_ (0).txt"
    path.write_bytes("Thắng đậm trên sân nhà\r\n".encode(encoding))
    write_table(topics, TRAIN, tmp_path / TRAIN.table, topics)
    assert parquet.read_table(tmp_path / TRAIN.table)["text"][0].as_py() == (
        "Thắng đậm trên sân nhà\r\n"
    )


def remove_article(topics: Path) -> None:
    (topics / "The thao" / "TH_NLD_ (0).txt").unlink()


def remove_topic(topics: Path) -> None:
    for path in (topics / "Vi tinh").iterdir():
        path.unlink()
    (topics / "Vi tinh").rmdir()


def add_article(topics: Path) -> None:
    (topics / "Vi tinh" / "more.txt").write_text("Bài nữa")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (remove_article, "'The thao' should hold 6 articles and holds 5;"),
        (remove_topic, "'Vi tinh' should hold 7 articles and holds 0;"),
        (add_article, "'Vi tinh' should hold 7 articles and holds 8;"),
    ],
)
def test_a_wrong_count_is_named(
    change: Callable[[Path], None], says: str, topics: Path, tmp_path: Path
) -> None:
    change(topics)
    with pytest.raises(WrongCounts, match=says):
        write_table(topics, TRAIN, tmp_path / TRAIN.table, topics)
    assert not list(tmp_path.glob("*.parquet*"))


def test_an_article_that_is_no_text_is_named_and_nothing_is_left(
    topics: Path, tmp_path: Path
) -> None:
    (topics / "Vi tinh" / "VI_NLD_ (6).txt").write_bytes(b"\xff\xfem\0a\xd8\0\0")
    with pytest.raises(DamagedSource, match=r"Vi tinh/VI_NLD_ \(6\)\.txt: byte \d is not UTF-16"):
        write_table(topics, TRAIN, tmp_path / TRAIN.table, topics)
    assert not list(tmp_path.glob("*.parquet*"))


def cut(table: Path) -> None:
    table.write_bytes(table.read_bytes()[:-20])


def change_a_byte(table: Path) -> None:
    content = table.read_bytes()
    place = content.rindex(b"\x28\xb5\x2f\xfd")  # the last column that is packed: the texts
    table.write_bytes(content[: place + 20] + b"!" + content[place + 21 :])


def drop_a_row(table: Path) -> None:
    parquet.write_table(parquet.read_table(table).slice(1), table)


def drop_a_column(table: Path) -> None:
    parquet.write_table(parquet.read_table(table).drop(["text"]), table)


def lose_a_label(table: Path) -> None:
    rows = parquet.read_table(table).to_pylist()
    rows[0]["label"] = None
    parquet.write_table(pa.Table.from_pylist(rows), table)


@pytest.mark.parametrize(
    "damage", [cut, change_a_byte, drop_a_row, drop_a_column, lose_a_label, Path.unlink]
)
def test_a_table_that_is_not_whole_is_known(damage: Callable[[Path], None], table: Path) -> None:
    damage(table)
    assert not is_whole(table, TRAIN)


def test_topics_are_found_below_folders_around_them(topics: Path, tmp_path: Path) -> None:
    outer = tmp_path / "a" / "b"
    outer.mkdir(parents=True)
    topics.rename(outer / "Train_Full")
    assert topics_folder(tmp_path, TRAIN.counts) == outer / "Train_Full"
    assert topics_folder(outer / "Train_Full", TRAIN.counts) == outer / "Train_Full"
    assert topics_folder(outer / "Train_Full" / "Vi tinh", TRAIN.counts) is None
