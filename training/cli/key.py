"""`chuyenmuc key`."""

from typing import Annotated

import typer

from training.cli.console import output, tell


def key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who will use it.")],
) -> None:
    """Make a key for the service.

    Its hash goes to standard output, for the file of keys: chuyenmuc key NAME >> keys.txt. The key
    itself goes to standard error, once.
    """
    import serve as service

    secret, made = service.new_key(name)
    output.print(str(made))
    tell(f"the key of {name}, shown this once: {secret}")
