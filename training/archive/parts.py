"""The work of a run: what is the same for all parts, a part, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.readers import Columns
from training.archive.forms import Form

if TYPE_CHECKING:
    import pyarrow as pa

Advance = Callable[[int, int], None]
"""Say how many more rows are done, and how many bytes of the input they took."""

REJECTS: Final = "_rejects"
"""The folder for rows that could not be classified, one file for each piece that has any."""

FEWEST_DIGITS: Final = 5
"""Of a part's number."""

PARTIAL: Final = "_partial-"
"""What the name of an unfinished file begins with."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker reads by itself: a file, some row groups of it, or a range of its bytes.

    Attributes
    ----------
    number : int
        From 0, in the order of the archive.
    address : str
        The file.
    form : Form
    start, stop : int
        Row groups of a Parquet file, bytes of another, of which `stop` is the first that does not
        belong.
    size : int
        The bytes it takes in the file, about.
    rows : int or None
        None if not known before it is read.
    encoding : str
        Of a file of text.
    """

    number: int
    address: str
    form: Form
    start: int
    stop: int | None
    size: int
    rows: int | None = None
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with every part.

    Attributes
    ----------
    folder : Path
        Where the pieces go; every worker must see it.
    form : Form
        Of the pieces.
    columns : Columns
        The columns the user names.
    added : tuple of str
        The names of the columns that are added, in the order of `answers.answer_columns`.
    top_k : int
        How many sections are named.
    piece_rows : int
        How many rows are read for one file that is written.
    schema : pyarrow.Schema or None
        The columns of the input, for pieces in Parquet.
    header : tuple of str
        Their names, for pieces in CSV and TSV.
    digits : int
        Of the part's number in the name of a piece: names sort as the parts do.
    """

    folder: Path
    form: Form
    columns: Columns
    added: tuple[str, ...]
    top_k: int
    piece_rows: int
    schema: "pa.Schema | None" = None
    header: tuple[str, ...] = ()
    digits: int = FEWEST_DIGITS

    def piece(self, part: int, piece: int) -> Path:
        """Return the file of a piece.

        >>> Job(Path("out"), Form("csv", "gz"), Columns(), (), 1, 10).piece(7, 1).name
        'part-00007-0001.csv.gz'
        """
        return self.folder / f"{self._stem(part, piece)}{self.form.suffix}"

    def rejects(self, part: int, piece: int) -> Path:
        """Return the file for the rows of a piece that could not be classified."""
        return self.folder / REJECTS / f"{self._stem(part, piece)}.jsonl"

    def _stem(self, part: int, piece: int) -> str:
        return f"part-{part:0{self.digits}d}-{piece:04d}"


@dataclass(frozen=True, slots=True)
class PartDone:
    """What came of a part.

    Attributes
    ----------
    number : int
        The part's.
    pieces : int
        How many files hold it.
    rows : int
        How many rows those files have.
    rejected : int
        How many rows could not be classified.
    fault : str
        Where and why the file breaks off, if it is damaged: nothing behind that is read.
    failure : str
        Why it could not be read to the end, if that may be different another time: such a part is
        not done.
    """

    number: int
    pieces: int
    rows: int
    rejected: int
    fault: str = ""
    failure: str = ""
