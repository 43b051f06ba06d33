"""The files a part is written to, one for so many rows that are read."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self

import pyarrow as pa

from data.errors import UnlikeColumns
from training.archive.answers import Answers
from training.archive.atomic import written
from training.archive.parts import Job, Part
from training.archive.rows import Reject, Rows, json_line
from training.archive.sinks import Sink, sink


class Finished(NamedTuple):
    """The pieces of a part that are whole, with the rows and rejects in them."""

    pieces: int
    rows: int
    rejected: int


def finished_pieces(part: Part, job: Job) -> Finished:
    """Count the pieces of a part that are there, all but the last of which are full.

    The last one is not known to be full and is done again.
    """
    pieces = 0
    while job.piece(part.number, pieces).exists():
        pieces += 1
    pieces = max(pieces - 1, 0)
    rejected = sum(_lines(job.rejects(part.number, piece)) for piece in range(pieces))
    return Finished(pieces, pieces * job.piece_rows - rejected, rejected)


def _lines(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return sum(1 for _ in file)


class PieceWriter:
    """Writes the rows of a part, piece after piece.

    The rejects of a piece come to stand before the piece does: a piece that is there is the sign
    that both are. What is unfinished when an exception ends the writing is thrown away.

    Attributes
    ----------
    finished : Finished
        With what earlier attempts finished.
    """

    def __init__(self, part: Part, job: Job, before: Finished) -> None:
        self._part, self._job = part, job
        self.finished = before
        self._piece: _Piece | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        elif self._piece:
            self._piece.files.__exit__(kind, error, trace)

    def write(self, rows: Rows, answers: Answers, rejects: Sequence[Reject]) -> None:
        """Write some rows, which must not reach over the end of a piece."""
        if self._piece is None:
            self._piece = _Piece(self._part, self._job, self.finished.pieces)
        self._piece.write(rows, answers, rejects)
        if self._piece.rows + self._piece.rejected >= self._job.piece_rows:
            self._finish()

    def _finish(self) -> None:
        if self._piece:
            self._piece.files.close()
            pieces, rows, rejected = self.finished
            self.finished = Finished(
                pieces + 1, rows + self._piece.rows, rejected + self._piece.rejected
            )
            self._piece = None


class _Piece:
    """A piece that is being written, and its rejects.

    Attributes
    ----------
    files : ExitStack
        Closes the rejects, then the rows.
    """

    def __init__(self, part: Part, job: Job, number: int) -> None:
        self.rows = self.rejected = 0
        self.files = ExitStack()
        self._address = part.address
        self._rejects_path = job.rejects(part.number, number)
        self._rejects: IO[str] | None = None
        path = self.files.enter_context(written(job.piece(part.number, number)))
        self._sink: Sink = self.files.enter_context(sink(path, job))

    def write(self, rows: Rows, answers: Answers, rejects: Sequence[Reject]) -> None:
        if len(rows):
            try:
                self._sink.write(rows, answers)
            except pa.ArrowException as error:
                raise UnlikeColumns(self._address, " ".join(str(error).split())) from error
            self.rows += len(rows)
        for reject in rejects:
            if self._rejects is None:
                path = self.files.enter_context(written(self._rejects_path))
                self._rejects = self.files.enter_context(path.open("w", encoding="utf-8"))
            line = json_line({"file": self._address, **reject._asdict()})
            self._rejects.write(f"{line}\n")
            self.rejected += 1
