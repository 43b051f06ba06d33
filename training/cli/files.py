"""Files that a verb writes: whole or not at all, and refused before the work if they cannot be."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from data.errors import UsageError


def check_writable(*paths: Path | None) -> None:
    """Refuse a file that cannot be written, before any work is done for it.

    Parameters
    ----------
    *paths : Path or None
        None for a file that is not wanted.

    Raises
    ------
    UsageError
    """
    for path in filter(None, paths):
        _check_writable(path)


def _check_writable(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it, or name another file")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"{path}: cannot be written; name another file")


def write_text(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all; a pipe is simply written to."""
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_json(path: Path, values: Mapping[str, object]) -> None:
    """Write plain values as a file that people read too."""
    write_text(path, json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
