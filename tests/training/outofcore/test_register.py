"""What is kept of articles is what a training in memory keeps."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data.errors import EmptyCorpus
from data.readers import Columns
from training.corpus import CorpusReader
from training.outofcore.register import Register

ROWS: list[dict[str, Any]] = [
    {"id": "a", "section": "Xe", "text": "Xe mới", "publisher": "VnExpress"},
    {"section": "Thể thao", "text": "bóng đá", "published": "2025-03-01"},
    {"section": "Bóng đá", "text": "bóng đá", "publisher": "VnExpress", "published": "2024-12-31"},
    {"id": "ê", "section": "Xe", "text": "Xe mới", "publisher": "Tuổi Trẻ"},
    {"section": "Xe", "text": "Xe cũ", "split": "test"},
    {"section": "Xe", "text": "Xe mơ\u0301i", "published": "2025-01-01"},
    {"section": "Xe", "text": "  "},
    {"section": "Xe", "text": "bóng đá", "published": "2025-03-01"},
]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("split", [None, "test"])
def test_a_corpus_is_described_alike(split: str | None, tmp_path: Path) -> None:
    path = write(tmp_path / "tin.jsonl", ROWS)
    reader = CorpusReader(path, Columns(), split)
    register = Register(path, Columns(), split, tmp_path)
    assert list(register.texts()) == list(reader.texts())
    assert list(register.texts()) == list(reader.texts())  # read again, nothing is there twice
    ours, theirs = register.corpus(), reader.corpus()
    assert ours.sections == theirs.sections
    assert ours.fingerprint == theirs.fingerprint
    for name in ("labels", "groups", "published", "publishers", "places"):
        found, expected = getattr(ours, name), getattr(theirs, name)
        np.testing.assert_array_equal(found, expected)
        assert found.dtype == expected.dtype
    assert list(register.ids) == reader.ids
    assert list(register.lengths) == reader.lengths


def test_buckets_rise_in_the_order_of_the_corpus(tmp_path: Path) -> None:
    rows = [{"section": "Xe", "text": f"bài số {number}"} for number in range(200)]
    register = Register(write(tmp_path / "tin.jsonl", rows), Columns(), None, tmp_path)
    list(register.texts())
    buckets = np.concatenate([register.buckets(0, 70, 10), register.buckets(70, 200, 10)])
    assert (np.diff(buckets[register.corpus().places]) >= 0).all()
    assert buckets.min() >= 0
    assert 512 < buckets.max() < 1024


def test_a_corpus_without_a_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "tin.jsonl", [{"section": "Xe", "text": " "}])
    register = Register(path, Columns(), None, tmp_path)
    assert list(register.texts()) == []
    with pytest.raises(EmptyCorpus):
        register.corpus()
