"""The verbs together, and how each ends: a code for the shell, one line for the reader."""

import os
import sys
from typing import NoReturn

import click
import typer

from data.errors import ChuyenmucError
from training.cli import classify, demo, evaluate, inspect, serve, train
from training.cli.console import complain

app = typer.Typer(
    name="chuyenmuc",
    help="Learn the sections of Vietnamese news, classify articles, and say how far to trust it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for verb in (demo.demo, train.train, evaluate.evaluate, classify.classify, inspect.inspect):
    app.command()(verb)
app.command()(serve.serve)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the answer is no, 2 usage or bad input."""
    try:
        code = app(standalone_mode=False)
    except ChuyenmucError as error:
        code = _fail(str(error), error.exit_code)
    except click.UsageError as error:
        code = _fail(f"{error.format_message()} Try 'chuyenmuc --help'.", 2)
    except (click.Abort, KeyboardInterrupt):
        code = _fail("stopped", 130)
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not fail on flushing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        code = _fail(f"{where}{error.strerror or error}", 2)
    sys.exit(code)


def _fail(message: str, code: int) -> int:
    complain(message)
    return code
