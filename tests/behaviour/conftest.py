"""The model that ships, and articles to try it on."""

import json

import pytest

from model import SectionClassifier
from model.shipped import shipped_model
from tests.conftest import STARTER


@pytest.fixture(scope="session")
def shipped() -> SectionClassifier:
    return SectionClassifier.load(shipped_model())


@pytest.fixture(scope="session")
def articles() -> list[str]:
    """Every third article of the starter, as it stands in a paper."""
    lines = [
        line
        for path in sorted(STARTER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    records = map(json.loads, lines[::3])
    return [
        "\n".join(record[key] for key in ("title", "lead", "body") if key in record)
        for record in records
    ]
