"""The first sentence of a text, the last one, and as much from the middle."""

import re
from typing import Final, NamedTuple

# A line break; or a stop, its closing quotes, and a capital letter after white space. The space
# may be missing after a small letter ("hôm qua.Theo"), not in "TP.HCM".
_CAPITAL = "[A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠ-Ỹ]"
_BOUNDARY = re.compile(
    # All ways begin with one of few characters, so that the others are passed over at once.
    rf"[.!?…\r\n](?:(?<=[\r\n])|[\"'”’)\]]*\s+(?=[\"'“‘(]*{_CAPITAL})"
    rf"|(?<=[a-zà-ỹ].)(?={_CAPITAL}))"
)

_LONGEST: Final = 40
"""Syllables of a sentence that are looked at."""

_FEWEST: Final = 4
"""Syllables of a sentence: what is shorter, a byline or the name of a section, goes with the one
beside it."""

_REACH: Final = 600
"""Characters from either end, or from the middle on, within which a sentence must lie."""


class Edges(NamedTuple):
    """Two sentences of a text and a stretch of its middle, none over `_LONGEST` syllables."""

    first: str
    middle: str
    last: str


def edges_of(text: str) -> Edges | None:
    """Cut out the first sentence, the last one, and what stands in the middle.

    The middle begins with a sentence and reaches as far as it may, so that of each edge as much
    can be compared with it as both have.

    Returns
    -------
    Edges or None
        None where the text is too short to have all three without an overlap.

    Examples
    --------
    >>> text = "Giá vàng vẫn còn tăng. Người mua xếp hàng từ sáng. Hôm qua cũng vậy. Hết tin. An Hà"
    >>> edges_of(text)
    Edges(first='Giá vàng vẫn còn tăng', middle='Hôm qua cũng vậy.', last='Hết tin. An Hà')
    """
    text = text.strip()
    first, last = text[: _end_of_first(text)], text[_start_of_last(text) :]
    half = len(text) // 2
    boundary = _BOUNDARY.search(text, half, half + _REACH)
    middle = text[boundary.end() if boundary else half : len(text) - len(last)].split()
    if len(middle) < _FEWEST or len(first) > half:
        return None
    return Edges(
        " ".join(first.split()[:_LONGEST]),
        " ".join(middle[:_LONGEST]),
        " ".join(last.split()[-_LONGEST:]),
    )


def _end_of_first(text: str) -> int:
    for boundary in _BOUNDARY.finditer(text, 0, _REACH):
        if len(text[: boundary.start()].split()) >= _FEWEST:
            return boundary.start()
    return min(_REACH, len(text))


def _start_of_last(text: str) -> int:
    reach = max(0, len(text) - _REACH)
    for boundary in reversed(list(_BOUNDARY.finditer(text, reach))):
        if len(text[boundary.end() :].split()) >= _FEWEST:
            return boundary.end()
    return reach
