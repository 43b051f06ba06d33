"""The model that ships."""

from pathlib import Path

import pytest

from data.errors import NotAnArtifact
from model import SectionClassifier
from model.artifact import verify
from model.shipped import shipped_model

MEGABYTE = 2**20


def test_it_is_whole_small_and_holds_nothing_that_runs() -> None:
    path = shipped_model()
    manifest = verify(path)
    SectionClassifier.load(path).self_test()
    assert not {"pipeline", "evaluation", "report", "sketch"} & manifest.files.keys()
    assert sum(file.stat().st_size for file in path.iterdir()) <= 5 * MEGABYTE


def test_its_card_is_in_both_languages() -> None:
    card = SectionClassifier.load(shipped_model()).manifest.config["card"]
    assert card.keys() == {"data", "limits", "not_for"}
    assert all(wording["vi"] and wording["en"] for wording in card.values())


def test_a_copy_without_one_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.shipped._FOLDER", tmp_path)
    with pytest.raises(NotAnArtifact):
        shipped_model()
