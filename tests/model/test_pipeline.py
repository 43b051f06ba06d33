"""The scikit-learn pipeline beside a model."""

import json
import shutil
from pathlib import Path

import pytest
import sklearn

from data.errors import ArtifactError, DamagedArtifact
from model.pipeline import load_pipeline


@pytest.fixture
def model(small_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_model, tmp_path / "model"))


def edit(model: Path, *keys: str, to: object = None) -> None:
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    table = manifest
    for key in keys[:-1]:
        table = table[key]
    if to is None:
        del table[keys[-1]]
    else:
        table[keys[-1]] = to
    (model / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_it_can_be_inspected(model: Path) -> None:
    pipeline = load_pipeline(str(model))
    assert [name for name, _ in pipeline.steps] == ["ngrams", "tfidf", "classifier"]
    assert "bóng đá" in pipeline["ngrams"].get_feature_names_out()


def test_another_scikit_learn_is_refused(model: Path) -> None:
    edit(model, "versions", "scikit-learn", to="0.24.2")
    with pytest.raises(ArtifactError, match=r"scikit-learn 0\.24\.2") as caught:
        load_pipeline(model)
    assert sklearn.__version__ in str(caught.value)
    assert "chuyenmuc train" in str(caught.value)


def test_a_changed_pickle_is_never_opened(model: Path) -> None:
    (pickle,) = model.glob("pipeline-*")
    pickle.write_bytes(b"cos\nsystem\n(S'exit 1'\ntR.")
    with pytest.raises(DamagedArtifact, match="its bytes are not those that were written"):
        load_pipeline(model)


def test_a_model_without_one_says_so(model: Path) -> None:
    edit(model, "files", "pipeline")
    with pytest.raises(ArtifactError, match="holds no pipeline; run `chuyenmuc train` without"):
        load_pipeline(model)
