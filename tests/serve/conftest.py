"""The service over small trained models, in this process or in one of its own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from model import SectionClassifier
from serve import Settings, create_app
from serve.keys import new_key
from serve.protocol import Protocol

STARTER = Path(__file__).parents[2] / "data" / "starter"
RUN = """
from uvicorn.protocols.websockets import auto
auto.AutoWebSocketsProtocol = object  # as if a library for websockets were there
from serve import run
from serve.settings import read_settings
run(read_settings())
"""

Listen = Callable[..., int]
Apps = dict[int, FastAPI]
Running = AbstractContextManager[tuple[httpx2.Client, subprocess.Popen[str]]]


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,))


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    """The model that the service serves, asked directly."""
    return SectionClassifier.load(small_model)


class Newsroom(NamedTuple):
    """Two versions of one model that answer differently, an admin's key, and a free port."""

    folder: Path
    old: str
    new: str
    keys: Path
    secret: str
    port: int

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"}

    def settings(self, **others: object) -> Settings:
        return Settings.model_validate(
            {"models": (self.folder,), "admin_keys": self.keys, "port": self.port, **others}
        )


@pytest.fixture(scope="session")
def two_versions(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.config import load_config
    from training.trainer import train

    folder = tmp_path_factory.mktemp("versions")
    shutil.copytree(small_model, folder / "2026-01")
    config = load_config(settings=[f"name={small_model.name}", "features.ngram_range=[1,1]"])
    train(STARTER, folder / "2026-02", config, evaluate=False, keep_pipeline=False, jobs=1)
    for version in folder.iterdir():
        rewrite(version / "manifest.json", created=f"{version.name}-01T00:00:00+00:00")
    return folder


def rewrite(manifest: Path, **fields: object) -> str:
    """Change fields of a manifest, and return the version."""
    content = json.loads(manifest.read_text()) | fields
    manifest.write_text(json.dumps(content))
    return str(content["version"])


@pytest.fixture
def newsroom(two_versions: Path, tmp_path: Path, port: int) -> Newsroom:
    folder = tmp_path / "models"
    shutil.copytree(two_versions, folder)
    old, new = (rewrite(folder / name / "manifest.json") for name in ("2026-01", "2026-02"))
    secret, key = new_key("operator")
    keys = tmp_path / "admins"
    keys.write_text(f"{key}\n")
    return Newsroom(folder, old, new, keys, secret, port)


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
    return number


@pytest.fixture
def serving() -> Callable[[Settings, Path], Running]:
    """Start a server process; a session of its own ends with it."""

    @contextmanager
    def start(
        settings: Settings, log: Path
    ) -> Iterator[tuple[httpx2.Client, subprocess.Popen[str]]]:
        with (
            log.open("w") as output,
            server_process(settings, output) as process,
            httpx2.Client(base_url=f"http://127.0.0.1:{settings.port}", timeout=10) as client,
        ):
            try:
                wait_until_ready(client, process)
                yield client, process
            finally:
                process.kill()

    return start


def server_process(settings: Settings, output: IO[str]) -> subprocess.Popen[str]:
    environment = os.environ | settings.environment()
    return subprocess.Popen(
        [sys.executable, "-c", RUN], env=environment, stdout=output, stderr=output, text=True
    )


def wait_until_ready(client: httpx2.Client, process: subprocess.Popen[str]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server stopped"
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx2.ConnectError:
            time.sleep(0.1)
    pytest.fail("the server is not ready after a minute")


@pytest.fixture
def apps() -> Apps:
    """The applications that listen, by their port."""
    return {}


@pytest.fixture
def listen(settings: Settings, apps: Apps) -> Iterator[Listen]:
    """Start a real server in this process, and get its port."""
    started: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(**changes: object) -> int:
        app = create_app(settings.model_copy(update=changes))
        config = uvicorn.Config(
            app, port=0, http=Protocol, ws="none", lifespan="on", log_config=None
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        started.append((server, thread))
        while not server.started:
            time.sleep(0.01)
        port: int = server.servers[0].sockets[0].getsockname()[1]
        apps[port] = app
        return port

    yield start
    for server, thread in started:
        server.should_exit = True
        thread.join()
