"""Lines of a text file, decoded as they are read, with errors that say where."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from data.encodings import LEGACY_ENCODINGS, Decoded, decode_vietnamese
from data.encodings.detection import detect_in_file, is_rather_utf_8
from data.errors import UnreadableCorpus
from data.text import sniff_encoding

_HEAD = 4096
_CHUNK = 1 << 16


class TextLines:
    """The lines of a text file, plain or gzipped, with their line endings.

    Parameters
    ----------
    path : Path
        A file in UTF-8, UTF-16 or an encoding of `LEGACY_ENCODINGS`.

    Attributes
    ----------
    encoding : str
        The legacy encoding, once a line of it has been read; empty until then and in UTF-8 and
        UTF-16.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encoding = ""

    def __iter__(self) -> Iterator[str]:
        """Yield the lines.

        Raises
        ------
        UnreadableCorpus
            With the offset of a broken byte (in the unzipped file) or the number of a line that
            holds a NUL or is in another encoding.
        """
        try:
            yield from self._lines()
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(self.path, error) from error

    def _lines(self) -> Iterator[str]:
        number, encoding = 0, "utf-8"
        try:
            with _open(self.path) as stream:
                encoding = sniff_encoding(stream.peek(_HEAD)[:_HEAD])
                with io.TextIOWrapper(stream, encoding, newline="") as lines:
                    for number, line in enumerate(lines, 1):
                        self._refuse_nul(number, line)
                        yield line
        except UnicodeDecodeError as error:
            place = _first_broken_byte(self.path, encoding)
            self.encoding = _legacy_encoding(self.path, place)
            if not self.encoding:
                raise _broken(self.path, encoding, place) from error
            yield from self._legacy_lines(number, place)

    def _legacy_lines(self, already: int, place: int) -> Iterator[str]:
        """Go on in the legacy encoding: in ASCII, the lines read already are the same in it."""
        decode = LEGACY_ENCODINGS[self.encoding].decode
        with io.TextIOWrapper(_open(self.path), "latin-1", newline="") as lines:
            for number, line in enumerate(lines, 1):
                if number > already:
                    self._refuse_nul(number, line)
                    self._refuse_utf_8(number, line)
                    yield decode(line.encode("latin-1"))
                elif not line.isascii():
                    raise _broken(self.path, "utf-8", place)

    def _refuse_nul(self, number: int, line: str) -> None:
        if "\0" in line:
            raise UnreadableCorpus(self.path, f"line {number} holds a NUL byte; remove it")

    def _refuse_utf_8(self, number: int, line: str) -> None:
        if not line.isascii() and is_rather_utf_8(line.encode("latin-1"), self.encoding):
            raise UnreadableCorpus(
                self.path,
                f"line {number} is UTF-8 in a file of {self.encoding}; save all of it as UTF-8",
            )


def whole_text(path: Path) -> Decoded:
    r"""Read a small file of any encoding; line endings become ``\n``.

    Raises
    ------
    UnreadableCorpus
        With the offset of the first byte that is wrong.
    """
    try:
        text, encoding = decode_vietnamese(path.read_bytes())
    except UnicodeDecodeError as error:
        raise _broken(path, error.encoding, error.start) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), encoding)


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


def _legacy_encoding(path: Path, place: int) -> str:
    """Name the legacy encoding of a file whose byte at `place` is wrong; empty if it is in none."""
    with _open(path) as stream:
        return detect_in_file(stream, place) or ""


def _broken(path: Path, encoding: str, offset: int) -> UnreadableCorpus:
    name = encoding.removesuffix("-sig").upper()
    hint = "; no other encoding was recognised" * (name == "UTF-8")
    return UnreadableCorpus(path, f"byte {offset} is not {name} text; save the file as UTF-8{hint}")


def _unreadable(path: Path, error: Exception) -> UnreadableCorpus:
    if isinstance(error, OSError) and error.strerror:
        return UnreadableCorpus(path, f"cannot be read: {error.strerror}")
    return UnreadableCorpus(path, "is not a whole gzip file; copy it again")
