"""What is looked at before a request is read: its key, its client's rate, whether there is room."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from data.errors import ChuyenmucError
from serve.keys import Keyring
from serve.problems import refuse
from serve.rates import Rates, client_of
from serve.settings import Settings
from serve.turns import Turns

STREAM: Final = "/v1/classify/stream"

CALLS: Final = "/v1/"
WORK: Final = frozenset({"/v1/classify", "/v1/classify/batch"})
_HEALTH: Final = frozenset({"/livez", "/readyz"})
_METRICS: Final = "/metrics"
_NEVER_WAIT: Final = _HEALTH | {_METRICS}


def path_of(scope: Scope) -> str:
    """The path within the service, whatever path a proxy shows it under."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def is_locked(path: str, settings: Settings) -> bool:
    """Tell whether a path, or the template of one, needs a key."""
    if path.startswith(CALLS):
        return settings.keys is not None
    return (settings.keys_for_health and path in _HEALTH) or (
        settings.keys_for_metrics and path == _METRICS
    )


class Door:
    """Middleware that refuses at once what would be refused later, or could not be answered.

    The page, its documentation and the health of the service stay open to everybody; only the
    setting closes health and metrics. No limit counts them.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, keyring: Keyring, rates: Rates, turns: Turns
    ) -> None:
        self.app = app
        self.keyring = keyring
        self.rates = rates
        self.turns = turns
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or refuse it."""
        if scope["type"] == "http":
            path = path_of(scope)
            try:
                if path in WORK:
                    self.turns.require_place()
                if path not in _NEVER_WAIT:
                    await self.turns.begin()
                self._look(scope, path)
            except ChuyenmucError as error:
                await refuse(error, scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _look(self, scope: Scope, path: str) -> None:
        name = self.keyring.require(scope).name if is_locked(path, self.settings) else None
        if path.startswith(CALLS):
            client = scope.get("client")
            self.rates.take(name or client_of(client[0] if client else ""))
