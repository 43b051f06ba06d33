"""The service over a small trained model, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from model import SectionClassifier
from serve import Settings, create_app


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,))


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    """The model that the service serves, asked directly."""
    return SectionClassifier.load(small_model)
