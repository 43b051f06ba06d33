"""Which models are live."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.errors import NotReady, UnknownModel
from model import SectionClassifier
from serve.live.catalogue import choose, find_versions
from serve.metrics import Metrics


class Registry:
    """The live models by name; the first is the default.

    A registry never changes: another set of models is another registry, loaded whole before it
    takes the place of this one. A request that found its model keeps it to the end.

    Parameters
    ----------
    classifiers
        Verified models of different names, in the order of preference.
    metrics
        What is told of their answers.
    """

    def __init__(
        self, classifiers: Iterable[SectionClassifier] = (), metrics: Metrics | None = None
    ) -> None:
        self._live = {classifier.name: classifier for classifier in classifiers}
        self.metrics = Metrics() if metrics is None else metrics

    @classmethod
    def load(cls, directories: Iterable[Path], metrics: Metrics | None = None) -> "Registry":
        """Load and verify the newest version of every model in directories.

        Raises
        ------
        ArtifactError
            A directory holds no sound model.
        """
        chosen = choose(find_versions(directories), {})
        return cls([version.load() for version in chosen], metrics)

    def find(self, name: str | None = None) -> SectionClassifier:
        """The live model of that name; the default one when no name is given.

        Parameters
        ----------
        name
            A model's name; or ``name@version``, which finds it only while that version is live.

        Raises
        ------
        NotReady
            No model is live.
        UnknownModel
            None has this name, or its live version is another.
        """
        if not self._live:
            raise NotReady
        if name is None:
            return next(iter(self))
        found = self._live.get(name) or self._live.get(name.rpartition("@")[0])
        if found is None or name not in {found.name, f"{found.name}@{found.version}"}:
            raise UnknownModel(name, [f"{each.name}@{each.version}" for each in self])
        return found

    @property
    def versions(self) -> dict[str, str]:
        """The live version of each model, by name."""
        return {classifier.name: classifier.version for classifier in self}

    def __iter__(self) -> Iterator[SectionClassifier]:
        return iter(self._live.values())
