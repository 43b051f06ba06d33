"""`chuyenmuc serve`."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    model: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A model, or a folder of models; may be repeated."),
    ] = None,
    watch: Annotated[
        bool | None, typer.Option("--watch", help="Reload models when their files change.")
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. [8000]")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes. [1]")] = None,
) -> None:
    """Serve models over HTTP.

    Other settings are read from the environment: CHUYENMUC_MAX_BODY_BYTES and the like.
    """
    import serve as service

    models = tuple(model) if model else None
    read = service.settings.read_settings
    service.run(read(models=models, watch=watch, host=host, port=port, workers=workers))
