"""What an operator can set: one row per setting, from a flag or from CHUYENMUC_<NAME>."""

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from data.errors import ConfigError

PREFIX = "CHUYENMUC_"


class Settings(BaseSettings):
    """The settings of the service.

    Raises
    ------
    pydantic.ValidationError
        A value is out of its range; `read_settings` says so in the project's own words.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    models: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(),
        description="model directories; the first is the default model. In the environment: "
        f"separated by '{os.pathsep}', or a JSON array",
    )
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(
        default=8000, ge=0, le=65535, description="port to listen on; 0 takes a free one"
    )
    workers: int = Field(
        default=1, ge=1, description="processes, each with its own copy of the models"
    )
    max_body_bytes: int = Field(
        default=2 * 1024**2, ge=1, description="largest request body, in bytes"
    )
    max_items: int = Field(default=256, ge=1, description="most articles in one batch")
    max_characters: int = Field(
        default=500_000, ge=1, description="longest article, in characters (Unicode code points)"
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[^/]+)*$",
        description="path under which a proxy shows the service, such as /tin",
    )
    log_level: Literal["critical", "error", "warning", "info", "debug"] = Field(
        default="info", description="least severe message that is logged"
    )

    @field_validator("models", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return json.loads(value)
        return [path for path in value.split(os.pathsep) if path]

    def environment(self) -> dict[str, str]:
        """The variables from which another process reads these same settings."""
        rows = self.model_dump(mode="json").items()
        return {
            PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in rows
        }


def read_settings(**given: Any) -> Settings:
    """Settings from what is given, else from the environment, else the defaults.

    Parameters
    ----------
    **given
        Values by the name of their setting; None means "not given".

    Raises
    ------
    ConfigError
        With every wrong value at once.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise ConfigError(
            [
                (".".join(map(str, fault["loc"])), fault["msg"], fault["input"])
                for fault in error.errors()
            ]
        ) from None
