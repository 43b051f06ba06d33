"""What an operator can set: one row per setting, from a flag or from CHUYENMUC_<NAME>."""

import json
import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from data.errors import ArtifactError, ConfigError
from model.shipped import shipped_model
from serve.logs import LogFormat
from serve.tracing import is_installed

PREFIX = "CHUYENMUC_"

Origin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[^/\s]+)$")]


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
        description="models and folders of models; the first model is the default. Without any, "
        "the model that ships. In the "
        f"environment: separated by '{os.pathsep}', or a JSON array",
    )
    watch: bool = Field(
        default=False,
        description="whether to reload models by itself when their directories have changed",
    )
    state_file: Path | None = Field(
        default=None,
        description="where the versions are kept that were activated; without one, live.json in "
        "the first of the models that is a folder of models",
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
    max_line_bytes: int = Field(
        default=2 * 1024**2, ge=1, description="longest line of a stream, in bytes"
    )
    max_concurrency: int = Field(
        default=2,
        ge=1,
        description="long articles, batches and runs of a stream's lines worked on at once, "
        "in each worker",
    )
    max_queue: int = Field(
        default=128,
        ge=0,
        description="requests that may wait for their turn in each worker; others get 503",
    )
    max_streams: int = Field(
        default=32, ge=1, description="streams open at once in each worker; others get 503"
    )
    request_timeout: float = Field(
        default=30, gt=0, description="seconds within which a request arrives and is answered"
    )
    idle_timeout: float = Field(
        default=60,
        gt=0,
        description="seconds after which a stream is closed that nobody writes to or reads from",
    )
    rate_limit: float = Field(
        default=0,
        ge=0,
        description="requests a second that one client may send to each worker in the long run; "
        "others get 429; 0 sets no limit",
    )
    rate_burst: int = Field(
        default=20, ge=1, description="requests that a client under the rate limit may send at once"
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(IPv4Network("127.0.0.1"), IPv6Network("::1")),
        description="addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are "
        "believed. In the environment: separated by ',', or a JSON array",
    )
    keys: Path | None = Field(
        default=None,
        description="file with the keys that open the service; without one it is open to all",
    )
    admin_keys: Path | None = Field(
        default=None,
        description="file with the keys that may also activate a model; without one, nobody may",
    )
    keys_for_health: bool = Field(
        default=False, description="whether /livez and /readyz need a key too"
    )
    keys_for_metrics: bool = Field(default=False, description="whether /metrics needs a key too")
    cors_origins: Annotated[tuple[Origin, ...], NoDecode] = Field(
        default=(),
        description="web pages' origins, such as https://bao.example, from which browsers may "
        "call; '*' is any. In the environment: separated by ',', or a JSON array",
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[^/]+)*$",
        description="path under which a proxy shows the service, such as /tin",
    )
    drain_delay: float = Field(
        default=0,
        ge=0,
        description="seconds to go on serving after SIGTERM while /readyz says 503, so that load "
        "balancers notice",
    )
    stop_timeout: int = Field(
        default=30, ge=1, description="seconds that running requests then have to end"
    )
    log_format: LogFormat = Field(
        default="text", description="form of the log: text for people, json for programs"
    )
    log_level: Literal["critical", "error", "warning", "info", "debug"] = Field(
        default="info", description="least severe message that is logged"
    )
    tracing: bool = Field(
        default=False,
        description="whether a span of every request but probes and refusals of a full service "
        "goes to an OpenTelemetry collector; needs the extra chuyenmuc[otel]",
    )

    @field_validator("models", "trusted_proxies", "cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return json.loads(value)
        parts = value.split(os.pathsep if info.field_name == "models" else ",")
        return [part.strip() for part in parts if part.strip()]

    @field_validator("keys_for_health", "keys_for_metrics")
    @classmethod
    def _can_be_opened(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001
        if value and not (info.data.get("keys") or info.data.get("admin_keys")):
            raise PydanticCustomError("no_keys", "set keys or admin_keys too")
        return value

    @field_validator("tracing")
    @classmethod
    def _can_be_traced(cls, value: bool) -> bool:  # noqa: FBT001
        if value and not is_installed():
            raise PydanticCustomError(
                "no_opentelemetry", "install OpenTelemetry with: pip install 'chuyenmuc[otel]'"
            )
        return value

    def environment(self) -> dict[str, str]:
        """The variables from which another process reads these same settings."""
        rows = self.model_dump(mode="json").items()
        return {
            PREFIX + name.upper(): value if isinstance(value, str) else json.dumps(value)
            for name, value in rows
            if value is not None
        }


def read_settings(**given: Any) -> Settings:
    """Settings from what is given, else from the environment, else the defaults.

    Where no model is named, the one that ships is served.

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
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise ConfigError(
            [
                (".".join(map(str, fault["loc"])), fault["msg"], fault["input"])
                for fault in error.errors()
            ]
        ) from None
    return settings if settings.models else settings.model_copy(update={"models": _shipped()})


def _shipped() -> tuple[Path, ...]:
    try:
        return (shipped_model(),)
    except ArtifactError:
        return ()
