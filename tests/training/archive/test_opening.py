"""Lines are found once each, however a file is cut."""

import io
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from training.archive.opening import Line, encoding_of, lines_of

LINES = st.lists(st.text(st.characters(exclude_characters="\n\r", codec="utf-8"), max_size=9))


@given(LINES, st.sets(st.integers(0, 99)), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_ranges_share_the_lines_out(lines: list[str], cuts: set[int], codec: str) -> None:
    raw = "".join(f"{line}\n" for line in lines).encode(codec)
    ends = sorted({0, len(raw), *(cut for cut in cuts if cut < len(raw))})
    found: list[Line] = []
    for start, stop in pairwise(ends):
        found += lines_of(io.BufferedReader(io.BytesIO(raw)), "utf-8", start, stop)
    assert [line.text for line in found] == [f"{line}\n" for line in lines]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=9)))
def test_a_whole_file_is_its_lines(parts: list[str]) -> None:
    text = "Tin\n" + "".join(parts)
    for codec in ("utf-8", "utf-16"):
        stream: io.BufferedReader = io.BufferedReader(io.BytesIO(text.encode(codec)))
        found = list(lines_of(stream, encoding_of(stream)))
        assert "".join(line.text or "" for line in found) == text
