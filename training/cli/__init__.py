"""The command line: one file a verb, and the way every verb ends."""

import sys
import warnings
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 the answer is no, 2 usage or bad input."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name may hold what the terminal's encoding does not.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    if not sys.warnoptions:
        # What libraries tell programmers is not for those who run a program.
        warnings.simplefilter("ignore")
    try:
        from training.cli.app import run  # takes a second, in which a user may lose patience

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


__all__ = ["main"]
