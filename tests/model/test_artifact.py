"""A model on disk: whole or not there, and refused when it is not what was written."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors import numpy as safetensors

from data.errors import ArtifactError, DamagedArtifact, ForeignFormat, NotAnArtifact
from model import SectionClassifier
from model.artifact import load, read_manifest, verify, weights_bytes
from model.manifest import Manifest


@pytest.fixture
def model(tmp_path: Path, save_tiny: Any) -> Path:
    path: Path = tmp_path / "model"
    save_tiny(path)
    return path


def edit(model: Path, **changed: object) -> None:
    file = model / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8")) | changed
    file.write_text(json.dumps(manifest), encoding="utf-8")


def replace_file(model: Path, role: str, content: bytes) -> None:
    """Put other bytes in a file's place and make the manifest agree."""
    entry = json.loads((model / "manifest.json").read_text(encoding="utf-8"))["files"]
    (model / entry[role]["name"]).write_bytes(content)
    entry[role]["sha256"] = hashlib.sha256(content).hexdigest()
    edit(model, files=entry)


def test_what_is_saved_is_loaded(model: Path, save_tiny: Any) -> None:
    manifest = save_tiny(model)
    artifact = load(model)
    assert artifact.manifest == manifest == read_manifest(model) == verify(model)
    assert sorted(artifact.ngrams) == ["bóng", "tiny", "đá"]
    assert artifact.weights.keys.shape == (3,)
    assert artifact.weights.orders == (1, 1)


def test_the_same_arrays_give_the_same_bytes(small_model: Path) -> None:
    artifact = load(small_model)
    stored = (small_model / artifact.manifest.files["weights"].name).read_bytes()
    shuffled: dict[str, Any] = {
        name: np.array(array) for name, array in artifact.weights._asdict().items()
    }
    del shuffled["orders"], shuffled["headlines"]
    again = artifact.weights._replace(**dict(reversed(shuffled.items())))
    assert weights_bytes(again) == stored


def test_a_trained_model_is_whole(small_model: Path) -> None:
    named = {entry.name for entry in verify(small_model).files.values()} | {"manifest.json"}
    assert {entry.name for entry in small_model.iterdir()} == named


@pytest.mark.parametrize("role", ["weights", "ngrams", "report"])
@pytest.mark.parametrize("harm", ["truncate", "change", "remove", "replace by a folder"])
def test_a_damaged_file_is_found(model: Path, role: str, harm: str) -> None:
    (file,) = model.glob(f"{role}-*")
    content = file.read_bytes()
    file.unlink()
    if harm == "truncate":
        file.write_bytes(content[:-1])
    elif harm == "change":
        file.write_bytes(bytes([content[0] ^ 1]) + content[1:])
    elif harm == "replace by a folder":
        file.mkdir()
    find = verify if role == "report" else load  # what serving does not open is for verify
    with pytest.raises(DamagedArtifact, match=f"{file.name} is damaged.*copy the model again"):
        find(model)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"\0", b"[" * 100_000, b'{"format": 1}', b'{"format": true}'],
    ids=["empty", "cut", "not text", "nul", "deep", "bare", "boolean"],
)
def test_a_damaged_manifest_is_found(model: Path, content: bytes) -> None:
    (model / "manifest.json").write_bytes(content)
    with pytest.raises(DamagedArtifact, match=r"manifest\.json is damaged"):
        load(model)


def test_a_manifest_that_is_cut_short_anywhere_is_found(model: Path) -> None:
    content = (model / "manifest.json").read_bytes().rstrip()
    for length in range(0, len(content), 37):
        (model / "manifest.json").write_bytes(content[:length])
        with pytest.raises(DamagedArtifact):
            load(model)


@pytest.mark.parametrize("field", [*Manifest.model_fields])
def test_every_field_is_checked(model: Path, field: str) -> None:
    wrong: list[object] = (
        [[[{}]]] if field in {"threshold", "coverage", "plain"} else [[[{}]], None]
    )
    for value in wrong:
        edit(model, **{field: value})
        with pytest.raises((DamagedArtifact, ForeignFormat)):
            load(model)


@pytest.mark.parametrize("field", [*Manifest.model_fields])
def test_every_field_is_asked_for(model: Path, field: str) -> None:
    manifest = json.loads((model / "manifest.json").read_text(encoding="utf-8"))
    del manifest[field]
    (model / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    if field == "units":  # there were only syllables before it
        assert load(model).manifest.units == "syllables"
    else:
        with pytest.raises((DamagedArtifact, ForeignFormat)):
            load(model)


TWO = [{"slug": "a", "name": "A"}, {"slug": "b", "name": "B"}]


@pytest.mark.parametrize(
    "changed",
    [
        {"units": "letters"},
        {"units": "segmented"},
        {"ngram_range": [0, 1]},
        {"ngram_range": [2, 1]},
        {"ngram_range": [1, 9]},
        {"temperature": 0.0},
        {"temperature": -1.0},
        {"temperature": 1e-320},
        {"temperature": float("nan")},
        {"temperature": "1"},
        {"threshold": 1.5},
        {"threshold": float("inf")},
        {"sections": TWO[:1]},
        {"sections": [*TWO, {"slug": "c", "name": "C"}]},
        {"sections": [TWO[0], TWO[0]]},
        {"sections": [TWO[0], {"slug": "b"}]},
        {"sections": [TWO[0], {"slug": "b", "name": 1}]},
        {"sections": [TWO[0], "b"]},
        {"samples": [{"text": "bóng đá", "probabilities": [1.0]}]},
        {"samples": [{"text": " ", "probabilities": [0.5, 0.5]}]},
        {"files": {}},
    ],
    ids=str,
)
def test_values_the_kernel_could_not_bear_are_refused(
    model: Path, changed: dict[str, object]
) -> None:
    edit(model, **changed)
    with pytest.raises(DamagedArtifact, match=r"damaged: .+; copy the model again"):
        load(model)


@pytest.mark.parametrize(
    "name", ["../outside", "/etc/passwd", "weights-0123456789ab.txt\n", "a/weights-0123456789ab.x"]
)
def test_a_file_name_cannot_leave_the_directory(model: Path, name: str) -> None:
    files = json.loads((model / "manifest.json").read_text(encoding="utf-8"))["files"]
    files["weights"]["name"] = name
    edit(model, files=files)
    with pytest.raises(DamagedArtifact, match=r"files\.weights\.name"):
        load(model)


def test_unknown_fields_are_left_alone(model: Path) -> None:
    edit(model, mood="good")
    assert load(model).manifest.name == "tiny"


@pytest.mark.parametrize("number", [0, 3, 999, "1", None])
def test_another_format_is_named(model: Path, number: object) -> None:
    edit(model, format=number)
    with pytest.raises(ForeignFormat, match=f"model format {number!r} is not one this version"):
        load(model)


KEYS = np.array([1, 2, 3], np.uint64)


def subclasses(*owners: int) -> dict[str, np.ndarray]:
    """Arrays for subclasses of these sections."""
    number = len(owners)
    return {
        "coefficients": np.zeros((3, number), np.int16),
        "scales": np.ones(number),
        "intercepts": np.zeros(number, np.float32),
        "owners": np.array(owners, np.int32),
    }


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"keys": KEYS[[0, 1, 1]]}, "two n-grams have the same key"),
        ({"keys": KEYS - np.uint64(1)}, "a key is zero"),
        ({"keys": KEYS.astype(np.int64)}, r"keys is int64 \(3,\), not uint64"),
        ({"keys": KEYS[:2]}, r"idf is float32 \(3,\), not float32 \(2,\)"),
        ({"keys": KEYS[:, None]}, r"keys is uint64 \(3, 1\)"),
        ({"idf": np.array([1, np.nan, 1], np.float32)}, "idf holds a value that is no number"),
        ({"idf": np.array([1, -1, 1], np.float32)}, "an idf is not positive"),
        ({"scales": np.array([1, np.inf])}, "scales holds a value"),
        ({"coefficients": np.zeros((3, 2), np.float32)}, "coefficients is float32"),
        ({"intercepts": np.array([0, np.nan], np.float32)}, "intercepts holds a value"),
        ({"intercepts": np.zeros(3, np.float32)}, r"intercepts is float32 \(3,\)"),
        (subclasses(0, 1, 2, 2), "the subclasses are not those of 2 sections in order"),
        (subclasses(0, 0, 0), "the subclasses are not those of 2 sections"),
        (subclasses(1, 0, 1), "the subclasses are not those of 2 sections"),
        (subclasses(-1, 0, 1), "the subclasses are not those of 2 sections"),
        (subclasses(0, 0, 1) | {"scales": np.ones(2)}, r"scales is float64 \(2,\)"),
    ],
)
def test_arrays_that_are_no_weights_are_refused(
    tmp_path: Path, save_tiny: Any, changed: dict[str, np.ndarray], reason: str
) -> None:
    save_tiny(tmp_path / "model", **changed)
    with pytest.raises(DamagedArtifact, match=reason):
        load(tmp_path / "model")


@pytest.mark.parametrize(
    "content",
    [b"", b"not safetensors", safetensors.save({"keys": KEYS}), safetensors.save({"x": KEYS})],
)
def test_a_file_of_other_arrays_is_refused(model: Path, content: bytes) -> None:
    replace_file(model, "weights", content)
    with pytest.raises(DamagedArtifact, match="not our arrays"):
        load(model)


@pytest.mark.parametrize("content", [b"", b"a\nb\n", b"a\nb\nc", b"a\nb\nc\nd\n"])
def test_an_ngram_for_every_feature_is_asked_for(model: Path, content: bytes) -> None:
    replace_file(model, "ngrams", content)
    with pytest.raises(DamagedArtifact, match="lines for 3 features"):
        load(model)


def test_what_is_no_model_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text", encoding="utf-8")
    for path in (tmp_path, tmp_path / "missing", file, tmp_path / ("x" * 200)):
        with pytest.raises(NotAnArtifact, match="not a model directory"):
            load(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(model: Path) -> None:
    for name in ("manifest.json", next(model.glob("weights-*")).name):
        (model / name).chmod(0)
        with pytest.raises(DamagedArtifact, match=rf"{name} .*cannot be read \(Permission denied"):
            load(model)
        (model / name).chmod(0o600)


def test_a_folder_in_the_manifests_place_is_named(model: Path) -> None:
    (model / "manifest.json").unlink()
    (model / "manifest.json").mkdir()
    with pytest.raises(DamagedArtifact, match="cannot be read"):
        load(model)


def test_a_model_that_answers_otherwise_fails_its_test(small_model: Path, tmp_path: Path) -> None:
    model = shutil.copytree(small_model, tmp_path / "model")
    samples = json.loads((model / "manifest.json").read_text(encoding="utf-8"))["samples"]
    samples[0]["probabilities"][0] += 0.01
    edit(model, samples=samples)
    classifier = SectionClassifier.load(model)
    with pytest.raises(ArtifactError, match=r"probabilities that are 0\.0100 off"):
        classifier.self_test()
