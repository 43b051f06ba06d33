"""What a run writes of itself: how it was begun, and which parts are done."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from model import SectionClassifier
from training.archive.atomic import written
from training.archive.parts import Job, PartDone
from training.archive.sources import Source

RUN: Final = "_run.json"
JOURNAL: Final = "_journal.jsonl"

_FORMAT: Final = 1

Beginning = dict[str, Any]


def beginning_of(
    sources: Sequence[Source], classifier: SectionClassifier, job: Job, parts: int
) -> Beginning:
    """Say what a run was begun with: all that its output depends on."""
    return {
        "format": _FORMAT,
        "chuyenmuc": version("chuyenmuc"),
        "model": {"name": classifier.name, "version": classifier.version},
        "options": {
            "form": job.form.suffix,
            "columns": job.columns.named,
            "added": list(job.added),
            "rows a part": job.piece_rows,
        },
        "parts": parts,
        "inputs": {source.address: [source.size, source.mark] for source in sources},
    }


def differences(begun: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Say in which ways a run is not the one that was begun.

    >>> differences({"model": {"version": "1"}}, {"model": {"version": "2"}})
    ["model: version was '1' and is '2'"]
    """
    found = [
        f"{key} was {begun.get(key)!r} and is {value!r}"
        for key, value in now.items()
        if not isinstance(value, dict) and begun.get(key) != value
    ]
    for key in ("model", "options"):
        found += [
            f"{key}: {name} was {begun.get(key, {}).get(name)!r} and is {value!r}"
            for name, value in now.get(key, {}).items()
            if begun.get(key, {}).get(name) != value
        ]
    return [*_changed_inputs(begun.get("inputs", {}), now.get("inputs", {})), *found]


def _changed_inputs(begun: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    gone = [f"{address} is no input any more" for address in begun if address not in now]
    new = [f"{address} is a new input" for address in now if address not in begun]
    changed = [
        f"{address} has changed"
        for address in now
        if begun.get(address, now[address]) != now[address]
    ]
    return gone + new + changed


def read_beginning(path: Path) -> Beginning | None:
    """Read what a run was begun with; None if none was."""
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return content if isinstance(content, dict) and "inputs" in content else None


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file that people read too, in one stroke."""
    with written(path) as partial:
        text = json.dumps(content, ensure_ascii=False, indent=1)
        partial.write_text(f"{text}\n", encoding="utf-8")


class Journal:
    """The parts that are done, a line for each; a line that was cut off is none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL

    def read(self) -> dict[int, PartDone]:
        """Return what is written there, by the number of the part."""
        done = {}
        for line in self._lines():
            try:
                part = PartDone(**json.loads(line))
            except (ValueError, TypeError):
                continue
            done[part.number] = part
        return done

    def _lines(self) -> list[bytes]:
        return self._path.read_bytes().splitlines() if self._path.exists() else []

    def add(self, done: PartDone) -> None:
        """Write that a part is done, and see it on the disk."""
        with self._path.open("ab") as file:
            # After a line that was cut off, a new one must not go on with it.
            file.write(f"\n{json.dumps(asdict(done), ensure_ascii=False)}\n".encode())
            file.flush()
            os.fsync(file.fileno())
