"""Whether the service is alive, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter, Request
from typing_extensions import TypedDict

from data.errors import Draining, NotReady
from serve.problems import problem_responses

router = APIRouter(tags=["health"])


class Alive(TypedDict):
    """The process answers."""

    status: Literal["alive"]


class Ready(TypedDict):
    """A verified model is live."""

    status: Literal["ready"]


@router.get("/livez")
async def livez() -> Alive:
    """Whether the process answers."""
    return {"status": "alive"}


@router.get("/readyz", responses=problem_responses(NotReady, Draining))
async def readyz(request: Request) -> Ready:
    """Whether a verified model is live, and the service is not about to stop."""
    if request.app.state.draining:
        raise Draining
    request.app.state.registry.find()
    return {"status": "ready"}
