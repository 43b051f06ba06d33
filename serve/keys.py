"""Who may call: named keys, of which only a hash is kept."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Scope

from data.errors import MissingKey, NotAdmin, UnknownKey, UsageError

_PREFIX: Final = "chuyenmuc_"  # what scanners for leaked secrets can look for
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,60}")
_LINE: Final = re.compile(rf"({_NAME.pattern})\s+sha256:([0-9a-f]{{64}})")


class Key(NamedTuple):
    """A key's owner and its hash.

    SHA-256 without salt or repetition is enough: a key is 256 random bits, which nobody guesses
    from its hash, unlike a password; and it costs each request a microsecond.
    """

    name: str
    digest: bytes
    is_admin: bool = False

    def __str__(self) -> str:
        return f"{self.name} sha256:{self.digest.hex()}"


def new_key(name: str) -> tuple[str, Key]:
    """Make a key for a name; the secret itself is kept nowhere.

    Raises
    ------
    UsageError
        The name is more than letters, digits, dots, hyphens and underscores.

    Examples
    --------
    >>> secret, key = new_key("toa-soan")
    >>> Keyring([key]).find(secret).name
    'toa-soan'
    """
    if not _NAME.fullmatch(name):
        raise UsageError("a key's name is 1 to 60 letters without marks, digits, '.', '-' or '_'")
    secret = _PREFIX + secrets.token_urlsafe(32)
    return secret, Key(name, _digest(secret))


class Keyring:
    """The keys that open the service; none at all leave it open.

    Parameters
    ----------
    keys
        Those of clients, and those of admins, who may do what clients may.
    """

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        self._keys = tuple(keys)

    @classmethod
    def read(cls, keys: Path | None, admin_keys: Path | None) -> "Keyring":
        """Read the files that hold a line ``NAME sha256:HASH`` for each key.

        Raises
        ------
        UsageError
            A file cannot be read, is empty, or a line of it is none.
        """
        files = ((keys, False), (admin_keys, True))
        return cls(key for path, admin in files if path for key in _read(path, is_admin=admin))

    def find(self, secret: str) -> Key | None:
        """The key of that secret; it takes the same time whichever it is, or none."""
        digest = _digest(secret)
        found = None
        for key in self._keys:
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found

    def require(self, scope: Scope) -> Key:
        """The key that a request carries.

        Raises
        ------
        MissingKey
            It carries none.
        UnknownKey
            It carries one that is not here.
        """
        kind, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            raise MissingKey
        key = self.find(secret.strip())
        if key is None:
            raise UnknownKey
        return key


def require_admin(request: Request) -> Key:
    """Dependency of the calls that change the service: the admin's key that the request carries.

    Raises
    ------
    MissingKey, UnknownKey
        The request carries no key that the service knows.
    NotAdmin
        The key is not an admin's.
    """
    keyring: Keyring = request.app.state.keyring
    key = keyring.require(request.scope)
    if not key.is_admin:
        raise NotAdmin
    return key


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _read(path: Path, *, is_admin: bool) -> Iterator[Key]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"cannot read the keys in {path}: {reason}") from None
    rows = [(number, line.strip()) for number, line in enumerate(lines, 1)]
    rows = [(number, line) for number, line in rows if line and not line.startswith("#")]
    if not rows:
        raise UsageError(f"no key in {path}; add what `chuyenmuc key NAME` prints")
    for number, line in rows:
        found = _LINE.fullmatch(line)
        if found is None:  # its words stay unsaid: somebody may have put the key itself there
            reason = "is not NAME sha256:HASH; put there what `chuyenmuc key NAME` prints"
            raise UsageError(f"line {number} of {path} {reason}")
        yield Key(found[1], bytes.fromhex(found[2]), is_admin)
