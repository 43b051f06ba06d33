"""The versions of models that lie on the disk, and which of them are to be live."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from data.errors import ArtifactError, NotAnArtifact, UnknownModel, UnknownVersion
from model import SectionClassifier
from model.artifact import MANIFEST, read_manifest
from model.manifest import Manifest

_DEPTH: Final = 2
"""How far below a folder a version may lie: `models/tin-2026-11` or `models/tin/2026-11`."""

logger = logging.getLogger(__name__)


class Version(NamedTuple):
    """A model directory and what its manifest says; nothing else of it is read yet."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The model's name."""
        return self.manifest.name

    @property
    def version(self) -> str:
        """The version, derived from the model's content."""
        return self.manifest.version

    @property
    def age(self) -> tuple[str, str]:
        """What versions are ordered by: the newest created is the greatest."""
        return self.manifest.created, self.manifest.version

    def load(self) -> SectionClassifier:
        """Load the whole model and let it check itself.

        Raises
        ------
        ArtifactError
            It is not sound.
        """
        classifier = SectionClassifier.load(self.path)
        classifier.self_test()
        return classifier


def is_folder_of_models(directory: Path) -> bool:
    """Tell a folder that may hold models from a model."""
    return directory.is_dir() and not (directory / MANIFEST).exists()


def find_versions(directories: Iterable[Path]) -> list[Version]:
    """Find the versions in directories, each a model or a folder of models.

    In a folder, a version whose manifest cannot be read is passed over with a warning: it must not
    keep the others from being served.

    Raises
    ------
    NotAnArtifact
        A directory neither is a model nor holds one.
    ForeignFormat, DamagedArtifact
        A directory that is itself a model has a manifest that cannot be read.
    """
    versions: list[Version] = []
    for directory in directories:
        if is_folder_of_models(directory):
            found = list(_readable(directory, _DEPTH))
            if not found:
                raise NotAnArtifact(directory)
            versions += found
        else:
            versions.append(Version(directory, read_manifest(directory)))
    return versions


def _readable(folder: Path, depth: int) -> Iterator[Version]:
    for path in sorted(path for path in folder.iterdir() if path.is_dir()):
        if (path / MANIFEST).exists():
            try:
                yield Version(path, read_manifest(path))
            except ArtifactError as error:
                logger.warning("passed over: %s", error)
        elif depth > 1:
            yield from _readable(path, depth - 1)


def choose(versions: Iterable[Version], wanted: Mapping[str, str]) -> list[Version]:
    """One version of each model: the wanted one if it is there, else the newest created.

    Models keep the order in which they were found.
    """
    by_name: dict[str, list[Version]] = {}
    for version in versions:
        by_name.setdefault(version.name, []).append(version)
    chosen = []
    for name, candidates in by_name.items():
        newest = max(candidates, key=lambda candidate: candidate.age)
        asked = wanted.get(name, newest.version)
        found = next((each for each in candidates if each.version == asked), None)
        if found is None:
            logger.warning(
                "model %s: version %s is not there any more; the newest, %s, takes its place",
                name,
                asked,
                newest.version,
            )
        chosen.append(found or newest)
    return chosen


def require(versions: Iterable[Version], name: str, version: str | None) -> Version:
    """Find one version of a model, or its newest.

    Raises
    ------
    UnknownModel
        There is no model of this name.
    UnknownVersion
        There is no such version of it.
    """
    versions = list(versions)
    candidates = [each for each in versions if each.name == name]
    if not candidates:
        raise UnknownModel(name, list(dict.fromkeys(each.name for each in versions)))
    if version is None:
        return max(candidates, key=lambda candidate: candidate.age)
    for each in candidates:
        if each.version == version:
            return each
    raise UnknownVersion(name, version, [each.version for each in candidates])
