"""One part, from reading to writing: what every worker does, wherever it runs."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Final, NamedTuple, TypeVar

from data.errors import DamagedInput, TextError, UnreachableInput
from model import Prediction, SectionClassifier
from training.archive.answers import Answers, answer_columns
from training.archive.csv_rows import csv_chunks
from training.archive.json_rows import json_chunks
from training.archive.opening import reading
from training.archive.parts import Advance, Job, Part, PartDone
from training.archive.pieces import PieceWriter, finished_pieces
from training.archive.rows import Chunk, Reject, Rows
from training.archive.table_rows import table_chunks

T = TypeVar("T")
R = TypeVar("R")

_CHUNK: Final = 512
"""Rows that are read, classified and written together."""

_AHEAD: Final = 8
"""Chunks of a part that wait to be classified or written."""

_READERS: Final = {
    "parquet": table_chunks,
    "jsonl": json_chunks,
    "csv": csv_chunks,
    "tsv": csv_chunks,
}


def unseen(rows: int, size: int) -> None:
    """Let the work go on without telling anybody."""


class Answered(NamedTuple):
    """A chunk, and what was found in it."""

    rows: Rows
    answers: Answers
    rejects: list[Reject]
    size: int

    @property
    def read(self) -> int:
        """How many rows of the input it stands for."""
        return len(self.rows) + len(self.rejects)


def classify_part(
    part: Part,
    job: Job,
    classifier: SectionClassifier,
    pool: Executor | None = None,
    advance: Advance = unseen,
) -> PartDone:
    """Read, classify and write a part.

    The rows of the part are written in pieces, each in one stroke. Pieces that are there already
    are left as they are, so a part that was broken off goes on where it was.

    Parameters
    ----------
    part : Part
    job : Job
    classifier : SectionClassifier
    pool : Executor, optional
        Threads to classify in, while this one reads and writes; without, all is done in this one.
    advance : callable
        Told of the rows and bytes, a chunk at a time.

    Returns
    -------
    PartDone
        A part that cannot be reached ends with a `failure`, and may be tried again; a damaged one
        with a `fault`, and all rows before the damage.

    Raises
    ------
    OSError
        If a piece cannot be written.
    """
    before = finished_pieces(part, job)
    chunks = _Chunks(part, job, before.rows + before.rejected)
    writer = PieceWriter(part, job, before)
    failure = ""
    try:
        with writer:
            for chunk in _in_order(pool, lambda chunk: _answer(chunk, classifier, job), chunks):
                writer.write(chunk.rows, chunk.answers, chunk.rejects)
                advance(chunk.read, chunk.size)
    except UnreachableInput as error:
        failure = str(error)
    return PartDone(part.number, *writer.finished, chunks.fault, failure)


class _Chunks:
    """The chunks of a part, up to its end or to where the file is damaged.

    Attributes
    ----------
    fault : str
        What the damage is.
    """

    def __init__(self, part: Part, job: Job, skip: int) -> None:
        self.fault = ""
        self._part, self._job, self._skip = part, job, skip

    def __iter__(self) -> Iterator[Chunk]:
        read = _READERS[self._part.form.kind]
        lengths = _lengths(self._job.piece_rows)
        try:
            with reading(self._part.address):
                yield from read(self._part, self._job, lengths, self._skip)
        except DamagedInput as error:
            self.fault = str(error)


def _lengths(piece_rows: int) -> Iterator[int]:
    """Yield how many rows to read at once, so that no chunk reaches over the end of a piece."""
    whole, rest = divmod(piece_rows, _CHUNK)
    while True:
        yield from [_CHUNK] * whole
        if rest:
            yield rest


def _in_order(pool: Executor | None, work: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Do some work on items, a few at once, and yield what comes of each in their order."""
    if pool is None:
        yield from map(work, items)
        return
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _answer(chunk: Chunk, classifier: SectionClassifier, job: Job) -> Answered:
    try:
        found = classifier.classify_many(chunk.texts, jobs=1)
    except TextError:
        return _answer_each(chunk, classifier, job)
    return Answered(chunk.rows, answer_columns(found, job.top_k), chunk.rejects, chunk.size)


def _answer_each(chunk: Chunk, classifier: SectionClassifier, job: Job) -> Answered:
    """Answer a chunk that holds a text which cannot be classified."""
    sound: dict[int, Prediction] = {}
    rejects = list(chunk.rejects)
    for at, text in enumerate(chunk.texts):
        try:
            sound[at] = classifier.classify(text)
        except TextError as error:
            row = chunk.rows.original(at)
            rejects.append(Reject(chunk.place(at), error.code, str(error), row))
    answers = answer_columns(list(sound.values()), job.top_k)
    return Answered(chunk.rows.take(list(sound)), answers, rejects, chunk.size)
