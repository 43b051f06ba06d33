"""Places and people: where it happened, who wrote it, from whom they have it."""

import re

from data.page.pieces.header import publisher_name
from data.page.pieces.keys import LONGEST_PHRASE, LOWER, UPPER, fold, keys
from data.sections import printed_key

# The provinces and cities, those of before the mergers of 2025 among them.
_PLACE_LIST = """
An Giang, Bà Rịa - Vũng Tàu, Bạc Liêu, Bắc Giang, Bắc Kạn, Bắc Ninh, Bến Tre, Bình Dương, Bình
Định, Bình Phước, Bình Thuận, Cà Mau, Cao Bằng, Cần Thơ, Đà Nẵng, Đắk Lắk, Đắk Nông, Điện Biên,
Đồng Nai, Đồng Tháp, Gia Lai, Hà Giang, Hà Nam, Hà Nội, Hà Tĩnh, Hải Dương, Hải Phòng, Hậu
Giang, Hòa Bình, Hồ Chí Minh, Huế, Hưng Yên, Khánh Hòa, Kiên Giang, Kon Tum, Lai Châu, Lạng Sơn,
Lào Cai, Lâm Đồng, Long An, Nam Định, Nghệ An, Ninh Bình, Ninh Thuận, Phú Thọ, Phú Yên, Quảng
Bình, Quảng Nam, Quảng Ngãi, Quảng Ninh, Quảng Trị, Sóc Trăng, Sơn La, Tây Ninh, Thái Bình, Thái
Nguyên, Thanh Hóa, Thừa Thiên Huế, Thừa Thiên - Huế, Tiền Giang, Trà Vinh, Tuyên Quang, Vĩnh
Long, Vĩnh Phúc, Yên Bái, HCM
"""
PLACES = tuple(" ".join(_PLACE_LIST.split()).split(", "))
_PLACE_KEYS = keys(_PLACE_LIST)
_LONGEST_PLACE = 32  # "Thành phố Bà Rịa - Vũng Tàu", perhaps with more full stops than one
_CITY_PREFIX = re.compile(r"^(?:thành phố|tỉnh|tp)\b[. ]*|^tp(?=hcm$)")


def is_place(line: str) -> bool:
    """Tell the name of a province or city that stands alone.

    Examples
    --------
    >>> is_place("TP.HCM"), is_place("Hậu Giang"), is_place("Hậu Giang mưa to")
    (True, True, False)
    """
    name = " ".join(line.strip(",:- ").split())
    return len(name) <= _LONGEST_PLACE and _CITY_PREFIX.sub("", fold(name)) in _PLACE_KEYS


BETWEEN_NAMES = re.compile(r"\s+[-–—]\s+|\s*[,;/&|]\s*|\s+và\s+")
_SOURCE = re.compile(r"(?i)^\(?nguồn\s*:(?:\s+\S+){0,6}$")
_ACCORDING_TO = re.compile(r"(?i)^\(?(?:theo|tổng hợp(?: từ| theo)?)(?P<source>(?:\s+\S+){0,6})$")
_AFTER_A_NAME = re.compile(r"\s*(?:\([^()]{1,40}\)|(?:lược )?dịch|ghi|thực hiện|tổng hợp)$")
_BEFORE_A_NAME = re.compile(r"(?i)^(?:bài và ảnh|bài|tin|tác giả|phóng viên|pv|by)\s*:?\s+")
_OPENS_SOURCE = "(tTnN"
_ENDS_NO_NAME = (".", "!", "?", ":")
_BEHIND_A_NAME = (")", "dịch", "ghi", "hiện", "hợp", "\n")
_NAME_WORDS = range(2, 5)
_NAMES = 4
INITIALS = (
    rf"(?:[{UPPER}]\.){{1,3}}[{UPPER}](?![{UPPER}{LOWER}])\.?"  # T.T.D.
    rf"|(?:[{UPPER}]\. ?|(?:[{UPPER}]\.){{2}})[{UPPER}](?:[{UPPER}]+|[{LOWER}]*)"  # Q. Liêm
)
_PEN_NAMES = re.compile(rf"(?:{INITIALS})(?: ?[-–,] ?(?:{INITIALS})){{0,3}}")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)


def is_email(line: str) -> bool:
    """Tell the address of a reporter that stands alone."""
    return _EMAIL.fullmatch(line) is not None


def is_byline(line: str) -> bool:
    """Tell who wrote it: names of two to four capitalised words, initials, or "Theo Reuters".

    Examples
    --------
    >>> is_byline("Hồng Thái"), is_byline("MINH TUẤN - THU HÀ"), is_byline("Hồng Thái nói.")
    (True, True, False)
    >>> is_byline("T.DŨNG"), is_byline("N.V.A. (theo AFP)")
    (True, True)
    """
    if len(line) > LONGEST_PHRASE:
        return False
    return (names_source(line) or _names_people(line)) and not is_place(line)


def is_pen_name(text: str) -> bool:
    """Tell initials, alone or before a name: "T.H", "Q. Liêm - B.TRUNG".

    Examples
    --------
    >>> is_pen_name("T.DŨNG"), is_pen_name("AFP")
    (True, False)
    """
    return _PEN_NAMES.fullmatch(text) is not None


def _names_people(line: str) -> bool:
    label = _BEFORE_A_NAME.match(line)
    named = line[label.end() :] if label else line
    # Two letters rule most sentences out: that behind an initial, that of a name's second word.
    if named[1:2] != "." and not any(word[0].isupper() for word in named.split(maxsplit=2)[1:2]):
        return False
    bare = _AFTER_A_NAME.sub("", named) if line.endswith(_BEHIND_A_NAME) else named
    if is_pen_name(bare):
        return True
    if line.endswith(_ENDS_NO_NAME):
        return False
    names = BETWEEN_NAMES.split(bare)
    return len(names) <= _NAMES and all(map(_is_name, names))


def names_source(line: str) -> bool:
    """Tell from whom they have it: "Theo Reuters", "Nguồn: Bộ Y tế".

    Examples
    --------
    >>> names_source("(Theo AFP)"), names_source("Theo dõi sức khỏe")
    (True, False)
    """
    if line[:1] not in _OPENS_SOURCE or line.endswith(_ENDS_NO_NAME):
        return False
    if found := _ACCORDING_TO.match(line):
        source = found["source"].strip(" )")
        named = source[:1].isupper() and printed_key(source.split()[0]) != "dõi"
        return not source or named or publisher_name(source) is not None
    return _SOURCE.match(line) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    if len(words) not in _NAME_WORDS or not words[-1].strip("IVX"):  # "Phần I" is no one
        return False
    return all(
        word[0].isupper() and (word.isalpha() or re.sub(r"[.'-]", "", word).isalpha())
        for word in words
    )
