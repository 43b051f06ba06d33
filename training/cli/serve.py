"""`chuyenmuc serve`."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    model: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A model to serve; may be repeated."),
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [8000]")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes. [1]")] = None,
) -> None:
    """Serve models over HTTP; other settings are read from CHUYENMUC_* variables."""
    from serve import run
    from serve.settings import read_settings

    run(
        read_settings(models=tuple(model) if model else None, host=host, port=port, workers=workers)
    )
