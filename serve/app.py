"""The application."""

import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from data.errors import ChuyenmucError
from serve.classifying import predict
from serve.door import Door
from serve.keys import Keyring
from serve.lifecycle import live_models, settled
from serve.limits import BodyLimit
from serve.microbatching import MicroBatcher
from serve.observing import Observe
from serve.openapi import describe
from serve.overload import OVERLOAD, Overload
from serve.problems import HANDLERS, UnexpectedErrors
from serve.rates import Rates
from serve.registry import Registry
from serve.request_id import HEADER, RequestId
from serve.routes import PATHS, ROUTES
from serve.security import PageSecurity
from serve.settings import Settings, read_settings
from serve.streaming import Streams
from serve.tracing import Traces
from serve.turns import Turns

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
    UsageError
        A file of keys is none.
    """
    settings = read_settings() if settings is None else settings
    keyring = Keyring.read(settings.keys, settings.admin_keys)
    rates = Rates(settings.rate_limit, settings.rate_burst)
    turns = Turns(settings.max_concurrency, settings.max_queue)
    app = FastAPIOffline(
        title="chuyenmuc",
        version="1",
        description=_DESCRIPTION,
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": None},  # the default asks a server on the internet
        redirect_slashes=False,
        lifespan=_life,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(PlainStartupFailure),
            Middleware(RequestId),
            Middleware(Observe, paths=PATHS),
            *_outer_middleware(settings),
            Middleware(UnexpectedErrors),
            Middleware(Door, settings=settings, keyring=keyring, rates=rates, turns=turns),
            Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
        ],
        # FastAPI's own telemetry would keep the bodies of requests.
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.settings = settings
    app.state.registry = Registry()
    app.state.draining = False
    app.state.keyring = keyring
    app.state.turns = turns
    app.state.batcher = MicroBatcher(predict, lambda: turns.is_beginning)
    app.state.streams = Streams(settings.max_streams)
    app.state.overload = Overload(app.state, settings)
    app.state.traces = Traces() if settings.tracing else None
    app.router.routes[:0] = ROUTES
    describe(app, settings)
    return app


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[Mapping[str, Overload]]:
    async with live_models(app):
        with settled():
            yield {OVERLOAD: app.state.overload}
    app.state.overload.tell()
    app.state.turns.close()
    if app.state.traces:
        await to_thread.run_sync(app.state.traces.close)


def _outer_middleware(settings: Settings) -> Iterator[Middleware]:
    """What stands between the service and browsers or proxies, where there is need of it."""
    proxies = [str(network) for network in settings.trusted_proxies]
    if proxies:
        yield Middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    if settings.cors_origins:
        yield Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", HEADER],
            expose_headers=[HEADER, "Retry-After"],
        )
    yield Middleware(PageSecurity)


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
