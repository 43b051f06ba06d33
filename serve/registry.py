"""Which models are live."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.errors import NotReady, UnknownModel, UsageError
from model import SectionClassifier


class Registry:
    """The live models by name; the first is the default.

    A registry never changes: another set of models is another registry, loaded whole before it
    takes the place of this one. A request that found its model keeps it to the end.

    Parameters
    ----------
    classifiers
        Verified models, in the order of preference.

    Raises
    ------
    UsageError
        Two models have the same name.
    """

    def __init__(self, classifiers: Iterable[SectionClassifier] = ()) -> None:
        self._live: dict[str, SectionClassifier] = {}
        for classifier in classifiers:
            if classifier.name in self._live:
                raise UsageError(f"two models are named {classifier.name!r}; serve one of them")
            self._live[classifier.name] = classifier

    @classmethod
    def load(cls, directories: Iterable[Path]) -> "Registry":
        """Load and verify every directory, or none.

        Raises
        ------
        ArtifactError
            A directory holds no sound model.
        """
        return cls(_verified(directory) for directory in directories)

    def find(self, name: str | None = None) -> SectionClassifier:
        """The live model of that name; the default one when no name is given.

        Raises
        ------
        NotReady
            No model is live.
        UnknownModel
            None has this name.
        """
        if not self._live:
            raise NotReady
        if name is None:
            return next(iter(self))
        try:
            return self._live[name]
        except KeyError:
            raise UnknownModel(name, list(self._live)) from None

    def __iter__(self) -> Iterator[SectionClassifier]:
        return iter(self._live.values())


def _verified(directory: Path) -> SectionClassifier:
    """Load a model and let it check itself."""
    classifier = SectionClassifier.load(directory)
    classifier.self_test()
    return classifier
