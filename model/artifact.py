"""A model on disk: save it in one stroke, verify it, load it.

A directory is a model when its `manifest.json` names files that are there and whose bytes have the
sums it gives. The manifest is written last and put in place by one rename, so a writer killed at
any moment leaves the previous model whole; files that no manifest names are swept later.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import ValidationError
from safetensors import SafetensorError
from safetensors import numpy as safetensors

from data.errors import (
    ArtifactError,
    DamagedArtifact,
    ForeignDirectory,
    ForeignFormat,
    NotAnArtifact,
)
from model.manifest import FORMATS, FileEntry, Manifest, Role
from model.soundness import fault_of
from model.weights import LinearWeights

MANIFEST: Final = "manifest.json"

_OWN_FILE: Final = re.compile(
    r"(weights|ngrams|plain_weights|plain_ngrams|pipeline|evaluation|report|sketch)-[0-9a-f]{12}\.[a-z]+(\.partial)?"
    r"|manifest\.json\.partial"
)
_SUFFIXES: Final[Mapping[Role, str]] = {
    "weights": "safetensors",
    "ngrams": "txt",
    "plain_weights": "safetensors",
    "plain_ngrams": "txt",
    "pipeline": "joblib",
    "evaluation": "json",
    "report": "html",
    "sketch": "npy",
}


@dataclass(frozen=True)
class Artifact:
    """A verified model directory."""

    path: Path
    manifest: Manifest
    weights: LinearWeights
    plain: LinearWeights | None = None
    """For texts without diacritics."""

    @cached_property
    def ngrams(self) -> list[str]:
        """The n-grams in feature order.

        Raises
        ------
        DamagedArtifact
            If the file is not the one the manifest names.
        """
        return self._lines("ngrams", self.weights)

    @cached_property
    def plain_ngrams(self) -> list[str]:
        """The n-grams of the plain weights, if there are any.

        Raises
        ------
        DamagedArtifact
            If the file is not the one the manifest names.
        """
        return self._lines("plain_ngrams", self.plain) if self.plain else []

    def check_ngrams(self) -> None:
        """Check the files that explanations will open, and keep nothing of them.

        Raises
        ------
        DamagedArtifact
            If one is not the file the manifest names.
        """
        self._written("ngrams", self.weights)
        if self.plain:
            self._written("plain_ngrams", self.plain)

    def _lines(self, role: Role, weights: LinearWeights) -> list[str]:
        return self._written(role, weights).decode(errors="replace").split("\n")[:-1]

    def _written(self, role: Role, weights: LinearWeights) -> bytes:
        content = read_verified(self.path, self.manifest, role)
        lines = content.count(b"\n")
        if lines != len(weights.keys) or not content.endswith(b"\n"):
            reason = f"{lines} lines for {len(weights.keys)} features"
            raise DamagedArtifact(self.path, self.manifest.files[role].name, reason)
        return content


# -- writing ---------------------------------------------------------------------------------------


def check_destination(path: Path) -> None:
    """Refuse to write a model where something else lives.

    Raises
    ------
    ForeignDirectory
        If the path is a file, or a directory that holds files but no model.
    """
    if path.is_dir():
        foreign = (entry for entry in path.iterdir() if not _OWN_FILE.fullmatch(entry.name))
        if any(foreign) and not _holds_model(path):
            raise ForeignDirectory(path)
    elif path.exists() or path.is_symlink():
        raise ForeignDirectory(path)


def _holds_model(path: Path) -> bool:
    """Tell our manifest, of whatever format, from that of a web page or an archive."""
    try:
        content = _parsed(path)
    except ArtifactError:
        return False
    return isinstance(content, dict) and {"format", "sections", "files"} <= content.keys()


def weights_bytes(weights: LinearWeights) -> bytes:
    """Serialise the arrays; the same arrays always give the same bytes."""
    values = weights._asdict().items()
    arrays = {name: value for name, value in values if isinstance(value, np.ndarray)}
    if not weights.has_subclasses:
        del arrays["owners"]
    return safetensors.save({name: np.ascontiguousarray(array) for name, array in arrays.items()})


def save(path: Path, manifest: Manifest, files: Mapping[Role, bytes]) -> Manifest:
    """Write a model, replacing the one that is there.

    Parameters
    ----------
    path : Path
        Made if it is missing.
    manifest : Manifest
        Its `files` are filled in here.
    files : mapping of role to bytes

    Raises
    ------
    ForeignDirectory
        If something else lives there.
    """
    check_destination(path)
    path.mkdir(parents=True, exist_ok=True)
    entries: dict[Role, FileEntry] = {}
    for role, content in files.items():
        sha256 = hashlib.sha256(content).hexdigest()
        entries[role] = FileEntry(name=f"{role}-{sha256[:12]}.{_SUFFIXES[role]}", sha256=sha256)
        _write(path / entries[role].name, content)
    complete = manifest.model_copy(update={"files": entries})
    text = json.dumps(complete.model_dump(mode="json"), ensure_ascii=False, indent=1)
    _write(path / MANIFEST, text.encode() + b"\n")
    _sweep(path, {entry.name for entry in entries.values()})
    return complete


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the power fails."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        directory = os.open(path.parent, os.O_DIRECTORY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def _sweep(path: Path, named: set[str]) -> None:
    """Remove what earlier or killed writers left."""
    for entry in path.iterdir():
        if _OWN_FILE.fullmatch(entry.name) and entry.name not in named:
            entry.unlink(missing_ok=True)


# -- reading ---------------------------------------------------------------------------------------


def load(path: Path) -> Artifact:
    """Read and verify what serving needs: the manifest, the weights, the n-grams.

    Raises
    ------
    NotAnArtifact, ForeignFormat, DamagedArtifact
    """
    manifest = read_manifest(path)
    weights = _weights(path, manifest, "weights")
    plain = _weights(path, manifest, "plain_weights") if manifest.plain else None
    artifact = Artifact(path, manifest, weights, plain)
    artifact.check_ngrams()  # a damaged file is to be found now, not at the first explanation
    return artifact


def _weights(path: Path, manifest: Manifest, role: Role) -> LinearWeights:
    content = read_verified(path, manifest, role)
    try:
        arrays = safetensors.load(content)
        weights = LinearWeights(
            keys=arrays.pop("keys"),
            idf=arrays.pop("idf"),
            coefficients=arrays.pop("coefficients"),
            scales=arrays.pop("scales"),
            intercepts=arrays.pop("intercepts"),
            owners=arrays.pop("owners", np.arange(len(manifest.sections), dtype=np.int32)),
            orders=manifest.ngram_range,
            headlines=manifest.headlines,
        )
    except (SafetensorError, KeyError, TypeError) as error:
        raise DamagedArtifact(path, manifest.files[role].name, "not our arrays") from error
    if arrays:
        raise DamagedArtifact(path, manifest.files[role].name, "holds arrays of no use")
    if fault := fault_of(weights, len(manifest.sections)):
        raise DamagedArtifact(path, manifest.files[role].name, fault)
    return weights


def read_manifest(path: Path) -> Manifest:
    """Read a manifest and check its format.

    Raises
    ------
    NotAnArtifact, ForeignFormat, DamagedArtifact
    """
    content = _parsed(path)
    found = content.get("format") if isinstance(content, dict) else None
    if found not in FORMATS.values():
        raise ForeignFormat(path, found, sorted(FORMATS.values()))
    try:
        return Manifest.model_validate_json(json.dumps(content))
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, fault["loc"])) or "it"
        raise DamagedArtifact(path, MANIFEST, f"{place}: {fault['msg']}") from error


def _parsed(path: Path) -> object:
    """Return the manifest's JSON, whatever it says."""
    try:
        content = (path / MANIFEST).read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotAnArtifact(path) from error
    except OSError as error:
        raise DamagedArtifact(path, MANIFEST, f"cannot be read ({error.strerror})") from error
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DamagedArtifact(path, MANIFEST, "not valid JSON") from error


def read_verified(path: Path, manifest: Manifest, role: Role) -> bytes:
    """Read one of the artifact's files and check its sum.

    Raises
    ------
    DamagedArtifact
        If the manifest names no such file, or the file is missing or has other bytes.
    """
    entry = manifest.files.get(role)
    if entry is None:
        raise DamagedArtifact(path, MANIFEST, f"names no {role} file")
    try:
        content = (path / entry.name).read_bytes()
    except OSError as error:
        raise DamagedArtifact(path, entry.name, f"cannot be read ({error.strerror})") from error
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise DamagedArtifact(path, entry.name, "its bytes are not those that were written")
    return content


def verify(path: Path) -> Manifest:
    """Check every file of an artifact.

    Raises
    ------
    NotAnArtifact, ForeignFormat, DamagedArtifact
    """
    manifest = load(path).manifest
    for role in manifest.files:
        read_verified(path, manifest, role)
    return manifest
