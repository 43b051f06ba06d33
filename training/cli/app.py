"""The verbs together, and how each ends: a code for the shell, one line for the reader."""

import sys
from collections.abc import Sequence
from typing import Final

import typer

from data.errors import ChuyenmucError
from training.cli import (
    check,
    classify,
    compare,
    demo,
    evaluate,
    fetch,
    inspect,
    key,
    search,
    serve,
    train,
)
from training.cli.console import complain, discard

_PROGRAM: Final = "chuyenmuc"
_INTERRUPTED: Final = 130

app = typer.Typer(
    name=_PROGRAM,
    help="Learn the sections of Vietnamese news, classify articles, and say how far to trust it.",
    add_completion=False,
    rich_markup_mode=None,
)
for verb in (demo.demo, train.train, search.search, evaluate.evaluate, compare.compare):
    app.command()(verb)
app.command()(classify.classify)
app.command()(inspect.inspect)
app.command()(check.check)
app.command()(fetch.fetch)
app.command()(serve.serve)
app.command()(key.key)


def run(arguments: Sequence[str]) -> int:
    """Run one verb and return the exit code; what is wrong goes to standard error."""
    try:
        return _invoke(arguments)
    except ChuyenmucError as error:
        return _fail(str(error), error.exit_code)
    except typer.TyperException as error:
        return _fail(f"{error.format_message().rstrip('.')}; see '{_PROGRAM} --help'", 2)
    except KeyboardInterrupt:
        return _fail("stopped", _INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has had enough.
        discard(sys.stdout)
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{error.strerror or error}", 2)


def _invoke(arguments: Sequence[str]) -> int:
    """Run one verb; unlike Typer's own way, its errors come through as they are."""
    command = typer.main.get_command(app)
    try:
        with command.make_context(_PROGRAM, list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    finally:
        sys.stdout.flush()
    return 0


def _fail(message: str, code: int) -> int:
    complain(message)
    return code
