"""The application."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.errors import ChuyenmucError
from serve.limits import BodyLimit
from serve.problems import HANDLERS, UnexpectedErrors
from serve.registry import Registry
from serve.request_id import RequestId
from serve.routes import router
from serve.settings import Settings, read_settings

_DESCRIPTION = """\
Puts Vietnamese news articles into their section. Every refusal is an `application/problem+json`
(RFC 9457) with a stable `code`, and every answer carries an `X-Request-ID`.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the application; its models are loaded when it starts.

    Parameters
    ----------
    settings
        None reads the environment, as ``uvicorn --factory serve.app:create_app`` needs.

    Raises
    ------
    ConfigError
        The environment holds a wrong value.
    """
    settings = read_settings() if settings is None else settings
    app = FastAPIOffline(
        title="chuyenmuc",
        version="1",
        description=_DESCRIPTION,
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": None},  # the default asks a server on the internet
        redirect_slashes=False,
        lifespan=_load_models,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(PlainStartupFailure),
            Middleware(RequestId),
            Middleware(UnexpectedErrors),
            Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
        ],
        # FastAPI's own telemetry would keep the bodies of requests.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.settings = settings
    app.state.registry = Registry()
    app.include_router(router)
    return app


@asynccontextmanager
async def _load_models(app: FastAPI) -> AsyncIterator[None]:
    app.state.registry = await to_thread.run_sync(Registry.load, app.state.settings.models)
    yield


class PlainStartupFailure:
    """Middleware that has the server say in one line why it cannot start, not in a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on with a `send` that words a failed start-up."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def send_plainly(message: Message) -> None:
            error = sys.exception()
            if message["type"] == "lifespan.startup.failed" and isinstance(error, ChuyenmucError):
                message = {**message, "message": str(error)}
            await send(message)

        await self.app(scope, receive, send_plainly)
