"""The directions in which a search may leave the configuration that it starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from training.config import TrainConfig

if TYPE_CHECKING:
    from optuna.trial import Trial

Parameter: TypeAlias = float | str
"""What Optuna can remember of a value."""

_DIGITS: Final = 2
"""Significant ones of a number that is tried: more say nothing, and none could read them."""


@dataclass(frozen=True)
class Options:
    """A setting with a few values.

    Attributes
    ----------
    path : str
        Of the setting, as `--set` writes it.
    values : tuple
    """

    path: str
    values: tuple[object, ...]

    @property
    def name(self) -> str:
        """What Optuna calls it."""
        return self.path

    def is_free(self, config: TrainConfig) -> bool:  # noqa: ARG002 - it depends for ranges
        """Tell whether the setting matters to a configuration."""
        return True

    def suggest(self, trial: "Trial") -> Parameter:
        """Let Optuna choose."""
        return trial.suggest_categorical(self.name, [self.write(value) for value in self.values])

    def read(self, parameter: Parameter) -> object:
        """Return the value that a parameter stands for."""
        return next(value for value in self.values if self.write(value) == parameter)

    def write(self, value: object) -> str:
        """Return what stands for a value."""
        return str(value)


@dataclass(frozen=True)
class Range:
    """A setting with a positive number, of which the order of magnitude matters.

    Attributes
    ----------
    path : str
    low, high : int or float
        Both of one type, which is that of the setting.
    start : int or float
        The value to start from, which is tried exactly; others are rounded.
    kind : str, optional
        The classifier that it belongs to; by default to all.
    """

    path: str
    low: float
    high: float
    start: float
    kind: str | None = None

    @property
    def name(self) -> str:
        """What Optuna calls it: one setting may have another range with each classifier."""
        return f"{self.path} ({self.kind})" if self.kind else self.path

    def is_free(self, config: TrainConfig) -> bool:
        """Tell whether the setting matters to a configuration."""
        return self.kind in {None, config.classifier.kind}

    def suggest(self, trial: "Trial") -> Parameter:
        """Let Optuna choose."""
        if isinstance(self.low, int) and isinstance(self.high, int):
            return trial.suggest_int(self.name, self.low, self.high, log=True)
        return trial.suggest_float(self.name, self.low, self.high, log=True)

    def read(self, parameter: Parameter) -> object:
        """Return the value that a parameter stands for."""
        if parameter == self.start:
            return parameter
        return type(self.low)(float(f"{float(parameter):.{_DIGITS}g}"))

    def write(self, value: float) -> float:
        """Return what stands for a value: itself."""
        return value


Axis: TypeAlias = Options | Range


def value_of(config: TrainConfig, path: str) -> Any:
    """Return one setting.

    >>> value_of(TrainConfig(), "classifier.C")
    1.0
    """
    value: Any = config
    for name in path.split("."):
        value = getattr(value, name)
    return value


def with_values(config: TrainConfig, values: Mapping[str, object]) -> TrainConfig:
    """Return a configuration with other values of some settings, by their paths.

    >>> with_values(TrainConfig(), {"classifier.C": 0.5}).classifier.C
    0.5
    """
    tables = config.model_dump()
    for path, value in values.items():
        *names, last = path.split(".")
        table = tables
        for name in names:
            table = table[name]
        table[last] = value
    return TrainConfig.model_validate(tables)
