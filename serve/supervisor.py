"""The master of several workers."""

import logging
import time
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess

from serve.lifecycle import LOOK_EVERY, reload
from serve.live.deployment import Deployment
from serve.live.watching import Watcher

logger = logging.getLogger(__name__)


class Supervisor(Multiprocess):
    """uvicorn's master, which replaces workers that die, and reloads models instead of workers.

    Parameters
    ----------
    watcher
        Tells when to reload without being told; None waits for SIGHUP.
    """

    def __init__(
        self,
        config: Config,
        sockets: list[socket],
        deployment: Deployment,
        watcher: Watcher | None = None,
    ) -> None:
        super().__init__(config, sockets)
        self._deployment, self._watcher = deployment, watcher
        self._told_to_stop = False
        self._looked = time.monotonic()

    @property
    def was_told_to_stop(self) -> bool:
        """Whether it stopped at a signal, not because its workers cannot start."""
        return self._told_to_stop

    def handle_int(self) -> None:
        """Stop."""
        self._told_to_stop = True
        super().handle_int()

    def handle_term(self) -> None:
        """Stop."""
        self._told_to_stop = True
        super().handle_term()

    def handle_hup(self) -> None:
        """Reload the models in every worker: no connection is closed for it."""
        logger.info("SIGHUP: looking at the models again")
        reload(self._deployment)

    def keep_subprocess_alive(self) -> None:
        """Replace the workers that died, and look at the models now and then."""
        super().keep_subprocess_alive()
        if self._watcher and time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            if self._watcher.has_changed():
                reload(self._deployment)
