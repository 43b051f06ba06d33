"""GET /v1/models/{name}/report."""

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from data.errors import MissingReport, NotReady, UnknownModel
from serve.evaluations import report_of
from serve.problems import problem_responses
from serve.registry import Registry

router = APIRouter(
    prefix="/v1",
    tags=["models"],
    responses=problem_responses(UnknownModel, MissingReport, NotReady),
)


@router.get("/models/{name}/report", response_class=HTMLResponse)
async def report(request: Request, name: str) -> HTMLResponse:
    """Show the evaluation a model was born with, as a page to read."""
    registry: Registry = request.app.state.registry
    page = await to_thread.run_sync(report_of, registry.find(name))
    if page is None:
        raise MissingReport(name)
    return HTMLResponse(page)
