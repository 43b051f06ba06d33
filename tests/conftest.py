"""What every test shares: a clean environment, and the name of its folder as a marker."""

import os
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
STARTER = ROOT / "data" / "starter"
FOLDERS = ("data", "model", "training", "serve", "behaviour", "browser")

# The first example of a property may compile the kernel or load a model: no deadline for it.
settings.register_profile("patient", parent=settings.default, deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of the machine's user out of the tests."""
    for name in list(os.environ):
        if name.upper().startswith("CHUYENMUC_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of the starter, trained as `chuyenmuc train` does; not to be changed."""
    from training.config import load_config
    from training.trainer import train

    out = tmp_path_factory.mktemp("models") / "small"
    train(STARTER, out, load_config(settings=["evaluation.folds=2"]), jobs=1)
    return out


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        room, *rest = item.path.relative_to(ROOT).parts
        folder = rest[0] if room == "tests" else room
        if folder in FOLDERS:
            item.add_marker(folder)


def pytest_report_header() -> str:
    libraries = ("numpy", "numba", "scikit-learn", "scipy", "pyarrow", "underthesea", "fastapi")
    return "libraries: " + ", ".join(f"{name} {version(name)}" for name in libraries)
