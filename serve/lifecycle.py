"""The life of a serving process: load, follow its crew, drain, leave."""

import asyncio
import gc
import logging
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Final

from anyio import create_task_group, sleep, to_thread
from fastapi import FastAPI

from data.errors import ChuyenmucError
from serve.live.crew import Alone, Crew
from serve.live.deployment import Deployment
from serve.live.watching import Watcher
from serve.metrics import Metrics, shared_metrics
from serve.registry import Registry

RUN_FOLDER: Final = "CHUYENMUC_RUN_FOLDER"
"""Variable by which the master tells its workers where they agree; no setting."""

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at watched models."""

_FOLLOW_EVERY: Final = 0.2
"""Seconds between two looks at the crew's orders."""

_LEAVE_WITHIN: Final = 3.0
"""Seconds a worker without a master has to leave."""

_NEW_OBJECTS: Final = 20_000
"""As many as some hundred requests have that are answered at the same time: more may be garbage."""

Handler = Callable[[int, FrameType | None], None]

logger = logging.getLogger(__name__)


@asynccontextmanager
async def live_models(app: FastAPI) -> AsyncIterator[None]:
    """Keep the models of an application live, from its start to its end.

    Raises
    ------
    ChuyenmucError
        A model that is to be live is not sound.
    """
    folder = os.environ.get(RUN_FOLDER)
    crew = Crew(Path(folder)) if folder else None
    metrics = _join(crew) if crew else Metrics()
    agreement = crew or Alone()
    show = partial(setattr, app.state, "registry")
    deployment = Deployment(app.state.settings, agreement, Registry(metrics=metrics), show)
    await to_thread.run_sync(deployment.start)
    app.state.deployment, app.state.agreement = deployment, agreement
    if crew:
        _leave_with_master(crew.folder)
    _drain_when_told(app)
    async with create_task_group() as background:
        if crew:
            background.start_soon(_follow, deployment)
        else:
            background.start_soon(_reload_when_told, deployment)
            if app.state.settings.watch:
                background.start_soon(_reload_when_changed, deployment, app.state.settings.models)
        yield
        background.cancel_scope.cancel()
    metrics.show_live(())
    if crew:
        with suppress(OSError):
            crew.leave()


@contextmanager
def settled() -> Iterator[None]:
    """Let the garbage collector pass over what is there at the start: it stays to the end.

    To look through all of it takes a tenth of a second, in which nobody is answered, and many
    requests make for a look every second. Nor need it look every few requests through those under
    way: none leaves a cycle behind, and the looks take a twentieth of a request's time.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def reload(deployment: Deployment) -> None:
    """Have a deployment look at the disk again; a refusal is a line in the log."""
    try:
        deployment.reload()
    except (ChuyenmucError, OSError) as error:
        logger.error("reload refused, nothing has changed: %s", error)  # noqa: TRY400


def _join(crew: Crew) -> Metrics:
    """Take a place in the crew; without room for common figures, keep figures of one's own."""
    try:
        slot = crew.join()
        return shared_metrics(crew.folder / "metrics", slot)
    except OSError as error:
        logger.warning(
            "no room for common figures (%s): /metrics tells of single workers", error.strerror
        )
        return Metrics()


async def _follow(deployment: Deployment) -> None:
    while True:
        await sleep(_FOLLOW_EVERY)
        try:
            await to_thread.run_sync(deployment.follow)
        except Exception:
            logger.exception("the crew's order cannot be followed; trying again")


async def _reload_when_told(deployment: Deployment) -> None:
    """Reload at SIGHUP, where signals can be had: in the main thread of a Unix process."""
    told = asyncio.Event()
    try:
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, told.set)
    except (NotImplementedError, ValueError, RuntimeError):
        return
    while True:
        await told.wait()
        told.clear()
        await to_thread.run_sync(reload, deployment)


async def _reload_when_changed(deployment: Deployment, models: tuple[Path, ...]) -> None:
    watcher = Watcher(models)
    while True:
        await sleep(LOOK_EVERY)
        if await to_thread.run_sync(watcher.has_changed):
            await to_thread.run_sync(reload, deployment)


def _drain_when_told(app: FastAPI) -> None:
    """Be not ready from the signal to stop on; after SIGTERM stop when balancers have noticed."""
    if threading.current_thread() is not threading.main_thread():
        return  # signals never come here
    loop = asyncio.get_running_loop()

    def drain_before(stop: Callable[[int, FrameType | None], object], delay: float) -> Handler:
        def begin(number: int, frame: FrameType | None) -> None:
            again, app.state.draining = app.state.draining, True
            if delay and not again:
                loop.call_soon_threadsafe(loop.call_later, delay, stop, number, None)
            else:
                stop(number, frame)

        return begin

    delays = {signal.SIGTERM: app.state.settings.drain_delay, signal.SIGINT: 0.0}
    for number, delay in delays.items():
        stop = signal.getsignal(number)
        if callable(stop):
            signal.signal(number, drain_before(stop, delay))


def _leave_with_master(folder: Path) -> None:
    """Leave when the master is killed: it can neither replace workers nor free the port."""
    master = multiprocessing.parent_process()
    if master is not None:
        threading.Thread(target=_wait_and_leave, args=(master, folder), daemon=True).start()


def _wait_and_leave(
    master: BaseProcess, folder: Path, leave: Callable[[int], None] = os._exit
) -> None:
    master.join()
    logger.critical("the master is gone: this worker leaves, so that the service can be restarted")
    shutil.rmtree(folder, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_LEAVE_WITHIN)
    leave(1)
