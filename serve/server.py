"""Start the service."""

import errno
import os
import signal
import socket
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn

from data.errors import PortOccupied, UsageError
from serve.keys import Keyring
from serve.lifecycle import RUN_FOLDER
from serve.live.crew import Alone, Crew
from serve.live.deployment import Deployment
from serve.live.watching import Watcher
from serve.logs import log_config
from serve.protocol import Protocol
from serve.registry import Registry
from serve.settings import PREFIX, Settings
from serve.supervisor import Supervisor

_EARS: Final = 1 if sys.platform == "win32" else 32
"""How often each process listens on its socket.

Between two looks uvloop accepts one connection from each: a hundred that come at once would wait
for a hundred looks, and whoever asks for the service's health would wait behind them.
"""

_PATIENCE: Final = 15
"""Seconds a worker may take to start on a busy machine before it is taken for a hung one."""


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
    Keyring.read(settings.keys, settings.admin_keys)  # one line here, not one from each worker
    # Asked to stop and stopped: that is success, from the first moment on.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.environ.update(settings.environment())
    config = uvicorn.Config(
        "serve.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        root_path=settings.root_path,
        log_config=log_config(settings.log_level, settings.log_format),
        access_log=False,  # our own has the request's id, and no words of the caller
        lifespan="on",
        http=Protocol,
        ws="none",  # a library for websockets may be there, and would take connections over
        proxy_headers=False,  # the application believes its own trusted proxies
        timeout_graceful_shutdown=settings.stop_timeout,
        timeout_worker_healthcheck=_PATIENCE,
    )
    if settings.workers == 1:
        _serve_alone(settings, config)
    else:
        _serve_with_workers(settings, config)


def _serve_alone(settings: Settings, config: uvicorn.Config) -> None:
    _deployment(settings, Alone()).start()  # a fault is one line here, not one of the server's
    server = uvicorn.Server(config)
    server.run(listening_sockets(config))
    if not server.started:
        sys.exit(1)


def _serve_with_workers(settings: Settings, config: uvicorn.Config) -> None:
    try:
        folder = TemporaryDirectory(prefix="chuyenmuc-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UsageError(
            f"no room for the run folder ({error.strerror}); set TMPDIR to a place with some"
        ) from None
    with folder:
        crew = Crew(Path(folder.name))
        deployment = _deployment(settings, crew)
        deployment.start()
        os.environ[RUN_FOLDER] = folder.name
        watcher = Watcher(settings.models) if settings.watch else None
        supervisor = Supervisor(config, listening_sockets(config), deployment, watcher)
        supervisor.run()
    if not supervisor.was_told_to_stop:
        sys.exit(1)


def listening_sockets(config: uvicorn.Config) -> list[socket.socket]:
    """Bind the service's socket, and give it as often as each process is to listen on it."""
    first = config.bind_socket()
    return [first, *(first.dup() for _ in range(_EARS - 1))]


def _deployment(settings: Settings, agreement: Alone | Crew) -> Deployment:
    return Deployment(settings, agreement, Registry(), lambda _: None)


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
