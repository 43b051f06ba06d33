"""Lines of a text file, decoded as they are read, with errors that say where."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from data.errors import UnreadableCorpus
from data.text import decode, sniff_encoding

_HEAD = 4096
_CHUNK = 1 << 16


def text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 or UTF-16 file, plain or gzipped, with their line endings.

    Raises
    ------
    UnreadableCorpus
        With the offset of a broken byte (in the unzipped file) or the number of a line that holds
        a NUL.
    """
    encoding = "utf-8"
    try:
        with _open(path) as stream:
            encoding = sniff_encoding(stream.peek(_HEAD)[:_HEAD])
            with io.TextIOWrapper(stream, encoding, newline="") as lines:
                for number, line in enumerate(lines, 1):
                    if "\0" in line:
                        raise UnreadableCorpus(path, f"line {number} holds a NUL byte; remove it")
                    yield line
    except UnicodeDecodeError as error:
        raise _broken(path, encoding, _first_broken_byte(path, encoding)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, error) from error


def whole_text(path: Path) -> str:
    r"""Read a small UTF-8 or UTF-16 file; line endings become ``\n``.

    Raises
    ------
    UnreadableCorpus
        With the offset of the first byte that is wrong.
    """
    try:
        text = decode(path.read_bytes())
    except UnicodeDecodeError as error:
        raise _broken(path, error.encoding, error.start) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _open(path: Path) -> io.BufferedReader:
    if path.suffix.lower() == ".gz":
        return io.BufferedReader(gzip.open(path))
    return path.open("rb")


def _first_broken_byte(path: Path, encoding: str) -> int:
    """Decode again in chunks: an error raised while reading lines counts from its own chunk."""
    decoder = codecs.getincrementaldecoder(encoding)()
    begin = 0
    with _open(path) as stream:
        while chunk := stream.read(_CHUNK):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return begin - held + error.start
            begin += len(chunk)
    return begin


def _broken(path: Path, encoding: str, offset: int) -> UnreadableCorpus:
    name = encoding.removesuffix("-sig").upper()
    return UnreadableCorpus(path, f"byte {offset} is not {name} text; save the file as UTF-8")


def _unreadable(path: Path, error: Exception) -> UnreadableCorpus:
    if isinstance(error, OSError) and error.strerror:
        return UnreadableCorpus(path, f"cannot be read: {error.strerror}")
    return UnreadableCorpus(path, "is not a whole gzip file; copy it again")
