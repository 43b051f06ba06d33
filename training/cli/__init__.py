"""The command line: one file a verb, and the way every verb ends."""

from training.cli.app import main

__all__ = ["main"]
