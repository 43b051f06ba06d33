"""The calls of the service."""

from fastapi import APIRouter

from serve.routes import activation, classify, health, metrics, models, page, report, stream

_ROOMS = (classify, stream, models, report, activation, health, metrics, page)

router = APIRouter()
for room in _ROOMS:
    router.include_router(room.router)

PATHS = frozenset(route.path for room in _ROOMS for route in room.router.routes)
"""The templates of their addresses."""
