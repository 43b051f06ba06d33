"""What is known of the articles of a large corpus besides their texts: some 60 bytes of each."""

import datetime as dt
import hashlib
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from data.errors import EmptyCorpus
from data.readers import Columns
from data.sections import resolve_sections
from training.corpus import Corpus, Row, read_rows
from training.outofcore.workspace import load

_DIGEST: Final = 32
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_NEVER: Final = np.iinfo(np.int32).max
"""Day of an article without a date; it comes after all others."""

Value = TypeVar("Value")


class Listener(Protocol):
    """Whoever looks at each text too."""

    def add(self, text: str) -> None:
        """Take the text of the next article."""
        ...

    def clear(self) -> None:
        """Forget all articles."""
        ...


class Register:
    """Reads a corpus as `CorpusReader` does, and keeps of each article what takes little room.

    Parameters
    ----------
    path : Path
    columns : Columns
        The user's own column names.
    split : str or None
        Read only articles that say they belong to this part.
    folder : Path
        Where the ids of the articles go.
    listener : Listener, optional
        To be given the texts.
    """

    def __init__(
        self,
        path: Path,
        columns: Columns,
        split: str | None,
        folder: Path,
        listener: Listener | None = None,
    ) -> None:
        self._source = path, columns, split
        self._path = path
        self._listener = listener
        self._ids_file = folder / "ids"
        self._clear()

    def _clear(self) -> None:
        self._digests = bytearray()
        self._labels = _Codes[tuple[str, str | None]]()
        self._publishers = _Codes[str]()
        self._days = array("i")
        self._lengths = array("i")
        self._id_ends = array("q", [0])

    def texts(self) -> Iterator[str]:
        """Yield the text of every labelled article, in the order of reading.

        Raises
        ------
        CorpusError
            If the corpus cannot be read.
        """
        self._clear()
        if self._listener is not None:
            self._listener.clear()
        with self._ids_file.open("wb") as ids:
            for text, row in read_rows(*self._source):
                self._keep(row)
                written = ids.write(row.id.encode("utf-8", "surrogatepass"))
                self._id_ends.append(self._id_ends[-1] + written)
                if self._listener is not None:
                    self._listener.add(text)
                yield text

    def _keep(self, row: Row) -> None:
        day = _NEVER if row.published is None else row.published.toordinal() - _EPOCH
        self._digests += row.digest
        self._labels.append(row.label)
        self._publishers.append(row.publisher)
        self._days.append(day)
        self._lengths.append(row.length)

    @property
    def ids(self) -> Sequence[str]:
        """The id of every article in the order of reading; one without an id bears its place."""
        return _Ids(self._ids_file, self._id_ends)

    @property
    def lengths(self) -> NDArray[np.int32]:
        """The number of syllables of every article, as white space parts them."""
        return np.array(self._lengths, dtype=np.int32)

    def buckets(self, first: int, stop: int, bits: int) -> NDArray[np.intp]:
        """Return the first bits of the digests of some articles, in the order of reading.

        The order of a corpus is first of all that of the digests.
        """
        digests = np.frombuffer(bytes(self._digests[first * _DIGEST : stop * _DIGEST]), ">u2")
        return (digests[:: _DIGEST // 2] >> (16 - bits)).astype(np.intp)

    def corpus(self) -> Corpus:
        """Return what was read, once `texts` is exhausted, as `CorpusReader.corpus` does.

        Raises
        ------
        EmptyCorpus, SlugClash, EmptySlug
        """
        if not len(self._days):
            raise EmptyCorpus(self._path)
        resolved = resolve_sections(self._labels.values)
        sections = sorted(set(resolved.values()))
        column = {section: place for place, section in enumerate(sections)}
        of_code = np.array([column[resolved[label]] for label in self._labels.values])
        labels = of_code[np.frombuffer(self._labels.codes, dtype=np.int32)]
        names = np.array(self._publishers.values)
        publishers = np.frombuffer(self._publishers.codes, dtype=np.int32)
        days = np.array(self._days, dtype=np.int32)
        digests = np.frombuffer(bytes(self._digests), ">u8").reshape(-1, _DIGEST // 8)
        ranks = np.argsort(np.argsort(names))
        places = np.lexsort((days, ranks[publishers], labels, *digests.T[::-1].astype(np.uint64)))
        digests, labels, days = digests[places], labels[places], days[places]
        new_text = np.append(True, (digests[1:] != digests[:-1]).any(axis=1))
        content = hashlib.sha256()
        slugs = [section.slug.encode() for section in sections]
        for digest, label in zip(digests, labels.tolist(), strict=True):
            content.update(digest.tobytes() + slugs[label])
        dates = np.where(days == _NEVER, np.datetime64("NaT"), days.astype("datetime64[D]"))
        return Corpus(
            sections=sections,
            labels=labels.astype(np.intp),
            groups=np.cumsum(new_text) - 1,
            published=dates.astype("datetime64[D]"),
            publishers=names[publishers[places]],
            places=places,
            fingerprint=content.hexdigest(),
        )


class _Codes(Generic[Value]):
    """Values of which there are few, a number for each in place of it."""

    def __init__(self) -> None:
        self._known: dict[Value, int] = {}
        self.codes = array("i")

    @property
    def values(self) -> list[Value]:
        """The different values, by their numbers."""
        return list(self._known)

    def append(self, value: Value) -> None:
        self.codes.append(self._known.setdefault(value, len(self._known)))


class _Ids(Sequence[str]):
    """Ids that lie on disk."""

    def __init__(self, path: Path, ends: "array[int]") -> None:
        self._path, self._ends = path, ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        first, stop = self._ends[place], self._ends[place + 1]
        written = load(self._path, np.uint8, first, stop - first).tobytes()
        return written.decode("utf-8", "surrogatepass") or str(place + 1)
