"""What the lines of a copied news page are: one small rule for each piece.

Every rule takes one line, normalised and without outer white space, and looks at nothing else.
"""

import datetime as dt
import re
from typing import NamedTuple

from data.sections import known_publisher, printed_key, printed_sections


def _keys(phrases: str) -> frozenset[str]:
    """Fold a list of phrases as `printed_key` does."""
    return frozenset(printed_key(phrase) for phrase in phrases.split(","))


_LONGEST_PHRASE = 120


def _key(line: str) -> str:
    """Fold a line that may be a known phrase; a longer one cannot be, and folds to nothing."""
    return printed_key(line) if len(line) <= _LONGEST_PHRASE else ""


# -- above the headline ----------------------------------------------------------------------------

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
    if len(line) > _LONGEST_PHRASE:
        return None
    line = re.sub(r"(?i)^chuyên mục\s*:\s*", "", split_timestamp(line)[0])
    return _section_or_crumb(line) or _section_or_crumb(_HOME.sub("", line))


def _section_or_crumb(line: str) -> str | None:
    if printed_key(line) in printed_sections():
        return line
    crumbs = [crumb for crumb in _CRUMB_SEPARATOR.split(line) if crumb]
    known = [crumb for crumb in crumbs if printed_key(crumb) in printed_sections()]
    if not known or any(len(crumb.split()) > _CRUMB_WORDS for crumb in crumbs):
        return None
    from_home = _HOME.fullmatch(crumbs[0]) is not None
    downward = _ANGLE.search(line) is not None and crumbs[0] == known[0]
    return known[0] if from_home or downward or len(known) == len(crumbs) else None


def is_home_link(line: str) -> bool:
    """Tell the link to the front page."""
    return _HOME.fullmatch(line.strip("<>›»/| ")) is not None


def publisher_name(line: str) -> str | None:
    """Return the publisher whose name or host is all the line says."""
    return known_publisher(_key(line))


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
    if len(line) > _LONGEST_PHRASE:
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
    for found in _OPENS_TIMESTAMP.finditer(line[:_LONGEST_PHRASE]):
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


# -- between headline and text ---------------------------------------------------------------------

# The provinces and cities, those of before the mergers of 2025 among them.
_PLACES = _keys("""
An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình
Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên,
Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu
Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn,
Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng
Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái
Nguyên, Thanh Hóa, Thừa Thiên Huế, Thừa Thiên - Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh
Long, Vĩnh Phúc, Yên Bái, HCM
""")
_CITY_PREFIX = re.compile(r"^(?:thành phố|tỉnh|tp)\b[. ]*|^tp(?=hcm$)")


def is_place(line: str) -> bool:
    """Tell the name of a province or city that stands alone.

    Examples
    --------
    >>> is_place("TP.HCM"), is_place("Hậu Giang"), is_place("Hậu Giang mưa to")
    (True, True, False)
    """
    return _CITY_PREFIX.sub("", _key(line.strip(",:- "))) in _PLACES


_BETWEEN_NAMES = re.compile(r"\s+[-–—]\s+|\s*[,;/&|]\s*|\s+và\s+")
_SOURCE = re.compile(r"(?i)^\(?nguồn\s*:(?:\s+\S+){0,6}$")
_ACCORDING_TO = re.compile(r"(?i)^\(?(?:theo|tổng hợp(?: từ| theo)?)(?P<source>(?:\s+\S+){0,6})$")
_AFTER_A_NAME = re.compile(r"\s*\((?:[^()]{1,40})\)$")
_BEFORE_A_NAME = re.compile(r"(?i)^(?:bài và ảnh|bài|tin|tác giả|phóng viên|pv|by)\s*:?\s+")
_NAME_WORDS = range(2, 5)
_NAMES = 4
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)


def is_email(line: str) -> bool:
    """Tell the address of a reporter that stands alone."""
    return _EMAIL.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """Tell who wrote it: names of two to four capitalised words, or "Theo Reuters".

    Examples
    --------
    >>> is_byline("Hồng Thái"), is_byline("MINH TUẤN - THU HÀ"), is_byline("Hồng Thái nói.")
    (True, True, False)
    """
    if len(line) > _LONGEST_PHRASE or line.endswith((".", "!", "?", ":")) or is_place(line):
        return False
    if _names_source(line):
        return True
    bare = _BEFORE_A_NAME.sub("", _AFTER_A_NAME.sub("", line))
    names = _BETWEEN_NAMES.split(bare)
    return len(names) <= _NAMES and all(map(_is_name, names))


def _names_source(line: str) -> bool:
    if found := _ACCORDING_TO.match(line):
        source = found["source"].strip(" )")
        named = source[:1].isupper() and printed_key(source.split()[0]) != "dõi"
        return not source or named or publisher_name(source) is not None
    return _SOURCE.match(line) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    if words and set(words[-1]) <= set("IVX"):  # "Phần I" is no one
        return False
    return len(words) in _NAME_WORDS and all(
        word[0].isupper() and re.sub(r"[.'-]", "", word).isalpha() for word in words
    )


# -- in the text -----------------------------------------------------------------------------------

_CREDIT = re.compile(
    r"(?:\(\s*[ảẢ]nh|\(\s*ẢNH|(?:^|(?<=[\s.,;|–-]))(?:Ảnh|ẢNH|Nguồn ảnh|Đồ họa))"
    r"(?: minh họa| tư liệu| chụp màn hình)?\s*:\s*(?P<credit>[^:]{1,80})$"
)
# "(Nguồn: ...)" closes paragraphs, tables and quotations too: a caption names a picture agency.
_SOURCE_CREDIT = re.compile(
    r"\(\s*[nN]guồn(?P<picture> ảnh)?\s*:\s*(?P<credit>\S+(?: \S+){0,2})\)$"
)
_PICTURE_AGENCIES = _keys("""
TTXVN, VNA, AFP, AP, Reuters, Getty, Getty Images, EPA, EFE, ANI, ANTARA, THX, Xinhua, Tân Hoa xã,
Kyodo, Yonhap, TASS, Sputnik, RIA Novosti, IRNA, DPA, PTI, UPI, Anadolu, Bloomberg, CNN, BBC
""")
_CREDIT_WORDS = 10
_OPENING_CREDIT_WORDS = 4
_SOURCED_CAPTION_WORDS = 30
_CAPTION_WORDS = 70


def is_caption(line: str) -> bool:
    """Tell a picture's caption by the photo credit it ends with.

    Examples
    --------
    >>> is_caption("Đại diện các tập thể nhận Cờ thi đua. (Ảnh: Hồng Thái/TTXVN)")
    True
    """
    foot = max(0, len(line) - _LONGEST_PHRASE)
    words = len(line.split())
    if found := _CREDIT.search(line, foot):
        return words <= _CAPTION_WORDS and _credits_photographer(found)
    if found := _SOURCE_CREDIT.search(line, foot):
        pictured = found["picture"] is not None or _names_agency(found["credit"])
        return words <= _SOURCED_CAPTION_WORDS and pictured
    return False


def _credits_photographer(found: re.Match[str]) -> bool:
    credit = found["credit"].strip()
    words = len(credit.split())
    if found[0].startswith("("):
        return words <= _CREDIT_WORDS
    if found.start() == 0 and words > _OPENING_CREDIT_WORDS and not is_byline(credit):
        return False  # "Ảnh: Hà Nội chìm trong sương mù" is a headline
    return words <= _CREDIT_WORDS and (credit[:1].isupper() or credit[:1] in "@(")


def _names_agency(credit: str) -> bool:
    names = _BETWEEN_NAMES.split(credit)
    return any(_key(name) in _PICTURE_AGENCIES or publisher_name(name) for name in names)


class Dateline(NamedTuple):
    """The agency, and perhaps the place, that opens a paragraph; `end` is where it stops."""

    agency: str
    place: str | None
    end: int


# An acronym may stand bare; a name could be the subject of its sentence and needs its brackets.
_ACRONYMS = "TTXVN|VNA|VOV|VTV|TTO|PLO|NLĐO|NLĐ|SGGPO|SGGP|HNMO|TNO|TPO|LĐO|QĐND|CAND|VNE"
_NAMED = (
    "Dân trí|VnExpress|VietNamNet|VietnamPlus|Vietnam\\+|Znews|Zing|Tuổi Trẻ|Thanh Niên|Tiền Phong"
    "|Lao Động|Chinhphu\\.vn|Thông tấn xã Việt Nam"
)
_BARE_DATELINE = re.compile(rf"(?P<agency>{_ACRONYMS})\s*[-–—:]\s*")
_BRACKETED_DATELINE = re.compile(
    rf"(?P<place>[^()]{{0,40}}?)[\s,]*(?:ngày\s+)?(?:\d{{1,2}}/\d{{1,2}}(?:/\d{{4}})?\s*)?"
    rf"\((?P<agency>{_ACRONYMS}|{_NAMED})(?:[\s,]+(?:ngày\s+)?[\d/]+)?\)\s*[-–—:]*\s*"
)


def dateline(line: str) -> Dateline | None:
    """Find the agency dateline that opens a paragraph.

    Examples
    --------
    >>> dateline("TTXVN - Chiều 3/1, Tỉnh ủy họp.")
    Dateline(agency='TTXVN', place=None, end=8)
    >>> dateline("Hà Nội (TTXVN 3/1) - Quốc hội họp.")
    Dateline(agency='TTXVN', place='Hà Nội', end=21)
    """
    if found := _BARE_DATELINE.match(line):
        return Dateline(found["agency"], None, found.end())
    if found := _BRACKETED_DATELINE.match(line):
        place = found["place"].strip()
        if not place or is_place(place):
            return Dateline(found["agency"], place or None, found.end())
    return None


_SENTENCE_END = re.compile(r"(?:[.!…]|[.!?…][\"'”’»)\]]+)$")
_FULL_STOP = re.compile(r"(?<!\.)\.[\"”’)]*$")
_SENTENCE_WORDS = 4
_LONG_LINE_WORDS = 30
_HEADLINE_WORDS = 40


# How many characters at the end of a line say how it is closed.
_TAIL = 12
_END_MARK = re.compile(r"\.?\s*/\s*\.$")


def end_mark(line: str) -> int | None:
    """Return where the "./." that closes an article begins, its first full stop left out.

    Examples
    --------
    >>> end_mark("Cầu đã thông xe./.")
    16
    """
    foot = max(0, len(line) - _TAIL)
    found = _END_MARK.search(line[foot:])
    if not found:
        return None
    start = foot + found.start()
    return start + found[0].startswith(".") if start else 0


def is_prose(line: str) -> bool:
    """Tell a sentence or a paragraph from a headline, a name or a link.

    A short line that ends in a question mark is taken for a headline, as most are.
    """
    words = len(line.split())
    ended = _SENTENCE_END.search(line[-_TAIL:]) is not None
    return words > _LONG_LINE_WORDS or (ended and words >= _SENTENCE_WORDS)


def is_headline(line: str) -> bool:
    """Tell a line short enough for a headline that is not closed like a sentence."""
    return len(line.split()) <= _HEADLINE_WORDS and not _FULL_STOP.search(line[-_TAIL:])


# -- below the text --------------------------------------------------------------------------------

_BUTTONS = _keys("""
chia sẻ, chia sẻ bài viết, chia sẻ facebook, bình luận, gửi bình luận, lưu, lưu bài, lưu bài
viết, thích, quan tâm, theo dõi, email, gửi email, in bài, in bài viết, facebook, zalo, twitter,
copy link, copy link thành công, sao chép liên kết, google news, nghe, nghe đọc bài, nghe bài
viết, quay lại, trở lại, quảng cáo
""")
_FOOTINGS = _keys("""
xem thêm, đọc thêm, đọc tiếp, tin liên quan, bài liên quan, tin bài liên quan, bài viết liên
quan, đọc nhiều, đọc nhiều nhất, tin đọc nhiều, xem nhiều, xem nhiều nhất, tin khác, tin mới,
tin mới nhất, tin nổi bật, tin nên đọc, tin cùng chuyên mục, cùng chuyên mục, có thể bạn quan
tâm, bạn có thể quan tâm, ý kiến, ý kiến bạn đọc, top bình luận, tags, tag, thẻ, từ khóa, chủ đề
""")
_LINKS = ("xem thêm:", "đọc thêm:", "tin liên quan:", "bài liên quan:", "mời bạn xem:", ">>")
_TAGS = ("tags:", "tag:", "từ khóa:", "thẻ:")
_HASHTAG = re.compile(r"#[^\W\d_]")
_COUNTER = re.compile(r"[\d().:+]+")


def _words_only(line: str) -> str:
    return " ".join(_COUNTER.sub(" ", _key(line)).split())


def is_button(line: str) -> bool:
    """Tell a share or comment button, with or without its counter.

    Examples
    --------
    >>> is_button("Bình luận (12)"), is_button("Bình luận viên")
    (True, False)
    """
    return _words_only(line) in _BUTTONS


def opens_footer(line: str) -> bool:
    """Tell the heading of a list of other articles, of tags or of comments."""
    words = _words_only(line)
    follow = words.startswith("theo dõi ") and " trên " in words and not is_prose(line)
    back = words.startswith("trở lại ") and words.removeprefix("trở lại ") in printed_sections()
    return words in _FOOTINGS or follow or back or is_tag_line(line)


def is_tag_line(line: str) -> bool:
    """Tell tags: "Từ khóa: ..." or a row of hashtags."""
    listed = printed_key(line[:20]).startswith(_TAGS)
    listed = listed and not line.endswith(".") and not is_prose(line)
    return listed or all(_HASHTAG.match(word) for word in line.split())


def is_link(line: str) -> bool:
    """Tell one line that leads to another article."""
    return printed_key(line[:20]).startswith(_LINKS) and not is_prose(line)
