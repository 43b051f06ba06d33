"""Files of an archive, wherever they lie: their bytes, and their lines as text."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, NamedTuple

import pyarrow as pa

from data.encodings import LEGACY_ENCODINGS, detect_encoding
from data.errors import DamagedInput, UnreachableInput
from data.readers.cells import has_half_characters
from data.text import sniff_encoding
from training.archive.forms import Compression
from training.archive.sources import file_system

_HEAD: Final = 1 << 16
_LONGEST_LINE: Final = 1 << 26
"""In bytes: what is longer is cut there, and so is no sound row."""

_BOM: Final = codecs.BOM_UTF8


class Line(NamedTuple):
    """A line as it was found.

    Attributes
    ----------
    place : str
        "line 3", counted from 1.
    raw : bytes
        With its ending; in UTF-8 where the file is in another encoding that could be read.
    text : str or None
        None if its bytes are not text in the file's encoding.
    """

    place: str
    raw: bytes
    text: str | None


@contextmanager
def reading(address: str) -> Iterator[None]:
    """Tell what is damaged, and stays so, from what cannot be reached at the moment.

    Raises
    ------
    DamagedInput, UnreachableInput
    """
    try:
        yield
    except (pa.ArrowException, zlib.error, EOFError, UnicodeDecodeError) as error:
        raise DamagedInput(address, _not_whole(error)) from error
    except OSError as error:
        # The operating system gives its errors a number, networks a class of their own; pyarrow and
        # gzip find damage without either.
        if error.errno is None and type(error) in {OSError, gzip.BadGzipFile}:
            raise DamagedInput(address, _not_whole(error)) from error
        reason = error.strerror or str(error) or type(error).__name__
        raise UnreachableInput(address, reason) from error


def _not_whole(error: Exception) -> str:
    what = " ".join(str(error).split())[:200]
    return f"is not whole, or not what its name says; copy it again ({what})"


class Opened(NamedTuple):
    """A file of text, opened.

    Attributes
    ----------
    stream : file
        Its bytes, decompressed.
    stored : file
        The bytes as they are stored, to see how far the reading has come.
    """

    stream: io.BufferedReader
    stored: IO[bytes]


@contextmanager
def opened(address: str, compression: Compression = "") -> Iterator[Opened]:
    """Open a file to read its bytes."""
    system, path = file_system(address)
    with system.open(path, "rb") as stored:
        stream: Any = stored
        if compression == "gz":
            stream = gzip.GzipFile(fileobj=stored)
        elif compression == "zst":
            stream = pa.CompressedInputStream(pa.PythonFile(stored, "r"), "zstd")
        yield Opened(io.BufferedReader(stream, _HEAD), stored)


def encoding_of(stream: io.BufferedReader) -> str:
    """Tell the encoding of a file by its beginning: UTF-8, UTF-16 or one of `LEGACY_ENCODINGS`."""
    head = stream.peek(_HEAD)[:_HEAD]
    encoding = sniff_encoding(head)
    if encoding.startswith("utf-16"):
        return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        around = head[max(0, error.start - (_HEAD >> 4)) :]
        return detect_encoding(around) or "utf-8"
    return "utf-8"


def lines_of(
    stream: io.BufferedReader, encoding: str, start: int = 0, stop: int | None = None
) -> Iterator[Line]:
    """Return the lines that begin in a range of bytes of a file.

    Parameters
    ----------
    stream : file
    encoding : str
        As `encoding_of` tells it.
    start, stop : int
        Only for a file that can be wound, in UTF-8.
    """
    if encoding.startswith("utf-16"):
        return _recoded(stream, encoding)
    return _decoded(_ranged(stream, start, stop), encoding, start)


def _ranged(stream: io.BufferedReader, start: int, stop: int | None) -> Iterator[bytes]:
    at, mark = start, 0
    if start:
        # The line that the byte before belongs to is the other range's.
        stream.seek(start - 1)
        at += len(stream.readline()) - 1
    elif stream.peek(len(_BOM)).startswith(_BOM):
        mark = len(stream.read(len(_BOM)))
    while (stop is None or at < stop) and (raw := stream.readline(_LONGEST_LINE)):
        yield raw
        at += mark + len(raw)
        mark = 0


def _decoded(lines: Iterator[bytes], encoding: str, start: int) -> Iterator[Line]:
    legacy = LEGACY_ENCODINGS.get(encoding)
    after = f" after byte {start}" if start else ""
    for number, raw in enumerate(lines, 1):
        try:
            text = legacy.decode(raw) if legacy else raw.decode()
        except UnicodeDecodeError:
            yield Line(f"line {number}{after}", raw, None)
        else:
            yield Line(f"line {number}{after}", text.encode() if legacy else raw, text)


def _recoded(stream: io.BufferedReader, encoding: str) -> Iterator[Line]:
    lines = io.TextIOWrapper(stream, encoding, errors="surrogatepass", newline="")
    try:
        for number, text in enumerate(lines, 1):
            raw = text.encode(errors="surrogatepass")
            yield Line(f"line {number}", raw, None if has_half_characters(text) else text)
    finally:
        lines.detach()  # whoever opened the file closes it
