"""The state file: which versions an operator chose, kept from one start to the next."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from data.errors import UsageError
from serve.live.catalogue import is_folder_of_models
from serve.settings import Settings

_FILE: Final = "live.json"
_CHOICE: Final = TypeAdapter(dict[str, str])


def state_file(settings: Settings) -> Path | None:
    """Where the choice is kept: the setting, else `live.json` in the first folder of models.

    None if every directory is itself a model: then a choice lasts as long as the service.
    """
    if settings.state_file is not None:
        return settings.state_file
    folders = (path / _FILE for path in settings.models if is_folder_of_models(path))
    return next(folders, None)


def read_choice(path: Path | None) -> dict[str, str]:
    """Read which version of each model was chosen; none before the first choice.

    Raises
    ------
    UsageError
        The file cannot be read, or holds something else.
    """
    try:
        return _CHOICE.validate_json(path.read_bytes()) if path else {}
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    except ValidationError:
        raise UsageError(
            f'{path}: is not of the form {{"name": "version"}}; mend it or remove it'
        ) from None


def write_whole(path: Path, content: Mapping[str, object]) -> None:
    """Write JSON so that a reader finds the old content or the new, never half of it.

    Raises
    ------
    OSError
        The disk is full, or the place cannot be written to.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
