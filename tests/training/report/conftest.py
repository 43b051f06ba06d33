"""Evaluations of a small model on corpora of a few rows."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from model import SectionClassifier
from tests.training.samples import mislabelled_rows, write_rows
from training.testing import evaluate_on

Evaluated = Callable[[Iterable[dict[str, str]]], dict[str, Any]]


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    return SectionClassifier.load(small_model)


@pytest.fixture
def evaluated(classifier: SectionClassifier, tmp_path: Path) -> Evaluated:
    """Evaluate the model on a corpus of some rows."""
    return lambda rows: evaluate_on(classifier, write_rows(tmp_path / "r.jsonl", rows)).to_dict()


@pytest.fixture(scope="session")
def evaluation(
    classifier: SectionClassifier, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The model on articles of which every fourth is mislabelled; not to be changed."""
    corpus = write_rows(tmp_path_factory.mktemp("corpus") / "tin.jsonl", mislabelled_rows())
    return evaluate_on(classifier, corpus).to_dict()
