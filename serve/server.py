"""Start the service."""

import copy
import errno
import os
import signal
import socket
import sys

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from data.errors import PortOccupied, UsageError
from serve.registry import Registry
from serve.settings import PREFIX, Settings

# How long a stopping server waits for the requests it is answering, in seconds.
_GRACE = 30


def run(settings: Settings) -> None:
    """Serve until told to stop (SIGTERM or SIGINT).

    Raises
    ------
    PortOccupied
        Something listens there already.
    UsageError
        No model is given, or the address is not one of this machine's.
    ArtifactError
        A directory holds no sound model.
    """
    if not settings.models:
        raise UsageError(f"no model to serve; give --model DIR or set {PREFIX}MODELS")
    _require_free_port(settings.host, settings.port)
    Registry.load(settings.models)  # one line here rather than one from each worker
    # Asked to stop and stopped: that is success, from the first moment on.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ.update(settings.environment())
    uvicorn.run(
        "serve.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        root_path=settings.root_path,
        log_level=settings.log_level,
        log_config=_log_config(settings.log_level),
        lifespan="on",
        timeout_graceful_shutdown=_GRACE,
    )


def _require_free_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortOccupied(host, port) from None
        raise UsageError(f"cannot listen on {host}:{port}: {error.strerror}") from None


def _log_config(level: str) -> dict[str, object]:
    """Our own log in the form of the server's."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["loggers"]["serve"] = {
        "handlers": ["default"],
        "level": level.upper(),
        "propagate": False,
    }
    return config
