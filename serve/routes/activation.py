"""POST /v1/models/{name}/activate."""

import time
from http import HTTPStatus
from typing import Annotated, Final

from anyio import sleep, to_thread
from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from data.errors import (
    ActivationBusy,
    BodyTooLarge,
    InvalidBody,
    InvalidJson,
    MissingKey,
    NotAdmin,
    NotReady,
    RefusedVersion,
    UnknownKey,
    UnknownModel,
    UnknownVersion,
    UnsupportedMediaType,
    UnwritableState,
)
from serve.body import parse_json, require_json, validate
from serve.keys import require_admin
from serve.live.crew import Agreement, Standing
from serve.live.deployment import Change, Deployment
from serve.problems import problem_responses

_PATIENCE: Final = 10.0
"""Seconds that the other workers have to follow."""

router = APIRouter(prefix="/v1", tags=["models"])


class Activate(BaseModel):
    """Which version is to be live."""

    model_config = ConfigDict(extra="forbid", strict=True)

    version: str | None = Field(
        default=None,
        max_length=200,
        description="The version, kept until another is chosen; the newest when left out, "
        "and from then on the newest after each reload.",
    )


class WorkerStanding(TypedDict):
    """Whether a worker has switched."""

    worker: int
    switched: bool
    fault: Annotated[str | None, Field(description="Code of what keeps it from switching.")]


class Activation(TypedDict):
    """A version that is live now."""

    name: str
    version: str
    previous: str
    complete: Annotated[bool, Field(description="Whether every worker has switched.")]
    remembered: Annotated[bool, Field(description="Whether the next start will know of it.")]
    workers: list[WorkerStanding]


@router.post(
    "/models/{name}/activate",
    dependencies=[Depends(require_admin)],
    response_model=Activation,
    responses={
        202: {"model": Activation, "description": "Some worker has not switched (yet)"},
        **problem_responses(
            *(InvalidJson, MissingKey, UnknownKey, NotAdmin, UnknownModel, UnknownVersion),
            *(RefusedVersion, BodyTooLarge, UnsupportedMediaType, InvalidBody),
            *(NotReady, ActivationBusy, UnwritableState),
        ),
    },
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": Activate.model_json_schema()}}}
    },
)
async def activate(request: Request, name: str) -> JSONResponse:
    """Have another version of a model answer, in every worker; the old one does until then.

    To go back, activate the version from before.
    """
    body = await request.body()
    if body:
        require_json(request.headers.get("content-type", ""))
    asked = validate(Activate, parse_json(body)) if body else Activate()
    request.app.state.registry.find()
    deployment: Deployment = request.app.state.deployment
    change = await to_thread.run_sync(deployment.activate, name, asked.version)
    standings = await _settled(request.app.state.agreement, change.order)
    answer = _activation(change, standings)
    status = HTTPStatus.OK if answer["complete"] else HTTPStatus.ACCEPTED
    return JSONResponse(answer, status)


async def _settled(agreement: Agreement, order: int) -> list[Standing]:
    """How far the workers have come, once all have followed an order or the time is up."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        standings = await to_thread.run_sync(agreement.standings)
        late = any(standing.number < order for standing in standings)
        if not late or time.monotonic() > deadline:
            return standings
        await sleep(0.05)


def _activation(change: Change, standings: list[Standing]) -> Activation:
    workers: list[WorkerStanding] = [
        {
            "worker": standing.worker,
            "switched": standing.number >= change.order and standing.fault is None,
            "fault": standing.fault,
        }
        for standing in standings
    ]
    return {
        "name": change.name,
        "version": change.version,
        "previous": change.previous,
        "complete": all(worker["switched"] for worker in workers),
        "remembered": change.remembered,
        "workers": workers,
    }
