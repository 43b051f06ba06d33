"""Many texts: segmented in processes, in order, each one only once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from model.words.cache import JoinCache
from model.words.segmentation import join_gaps, prepare, segmenter_version
from model.words.workers import Segmenters

_CHUNK_TEXTS: Final = 32
_CHUNK_CHARACTERS: Final = 1 << 17
"""A chunk takes a worker about a second: little to lose, much more than it costs to send."""


def segment_corpus(
    texts: Iterable[str],
    cache: Path,
    segmenters: AbstractContextManager[Segmenters],
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:
    """Segment texts as `segment` does, in parallel, remembering what is done.

    A run that was interrupted or killed goes on where it stopped; at most a few chunks of 32 texts
    a worker are done again. Memory holds those chunks and no more, however slowly the result is
    taken. The result does not depend on who segments.

    Parameters
    ----------
    texts : iterable of str
    cache : Path
        A file, made when missing, which several runs may share, also at the same time.
    segmenters : context manager of Segmenters
        Who segments: `Workers`, or others in their place.
    advance : callable
        Told after each chunk how many more texts are done.

    Yields
    ------
    str
        The segmented texts, in order.

    Raises
    ------
    UsageError
        If the cache cannot be written or a worker was killed.
    """
    with JoinCache(cache) as known, segmenters as workers:
        begun: deque[_Chunk] = deque()
        for chunk in _chunks(texts):
            begun.append(_begin(chunk, known, workers))
            while len(begun) >= workers.room:
                yield from _finish(begun.popleft(), known, advance)
        while begun:
            yield from _finish(begun.popleft(), known, advance)


class _Chunk(NamedTuple):
    """Texts, what the cache knew of them, and the wait for the rest."""

    texts: list[str]
    keys: list[bytes]
    joins: dict[bytes, bytes]
    unknown: list[bytes]
    result: Callable[[], list[bytes]]


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    room = _CHUNK_CHARACTERS
    for text in texts:
        chunk.append(text)
        room -= len(text)
        if len(chunk) == _CHUNK_TEXTS or room <= 0:
            yield chunk
            chunk, room = [], _CHUNK_CHARACTERS
    if chunk:
        yield chunk


def _begin(texts: list[str], known: JoinCache, workers: Segmenters) -> _Chunk:
    version = segmenter_version().encode()
    prepared = [prepare(text) for text in texts]
    keys = [_key(text, version) for text in prepared]
    joins = known.get(keys)
    unknown = {key: text for key, text in zip(keys, prepared, strict=True) if key not in joins}
    return _Chunk(texts, keys, joins, list(unknown), workers.submit(list(unknown.values())))


def _finish(chunk: _Chunk, known: JoinCache, advance: Callable[[int], None]) -> Iterator[str]:
    if chunk.unknown:
        new = dict(zip(chunk.unknown, chunk.result(), strict=True))
        known.put(new)
        chunk.joins.update(new)
    advance(len(chunk.texts))
    for key, text in zip(chunk.keys, chunk.texts, strict=True):
        yield join_gaps(text, chunk.joins[key])


def _key(text: str, version: bytes) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16, key=version).digest()
