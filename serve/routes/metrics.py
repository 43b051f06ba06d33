"""GET /metrics."""

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from serve.metrics import Metrics

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """Show the figures of all workers for Prometheus."""
    kept: Metrics = request.app.state.registry.metrics
    figures = await to_thread.run_sync(kept.expose) if kept.is_shared else kept.expose()
    return Response(figures, media_type=CONTENT_TYPE_LATEST)
