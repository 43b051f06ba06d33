"""The file that a search writes is one that a training reads."""

from pathlib import Path

import pytest

from training.config import TrainConfig, load_config
from training.search.toml import settings_of

CARD = """
name = "tin-2025"

[corpus]
cleaning = ["bylines"]

[card.data]
vi = 'Tin "nóng" \\ 2025'
en = "News\\tof 2025"
"""


@pytest.mark.parametrize(
    "settings",
    [
        [],
        ["classifier.C=0.31", "classifier.kind=logistic_regression"],
        ["features.ngram_range=[1, 3]", "features.headlines=false", "features.excerpts=0.07"],
        ["corpus.cleaning=[]", "evaluation.seed=7"],
    ],
)
def test_settings_come_back(settings: list[str], tmp_path: Path) -> None:
    config = load_config(settings=settings)
    path = tmp_path / "train.toml"
    path.write_text(settings_of(config), "utf-8")
    assert load_config(path) == config
    assert len(path.read_text("utf-8").split("=")) == len(settings) + 1


def test_what_was_set_besides_stays(tmp_path: Path) -> None:
    path = tmp_path / "train.toml"
    rules = TrainConfig().corpus.rules
    path.write_text(CARD.replace("bylines", rules[0]), "utf-8")
    config = load_config(path)
    path.write_text(settings_of(config), "utf-8")
    assert load_config(path) == config
