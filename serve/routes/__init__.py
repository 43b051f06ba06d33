"""The calls of the service."""

from typing import Final

from fastapi.routing import APIRoute

from serve.routes import activation, classify, health, metrics, models, page, report, stream

_ROOMS: Final = (classify, stream, models, report, activation, health, metrics, page)

# One flat list, what is called most first: of routers in routers the framework makes sure at every
# request that none has changed, which takes longer than all the matching.
ROUTES: Final = tuple(
    route for room in _ROOMS for route in room.router.routes if isinstance(route, APIRoute)
)

PATHS: Final = frozenset(route.path for route in ROUTES)
"""The templates of their addresses."""
