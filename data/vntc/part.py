"""A file on its way: the bytes that have come, and what tells whether the rest belongs to them."""

import json
from pathlib import Path
from typing import BinaryIO


class Part:
    """The bytes of a download so far, kept beside the file they will be.

    Parameters
    ----------
    path : Path
        The file they will be. Until then they lie in ``<name>.part``, and ``<name>.part.json``
        says where they come from.
    address : str
        Where they come from; bytes from elsewhere are not gone on from.
    """

    def __init__(self, path: Path, address: str) -> None:
        self.path, self.address = path, address
        self._bytes = path.with_name(f"{path.name}.part")
        self._origin = path.with_name(f"{path.name}.part.json")
        self.validator = self._validator_of_earlier()

    def _validator_of_earlier(self) -> str | None:
        try:
            origin = json.loads(self._origin.read_bytes())
            address, validator = origin["address"], origin["validator"]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
        return validator if address == self.address and isinstance(validator, str) else None

    @property
    def size(self) -> int:
        """Bytes one can go on from: none, if nothing tells what file they are of."""
        if self.validator is None or not self._bytes.exists():
            return 0
        return self._bytes.stat().st_size

    def restart(self, validator: str | None) -> None:
        """Begin with no bytes, of the file that an ETag or a date stands for."""
        # In this order: bytes of one file must never lie beside the validator of another.
        self._bytes.write_bytes(b"")
        self.validator = validator
        origin = {"address": self.address, "validator": validator}
        self._origin.write_text(json.dumps(origin), encoding="utf-8")

    def open(self) -> BinaryIO:
        """Open it to append what comes."""
        return self._bytes.open("ab")

    def discard(self) -> None:
        """Remove all trace of it."""
        self.validator = None
        self._bytes.unlink(missing_ok=True)
        self._origin.unlink(missing_ok=True)

    def finish(self) -> None:
        """Give the file its name: all bytes have come."""
        self._bytes.replace(self.path)
        self.discard()
