"""What a search may try: every configuration that is worth a fold."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from training.config import TrainConfig
from training.search.axes import Axis, Options, Parameter, Range, value_of, with_values

if TYPE_CHECKING:
    from optuna.trial import Trial

_NGRAM_RANGES: Final = ((1, 1), (1, 2), (1, 3))
_MIN_DFS: Final = (2, 3, 5, 8)
_HEADLINES: Final = (True, False)
_RELEVANCES: Final = (0.0, 0.25, 0.5)
_C: Final[Mapping[str, tuple[float, float]]] = {
    "linear_svc": (0.05, 4.0),
    "logistic_regression": (1.0, 50.0),
}
"""Where the best lies by far on any corpus; beyond, a fit takes minutes."""


class Space:
    """The configurations around the one to start from.

    What is no matter of figures stays: the corpus, its units, the folds, and whether excerpts are
    learnt from at all, which costs whole articles nothing and is what headlines are told by.

    Parameters
    ----------
    start : TrainConfig
        Always one of them.
    """

    def __init__(self, start: TrainConfig) -> None:
        self.start = start
        self.axes = tuple(_axes(start))

    def suggest(self, trial: "Trial") -> TrainConfig:
        """Let Optuna choose a configuration."""
        parameters: dict[str, Parameter] = {}
        for axis in self.axes:
            if axis.is_free(self.config(parameters)):
                parameters[axis.name] = axis.suggest(trial)
        return self.config(parameters)

    def config(self, parameters: Mapping[str, Parameter]) -> TrainConfig:
        """Return the configuration that parameters of Optuna stand for."""
        values = {
            axis.path: axis.read(parameters[axis.name])
            for axis in self.axes
            if axis.name in parameters
        }
        return with_values(self.start, values)

    @property
    def parameters(self) -> dict[str, Parameter]:
        """What Optuna is to choose first: the configuration to start from."""
        return {
            axis.name: axis.write(value_of(self.start, axis.path))
            for axis in self.axes
            if axis.is_free(self.start)
        }

    @property
    def min_df(self) -> int:
        """The lowest that is tried."""
        return min(*_MIN_DFS, self.start.features.min_df)

    @property
    def options(self) -> dict[str, tuple[object, ...]]:
        """The values of each setting that has a few, by its path."""
        return {axis.path: axis.values for axis in self.axes if isinstance(axis, Options)}

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The lowest and the highest of each setting that is a number, by its path."""
        found: dict[str, tuple[float, float]] = {}
        for axis in self.axes:
            if isinstance(axis, Range):
                low, high = found.get(axis.path, (axis.low, axis.high))
                found[axis.path] = min(low, axis.low), max(high, axis.high)
        return found

    def changes(self, config: TrainConfig) -> dict[str, object]:
        """Return what of a configuration is not as in the one to start from, by its path."""
        found = {path: value_of(config, path) for path in (*self.options, *self.ranges)}
        return {path: new for path, new in found.items() if new != value_of(self.start, path)}


def _axes(start: TrainConfig) -> list[Axis]:
    features, classifier = start.features, start.classifier
    axes: list[Axis] = [_options("classifier.kind", classifier.kind, *_C)]
    if features.units != "words":  # words are learnt from the corpus with `min_df`, once
        axes += [
            _options("features.ngram_range", features.ngram_range, *_NGRAM_RANGES),
            _options("features.min_df", features.min_df, *_MIN_DFS),
        ]
    most = features.max_features
    axes += [
        Range("features.max_features", max(most // 8, 1), most * 4, most),
        _options("features.relevance", features.relevance, *_RELEVANCES),
        _options("features.headlines", features.headlines, *_HEADLINES),
    ]
    if weight := features.excerpts:
        axes.append(Range("features.excerpts", weight / 3, min(weight * 10, 1.0), weight))
    for kind, bounds in _C.items():
        every = (*bounds, classifier.C) if kind == classifier.kind else bounds
        axes.append(Range("classifier.C", min(every), max(every), classifier.C, kind))
    axes.append(_options("classifier.class_weight", classifier.class_weight, "balanced", "none"))
    return axes


def _options(path: str, start: object, *values: object) -> Options:
    """Make the value to start from one of the values."""
    return Options(path, values if start in values else (start, *values))
