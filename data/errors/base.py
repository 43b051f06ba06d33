"""What all errors share, and those of flags and configurations."""

import copyreg
from collections.abc import Sequence
from typing import Any, ClassVar


def listed(names: Sequence[str], limit: int = 12) -> str:
    """Join names for a message, cutting a long list short.

    >>> listed(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    if len(names) <= limit:
        return ", ".join(names)
    return f"{', '.join(names[:limit])} and {len(names) - limit} more"


class ChuyenmucError(Exception):
    """Whatever chuyenmuc refuses, with the words and numbers to say so."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2
    status: ClassVar[int] = 400
    title: ClassVar[str] = "chuyenmuc could not go on"

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross processes as what it is: built from its message, not from its arguments again."""
        return copyreg.__newobj__, (type(self), *self.args), vars(self)  # type: ignore[attr-defined]


class UsageError(ChuyenmucError):
    """Flags or arguments that do not make sense together."""

    code = "usage"
    title = "Wrong usage"


class ConfigError(ChuyenmucError):
    """A configuration with faults: all of them at once, as (path, message, value)."""

    code = "config"
    title = "Wrong configuration"

    def __init__(self, faults: Sequence[tuple[str, str, object]]) -> None:
        self.faults = list(faults)
        lines = (f"{path} -> {message} (got {value!r})" for path, message, value in self.faults)
        super().__init__("\n".join(lines))
