"""Above the headline: the printed section, breadcrumbs, publishers, timestamps."""

import datetime as dt
import re

from data.page.pieces.keys import LONGEST_PHRASE, fold
from data.sections import known_publisher, printed_key, printed_sections

_HOME = re.compile(r"^(?:trang\s+(?:chủ|nhất)|home)\s*", re.IGNORECASE)
_CRUMB_SEPARATOR = re.compile(r"\s*[>›»→|/]\s*")
_ANGLE = re.compile(r"[>›»→]")
_CRUMB_WORDS = 6


def printed_section(line: str) -> str | None:
    """Return the section a line prints, alone or as a breadcrumb, perhaps before a timestamp.

    Examples
    --------
    >>> printed_section("Trang chủ > Thời sự > Giao thông")
    'Thời sự'
    >>> printed_section("Thời sựThứ bảy, 3/1/2026, 09:12 (GMT+7)")
    'Thời sự'
    >>> printed_section("Thời sự nóng nhất trong ngày")
    """
    if len(line) > LONGEST_PHRASE:
        return None
    line = re.sub(r"(?i)^chuyên mục\s*:\s*", "", split_timestamp(line)[0])
    return _section_or_crumb(line) or _section_or_crumb(_HOME.sub("", line))


def _section_or_crumb(line: str) -> str | None:
    if _is_section(line):
        return line
    crumbs = [crumb for crumb in _CRUMB_SEPARATOR.split(line) if crumb]
    known = [crumb for crumb in crumbs if _is_section(crumb)]
    if not known or any(len(crumb.split()) > _CRUMB_WORDS for crumb in crumbs):
        return None
    from_home = _HOME.fullmatch(crumbs[0]) is not None
    downward = _ANGLE.search(line) is not None and crumbs[0] == known[0]
    return known[0] if from_home or downward or len(known) == len(crumbs) else None


def breadcrumbs_end(text: str) -> int:
    """Return where the breadcrumbs end that open running text, 0 without any.

    Examples
    --------
    >>> breadcrumbs_end("Trang chủ > Thời sự > Giao thông Cầu mới thông xe")
    33
    >>> breadcrumbs_end("Thời sự nóng nhất > 100 tin")
    0
    """
    *crumbs, rest = _ANGLE.split(text[:LONGEST_PHRASE])
    if not crumbs or not all(is_home_link(crumb) or _is_section(crumb) for crumb in crumbs):
        return 0
    words = rest.split(maxsplit=_CRUMB_WORDS)
    for count in range(min(len(words) - 1, _CRUMB_WORDS), 0, -1):
        if words[count][:1].isupper() and _is_section(" ".join(words[:count])):
            return text.index(words[count], sum(map(len, words[:count])) + text.index(rest))
    return 0


def _is_section(name: str) -> bool:
    return printed_key(name) in printed_sections()


def is_home_link(line: str) -> bool:
    """Tell the link to the front page."""
    return _HOME.fullmatch(line.strip("<>›»/| ")) is not None


def publisher_name(line: str) -> str | None:
    """Return the publisher whose name or host is all the line says."""
    return known_publisher(fold(line))


_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_TIME = re.compile(r"\b\d{1,2}[:h]\d{2}(?::\d{2})?\b")
_AROUND_A_DATE = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|gmt|utc|cập nhật|xuất bản|đăng|lúc|ngày|giờ"
    r"|am|pm|sa|ch)\b|[+-]\d{1,2}(?::\d{2})?",
    re.IGNORECASE,
)


def is_timestamp(line: str) -> bool:
    """Tell a line that only says when the page was published.

    Examples
    --------
    >>> is_timestamp("Thứ hai, 12/3/2025, 08:15 (GMT+7)"), is_timestamp("Ngày 12/3/2025, mưa to")
    (True, False)
    """
    if len(line) > LONGEST_PHRASE:
        return False
    rest = _TIME.sub(" ", _DATE.sub(" ", line))
    return rest != line and not any(map(str.isalnum, _AROUND_A_DATE.sub(" ", rest)))


_WEEKDAY = re.compile(r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|chủ nhật\b", re.IGNORECASE)
_OPENS_TIMESTAMP = re.compile(rf"{_WEEKDAY.pattern}|cập nhật|\d+", re.IGNORECASE)


def split_timestamp(line: str) -> tuple[str, str]:
    """Cut the timestamp off that follows other words, with or without a space between.

    A bare date stays: it may belong to a headline, "Giá vàng hôm nay 12/3/2025".

    Examples
    --------
    >>> split_timestamp("Thời sự - 12/3/2025 08:15")
    ('Thời sự', '12/3/2025 08:15')
    """
    for found in _OPENS_TIMESTAMP.finditer(line[:LONGEST_PHRASE]):
        rest, stamp = line[: found.start()], line[found.start() :]
        if is_timestamp(stamp) and (_TIME.search(stamp) or _WEEKDAY.match(stamp)):
            return rest.rstrip(" ,-–|•"), stamp
    return line, ""


def timestamp_date(line: str) -> dt.date | None:
    """Return the date of a timestamp, day before month."""
    if found := _DATE.search(line):
        day, month, year = map(int, found.groups())
        try:
            return dt.date(year, month, day)
        except ValueError:
            return None
    return None
