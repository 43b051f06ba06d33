"""A route without the framework between a request and what answers it."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class Direct(APIRoute):
    """A route whose endpoint takes the request, and nothing else, and makes its own response.

    FastAPI describes it as any other in the schema. What it does at a request (solving
    dependencies, parsing the body, writing the answer) would find nothing to do here, and take as
    long as a short article.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The endpoint itself."""
        handler: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return handler
