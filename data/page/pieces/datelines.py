"""The agency or the paper, and perhaps the place, that opens a text."""

import re
from typing import NamedTuple

from data.page.pieces.names import PLACES, is_place


class Dateline(NamedTuple):
    """The agency, the place, or both, that open a paragraph; `end` is where they stop."""

    agency: str | None
    place: str | None
    end: int


# An acronym or a host may stand bare; a name could be the subject of its sentence.
ACRONYMS = (
    *("TTXVN", "VNA", "VOV", "VTV", "TTO", "TTC", "TT", "PLO", "NLĐO", "NLĐ", "NLÐO", "NLÐ"),
    *("SGGPO", "SGGP", "HNMO", "TNO", "TPO", "LĐO", "QĐND", "CAND", "VNE", "VnExpress.net"),
    *("Dantri.com.vn", "Tuoitre.vn", "Thanhnien.vn", "Vietnamnet.vn", "Vietnamplus.vn", "Znews.vn"),
)
NAMES = (
    *("Dân trí", "VnExpress", "VietNamNet", "VietnamPlus", "Vietnam+", "Znews", "Zing"),
    *("Tuổi Trẻ", "Thanh Niên", "Tiền Phong", "Lao Động", "Người Lao Động", "Chinhphu.vn"),
    "Thông tấn xã Việt Nam",
)
# How what stands behind a line break or a bracket begins that may be a dateline: to rule most out.
AGENCY_OPENINGS = frozenset(name[:3] for name in (*ACRONYMS, "TT ", "TT-", "TT)", *NAMES))
OPENINGS = AGENCY_OPENINGS | frozenset(
    name[:3] for name in (*PLACES, *map(str.upper, PLACES), "TP ", "TP.", "Tỉnh", "Thành phố")
)

_BARE = rf"(?P<agency>{'|'.join(map(re.escape, ACRONYMS))})"
_ANY = rf"(?P<agency>{'|'.join(map(re.escape, (*ACRONYMS, *NAMES)))})"
_DASH = r"\s*\.?[-–—:]+\s*"
_BRACKETED = rf"\({_ANY}(?:[\s,]+(?:ngày\s+)?[\d/]+)?\)"
_BARE_DATELINE = re.compile(rf"{_BARE}{_DASH}(?!\s*Huế)")
_BRACKETED_DATELINE = re.compile(
    r"(?P<place>[^()]{0,40}?)[\s,]*(?:ngày\s+)?(?:\d{1,2}/\d{1,2}(?:/\d{4})?\s*)?"
    rf"{_BRACKETED}(?:{_DASH}|\s*)"
)
_DATED_PLACE = re.compile(
    rf"(?P<place>[^\W\d][^\d,()]{{1,30}}),? (?:ngày )?\d{{1,2}}[/-]\d{{1,2}}(?:[/-]\d{{4}})?{_DASH}"
)
_AMID = re.compile(_BRACKETED + _DASH)


def dateline(line: str) -> Dateline | None:
    """Find the dateline that opens a paragraph.

    Examples
    --------
    >>> dateline("TTXVN - Chiều 3/1, Tỉnh ủy họp.")
    Dateline(agency='TTXVN', place=None, end=8)
    >>> dateline("Hà Nội (TTXVN 3/1) - Quốc hội họp.")
    Dateline(agency='TTXVN', place='Hà Nội', end=21)
    >>> dateline("Hà Nội, 12/3 – Quốc hội họp.")
    Dateline(agency=None, place='Hà Nội', end=15)
    """
    if found := _BARE_DATELINE.match(line):
        return Dateline(found["agency"], None, found.end())
    if found := _BRACKETED_DATELINE.match(line):
        place = found["place"].strip()
        if not place or is_place(place):
            return Dateline(found["agency"], place or None, found.end())
    elif (found := _DATED_PLACE.match(line)) and is_place(found["place"]):
        return Dateline(None, found["place"], found.end())
    return None


def agency_amid(text: str, bracket: int) -> int | None:
    """Return where the "(NLĐ) - " ends that has its bracket here, after headline and lead.

    Examples
    --------
    >>> agency_amid("Cầu mới thông xe (NLĐ)- Sáng 3/1, cầu thông xe.", 17)
    24
    """
    found = _AMID.match(text, bracket)
    return found.end() if found else None
