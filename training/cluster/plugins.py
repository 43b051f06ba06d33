"""What a run keeps on the workers of a cluster while it lasts."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from importlib.metadata import version
from uuid import uuid4

from distributed import Client, WorkerPlugin

from data.errors import UnfitWorker


def new_name() -> str:
    """Return a name that nobody else has: several runs may share a cluster."""
    return f"chuyenmuc-{uuid4().hex}"


class NamedPlugin(WorkerPlugin):
    """What a run has on each worker, by a name of its own."""

    def __init__(self) -> None:
        self.name = new_name()


@contextmanager
def registered(client: Client, plugin: NamedPlugin) -> Iterator[None]:
    """Bring a plugin to every worker, also to those that come later; take it back in the end."""
    try:
        client.register_plugin(plugin)
        yield
    finally:
        # A scheduler that has gone needs to forget nothing.
        with suppress(OSError, CancelledError, ValueError):
            client.unregister_worker_plugin(plugin.name)


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """Return which version of each package is installed here."""
    return {package: version(package) for package in packages}


def check_versions(worker: str, wanted: Mapping[str, str]) -> None:
    """Refuse a worker that would find something else than the others.

    Parameters
    ----------
    worker : str
        The address of the one that this runs on.
    wanted : mapping of str to str
        The version of each package that decides.

    Raises
    ------
    UnfitWorker
    """
    for package, wish in wanted.items():
        if (here := version(package)) != wish:
            raise UnfitWorker(worker, f"has {package} {here}, not {wish}: install the same")
