"""Cuts what arrives into lines."""

from collections.abc import Iterator
from typing import NamedTuple


class Line(NamedTuple):
    """A line without its end; `content` is None if it was too long to keep."""

    number: int
    content: bytes | None


class Lines:
    r"""Cuts a stream of bytes into lines, in memory for one line and one chunk.

    Lines of white space are counted, and passed over.

    Parameters
    ----------
    limit
        Longest line in bytes, its end not counted.

    Attributes
    ----------
    number : int
        Of the line that comes next, or is coming.

    Examples
    --------
    >>> lines = Lines(limit=3)
    >>> list(lines.feed(b"a\n\nbc"))
    [Line(number=1, content=b'a')]
    >>> list(lines.feed(b"def\ng"))
    [Line(number=3, content=None)]
    >>> list(lines.end())
    [Line(number=4, content=b'g')]
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.number = 1
        self._rest = bytearray()
        self._is_too_long = False

    def feed(self, chunk: bytes) -> Iterator[Line]:
        """Take the next bytes and give the lines that end in them."""
        *ended, rest = chunk.split(b"\n")
        for piece in ended:
            self._add(piece)
            yield from self._cut()
        self._add(rest)

    def end(self) -> Iterator[Line]:
        """Give the last line, which needs no end."""
        yield from self._cut()

    def _add(self, piece: bytes) -> None:
        if self._is_too_long:
            return
        if len(self._rest) + len(piece) > self._limit:
            self._is_too_long = True
            self._rest.clear()
        else:
            self._rest += piece

    def _cut(self) -> Iterator[Line]:
        content = None if self._is_too_long else bytes(self._rest)
        if content is None or content.strip():
            yield Line(self.number, content)
        self.number += 1
        self._is_too_long = False
        self._rest.clear()
