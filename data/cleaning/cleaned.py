"""A text without its leftovers, and where each of its characters came from."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Removed(NamedTuple):
    """What one rule took out: ``given[start:end]``, in whose place `instead` stands."""

    rule: str
    start: int
    end: int
    instead: str = ""


class _Stretch(NamedTuple):
    """A run of the cleaned text: from `begin` there, from ``start:end`` of the caller's."""

    begin: int
    start: int
    end: int
    kept: bool


class Cleaned(NamedTuple):
    """A cleaned text. With nothing removed, `text` is the very string that was given.

    Attributes
    ----------
    text : str
        What is left: the slices `kept` of `given`, joined, with each `instead` at its place.
    given : str
        The caller's text.
    removed : tuple of Removed
        In reading order; no two overlap. Offsets are code points of `given`.
    """

    text: str
    given: str
    removed: tuple[Removed, ...] = ()

    @property
    def kept(self) -> tuple[tuple[int, int], ...]:
        """The half-open spans of `given` that are left, in order."""
        return tuple((run.start, run.end) for run in self.stretches() if run.kept)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open span of `given` that ``text[start:end]`` came from.

        What was removed inside the span lies inside the answer, what was removed beside it not.

        Examples
        --------
        >>> cleaned = Cleaned("Giá vàng", "Giá <b>vàng</b>", (Removed("html", 4, 7),))
        >>> cleaned.source(4, 8)
        (7, 11)
        """
        return Origins(self).span(start, end)

    def stretches(self) -> Iterator[_Stretch]:
        """Yield the runs of the cleaned text, kept and put in."""
        begin = start = 0
        for removed in self.removed:
            if removed.start > start:
                yield _Stretch(begin, start, removed.start, kept=True)
                begin += removed.start - start
            if removed.instead:
                yield _Stretch(begin, removed.start, removed.end, kept=False)
                begin += len(removed.instead)
            start = removed.end
        if start < len(self.given):
            yield _Stretch(begin, start, len(self.given), kept=True)


class Origins:
    """Where the characters of a cleaned text came from, for many questions about one text."""

    def __init__(self, cleaned: Cleaned) -> None:
        self._stretches = list(cleaned.stretches())
        self._begins = [stretch.begin for stretch in self._stretches]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Do as `Cleaned.source`."""
        first = self._of(start)[0]
        return (first, self._of(end - 1)[1]) if end > start else (first, first)

    def _of(self, place: int) -> tuple[int, int]:
        if not self._stretches:
            return 0, 0
        stretch = self._stretches[bisect_right(self._begins, place) - 1]
        if not stretch.kept:
            return stretch.start, stretch.end
        at = min(stretch.start + place - stretch.begin, stretch.end)
        return at, min(at + 1, stretch.end)


def remove(before: Cleaned, finds: Iterable[Removed]) -> Cleaned:
    """Take more out of a text that may have been cleaned before.

    Parameters
    ----------
    before : Cleaned
    finds : iterable of Removed
        Offsets are those of ``before.text``. Of two that overlap the one that begins first counts,
        the longer if both begin together; the other may be found again in what is left.
    """
    new = []
    done = 0
    for find in sorted(finds, key=_reading_order):
        if find.start >= done:
            done = find.end
            new.append(find)
    if before.removed:
        new = _together(before, new)
    return Cleaned(_spliced(before.given, new), before.given, tuple(new))


def _together(before: Cleaned, finds: Iterable[Removed]) -> list[Removed]:
    """Add what was found in a cleaned text to what was removed before, all in `given`."""
    origins = Origins(before)
    together = []
    for find in finds:
        start, end = origins.span(find.start, find.end)
        together.append(Removed(find.rule, start, end, find.instead))
    together.extend(before.removed)
    removed: list[Removed] = []
    # What was removed before inside this find goes with the whole.
    for find in sorted(together, key=_reading_order):
        if not removed or find.start >= removed[-1].end:
            removed.append(find)
    return removed


def _reading_order(find: Removed) -> tuple[int, bool, int]:
    """Order by place: what only puts in before what takes out, the longer before the shorter."""
    return find.start, find.end > find.start, -find.end


def _spliced(given: str, removed: Iterable[Removed]) -> str:
    parts: list[str] = []
    start = 0
    for find in removed:
        if start < find.start:
            parts.append(given[start : find.start])
        if find.instead:
            parts.append(find.instead)
        start = find.end
    if start < len(given):
        parts.append(given[start:])
    # Of one part alone this makes no copy.
    return "".join(parts)
