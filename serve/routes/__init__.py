"""The calls of the service."""

from fastapi import APIRouter

from serve.routes import classify, health, models

router = APIRouter()
for room in (classify, models, health):
    router.include_router(room.router)
