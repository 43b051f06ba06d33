import json
from pathlib import Path

import pytest

from data.errors import MissingPredictions, UnreadableCorpus, WrongPrediction
from training.predictions import Predictions


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.jsonl"


def read(path: Path, *records: object) -> Predictions:
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return Predictions.read(path)


def test_a_section_goes_by_its_slug_or_its_printed_name(path: Path) -> None:
    labels = ["thoi-su", "Thời sự", " THỜI SỰ ", "Tử vi"]
    records = [{"id": str(n), "section": label, "score": 0.5} for n, label in enumerate(labels)]
    sections = read(path, *records).sections_of(["3", "2", "1", "0"])
    assert [section.slug for section in sections] == ["tu-vi", "thoi-su", "thoi-su", "thoi-su"]
    assert sections[0].name == "Tử vi"


def test_topics_of_vntc_are_its_sections(path: Path) -> None:
    found = read(
        path, {"id": "1", "section": "Chinh tri Xa hoi"}, {"id": "2", "section": "Vi tinh"}
    )
    assert [section.slug for section in found.sections_of(["1", "2"])] == ["thoi-su", "cong-nghe"]


def test_an_id_may_be_a_number_and_a_line_too_many(path: Path) -> None:
    found = read(
        path, {"id": 7, "section": "xe"}, {"id": 7, "section": "xe"}, {"id": 8, "section": "xe"}
    )
    assert [section.slug for section in found.sections_of(["7"])] == ["xe"]


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ({"section": "xe"}, "line 2 has no id"),
        ({"id": "2"}, "line 2 has no section"),
        ({"id": "2", "section": " "}, "line 2 has no section"),
        ({"id": "2", "section": {"slug": "xe"}}, "line 2 has no section"),
        ({"id": True, "section": "xe"}, "line 2 has no id"),
        ({"id": "1", "section": "the-thao"}, "line 2 gives 1 a second section"),
    ],
)
def test_a_line_that_is_no_answer_is_refused(
    record: dict[str, object], says: str, path: Path
) -> None:
    with pytest.raises(WrongPrediction, match=says):
        read(path, {"id": "1", "section": "xe"}, record)


def test_a_broken_file_is_refused(path: Path) -> None:
    path.write_text("{")
    with pytest.raises(UnreadableCorpus, match="line 1 is not valid JSON"):
        Predictions.read(path)
    with pytest.raises(UnreadableCorpus):
        Predictions.read(path.with_name("none.jsonl"))


def test_what_is_missing_is_named(path: Path) -> None:
    found = read(path, {"id": "1", "section": "xe"})
    with pytest.raises(MissingPredictions) as refusal:
        found.sections_of(["1", *(f"bai-{number}" for number in range(20))])
    assert "no section for 20 of 21 articles: bai-0, bai-1," in str(refusal.value)
    assert "bai-11 and 8 more; " in str(refusal.value)
