"""Download a file over lines that break: try again, and go on where the last try stopped."""

import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple

import httpx2

from data.errors import DownloadFailed, DownloadRefused
from data.vntc.part import Part
from data.vntc.stages import Stage, silent


class Patience(NamedTuple):
    """How long a download waits, in seconds, and how often it tries."""

    connect: float = 20.0
    """For a connection."""
    stall: float = 60.0
    """For the next bytes."""
    tries: int = 6
    """Tries in a row that may bring nothing new."""
    pause: float = 1.0
    """Before the second try; before each further one twice as long."""
    longest_pause: float = 60.0
    """Whatever the server asks for."""


PATIENCE: Final = Patience()


class _Interrupted(Exception):
    """A try that failed and may go better next time; `wait` is what the server asks for."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        self.reason, self.wait = reason, wait
        super().__init__(reason)


def download(
    address: str, path: Path, stage: Stage = silent, patience: Patience = PATIENCE
) -> None:
    """Download a file; it is there whole or not at all.

    What an earlier call left unfinished is gone on from if the server can (a Range request) and
    vouches that its file is still the same (If-Range with a strong ETag or a date); otherwise the
    download begins anew.

    Parameters
    ----------
    address : str
        An http or https address. Redirections are followed, proxies of the environment are used.
    path : Path
        The file to make, in a folder that exists.
    stage : callable
        Shows progress, in kilobytes.
    patience : Patience
        Time-outs and tries.

    Raises
    ------
    DownloadRefused
        If the server answers that it will not give the file, or cannot be asked.
    DownloadFailed
        If several tries in a row bring nothing new.
    """
    part = Part(path, address)
    with _client(address, patience) as client:
        _receive_patiently(client, part, stage, patience)
    part.finish()


def _client(address: str, patience: Patience) -> httpx2.Client:
    timeout = httpx2.Timeout(patience.stall, connect=patience.connect)
    # Compressed on the way, a file would have neither a length nor bytes to go on from.
    plain = {"Accept-Encoding": "identity"}
    try:
        return httpx2.Client(timeout=timeout, headers=plain, follow_redirects=True)
    # A proxy of an unknown kind; SOCKS without its library; certificates that are not there.
    except (ValueError, ImportError, OSError) as error:
        reason = f"the environment's proxy or certificates cannot be used ({_one_line(error)})"
        raise DownloadRefused(address, reason) from error


def _receive_patiently(client: httpx2.Client, part: Part, stage: Stage, patience: Patience) -> None:
    farthest, failures = part.size, 0
    while True:
        try:
            _receive(client, part, stage)
        except _Interrupted as failure:
            failures = 1 if part.size > farthest else failures + 1
            farthest = max(farthest, part.size)
            if failures >= patience.tries:
                reason = failure.reason
                raise DownloadFailed(part.address, reason, failures, part.size) from failure
            pause = max(failure.wait, patience.pause * 2 ** (failures - 1))
            with stage(f"Waiting, as {failure.reason}", None):
                time.sleep(min(pause, patience.longest_pause))
        else:
            return


def _receive(client: httpx2.Client, part: Part, stage: Stage) -> None:
    """Ask for what is missing and append it."""
    headers = {}
    if part.size and part.validator:
        headers = {"Range": f"bytes={part.size}-", "If-Range": part.validator}
    try:
        with client.stream("GET", part.address, headers=headers) as response:
            length = _begin(response, part)
            _append(response, part, length, stage)
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects) as error:
        raise DownloadRefused(part.address, _one_line(error)) from error
    except httpx2.ConnectTimeout as error:
        raise _Interrupted("the server does not answer") from error
    except httpx2.TimeoutException as error:
        raise _Interrupted("nothing came for too long") from error
    except httpx2.RemoteProtocolError as error:
        raise _Interrupted("the connection broke") from error
    except httpx2.TransportError as error:
        raise _Interrupted(f"the connection failed ({_one_line(error)})") from error


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


_PASSING: Final = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
"""Refusals that are not the last word, besides those of 500 and above."""


def _begin(response: httpx2.Response, part: Part) -> int | None:
    """Make the part ready for what comes; return the length of the whole file, in bytes."""
    status = response.status_code
    if status == HTTPStatus.OK:
        part.restart(_validator(response))
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isdecimal() else None
    if status == HTTPStatus.PARTIAL_CONTENT:
        return _continued(response, part)
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.discard()
        raise _Interrupted("the file is shorter than it was")
    answer = f"the server answers {status} {response.reason_phrase}".rstrip()
    if status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        wait = response.headers.get("Retry-After", "")
        raise _Interrupted(answer, float(wait) if wait.isdecimal() else 0.0)
    raise DownloadRefused(part.address, answer)


_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


def _continued(response: httpx2.Response, part: Part) -> int | None:
    """Return the whole length if what comes continues the part."""
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    same = _validator(response) in {None, part.validator}
    if not found or int(found[1]) != part.size or not same:
        part.discard()
        raise _Interrupted("the server gave another part than the one asked for")
    return int(found[2]) if found[2].isdecimal() else None


def _validator(response: httpx2.Response) -> str | None:
    """Return what If-Range takes: an ETag that stands for the very bytes, or else a date."""
    etag: str | None = response.headers.get("ETag")
    if etag and etag.startswith('"'):
        return etag
    return response.headers.get("Last-Modified")


def _append(response: httpx2.Response, part: Part, length: int | None, stage: Stage) -> None:
    total = None if length is None else length // 1000
    with part.open() as file, stage(f"{part.path.name}, kB", total) as advance:
        size = file.tell()
        advance(size // 1000)
        for chunk in response.iter_raw():
            file.write(chunk)
            advance((size + len(chunk)) // 1000 - size // 1000)
            size += len(chunk)
        if length not in {None, size}:
            raise _Interrupted(f"{size} of {length} bytes came")
