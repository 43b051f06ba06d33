"""Texts that are hashed as they come, cleaned on the way by compiled code and by the rules."""

import unicodedata
from collections.abc import Iterator

import numpy as np
import pytest

from data.cleaning import RULES
from model import hashing
from model.hashing import HashedCorpus, hash_corpus
from model.ngrams import spell
from model.reading import TextReader

PLAIN = "Cầu mới thông xe\nSáng nay cây cầu mới bắc qua sông được thông xe sau ba năm xây dựng."
LEFTOVERS = (
    PLAIN,
    f"{PLAIN}\nẢnh: Hồng Thái",
    f"{PLAIN} Lễ khánh thành có hàng trăm người dân hai bên bờ sông đến dự./.\nHồng Thái",
    f"Cầu mới thông xe\nTTXVN - {PLAIN}",
    f"<p>{PLAIN}</p>",
    unicodedata.normalize("NFD", f"{PLAIN}\nHồng Thái"),
    unicodedata.normalize("NFD", PLAIN),
    "Ω ß 日本 " + PLAIN,
    "",
    "😀",
)
Rows = list[list[int]]


@pytest.fixture
def by_the_handful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "_BATCH", 200)


def rows_of(corpus: HashedCorpus) -> Rows:
    return [part.tolist() for part in np.split(corpus.hashes, corpus.bounds[1:-1])]


@pytest.mark.parametrize("rules", [tuple(RULES), ("photo-credit",), ()])
def test_texts_are_cleaned_as_the_rules_clean_them(rules: tuple[str, ...]) -> None:
    reader = TextReader(rules, "syllables")
    corpus = hash_corpus(LEFTOVERS, reader)
    alone = [hash_corpus([reader(text)]) for text in LEFTOVERS]
    assert rows_of(corpus) == [each.hashes.tolist() for each in alone]
    assert corpus.headlines.tolist() == [each.headlines[0] for each in alone]
    known = {hashed: spell(written) for each in alone for hashed, written in each.written.items()}
    assert {hashed: spell(written) for hashed, written in corpus.written.items()} == known


@pytest.mark.usefixtures("by_the_handful")
def test_batches_change_nothing() -> None:
    texts = [f"{text} bài số {number}" for number in range(20) for text in LEFTOVERS]
    reader = TextReader(tuple(RULES), "syllables")
    corpus = hash_corpus(iter(texts), reader)
    assert rows_of(corpus) == [hash_corpus([reader(text)]).hashes.tolist() for text in texts]
    assert set(corpus.written) == set(corpus.hashes.tolist())


def test_no_number_of_syllables_is_too_large() -> None:
    texts = [" ".join(f"x{number}y{place}" for place in range(3_000)) for number in range(40)]
    corpus = hash_corpus(texts)
    assert len(corpus.written) == len(set(corpus.hashes.tolist())) == 40 * 3_000
    assert corpus.written[int(corpus.hashes[-1])] == "x39y2999"


@pytest.mark.usefixtures("by_the_handful")
def test_what_fails_in_reading_is_told() -> None:
    def broken() -> Iterator[str]:
        yield from LEFTOVERS * 3
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        hash_corpus(broken())


def test_no_texts_are_no_corpus_of_syllables() -> None:
    corpus = hash_corpus([])
    assert (corpus.n_texts, len(corpus.hashes), corpus.written) == (0, 0, {})
