"""Whether the service is alive, whether it can answer, and where its documentation is."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from typing_extensions import TypedDict

from data.errors import NotReady
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


@router.get("/readyz", responses=problem_responses(NotReady))
async def readyz(request: Request) -> Ready:
    """Whether a verified model is live."""
    request.app.state.registry.find()
    return {"status": "ready"}


@router.get("/", include_in_schema=False)
async def home(request: Request) -> RedirectResponse:
    """Show the documentation."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")
