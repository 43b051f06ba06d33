"""The corpus that ships with the program."""

from importlib.resources import files
from pathlib import Path
from typing import Final

STARTER: Final = Path(str(files("data") / "starter"))
"""Fifteen sections of our own writing, each record with its section and its part."""
