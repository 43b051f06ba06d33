"""Photo credits, and the captions that end with one."""

import re
from collections.abc import Iterator

from data.page.pieces.keys import LONGEST_PHRASE, UPPER, fold, keys
from data.page.pieces.names import BETWEEN_NAMES, INITIALS, is_byline
from data.sections import known_publisher

_KIND = r"(?: minh h(?:ọa|oạ)| tư liệu| chụp màn hình)?"
_CREDIT = re.compile(
    r"(?:\(\s*[ảẢ]nh|\(\s*ẢNH|(?:^|(?<=[\s.,;|–-]))(?:Ảnh|ẢNH|Nguồn ảnh|Đồ họa))"
    rf"{_KIND}\s*:\s*(?P<credit>[^:]{{1,80}})$"
)
# "(Nguồn: ...)" closes paragraphs, tables and quotations too: a caption names a picture agency.
_SOURCE_CREDIT = re.compile(
    r"\(\s*[nN]guồn(?P<picture> ảnh)?\s*:\s*(?P<credit>\S+(?: \S+){0,2})\)$"
)
_AGENCIES = """
TTXVN, VNA, AFP, AP, Reuters, Getty, Getty Images, EPA, EFE, ANI, ANTARA, THX, Xinhua, Tân Hoa xã,
Kyodo, Yonhap, TASS, Sputnik, RIA Novosti, IRNA, DPA, PTI, UPI, Anadolu, Bloomberg, CNN, BBC
"""
_PICTURE_AGENCIES = keys(_AGENCIES)
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
    foot = max(0, len(line) - LONGEST_PHRASE)
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
    return any(map(is_agency, BETWEEN_NAMES.split(credit)))


def is_agency(name: str) -> bool:
    """Tell the name of an agency or a paper.

    Examples
    --------
    >>> is_agency("AFP"), is_agency("Tuổi Trẻ"), is_agency("HAGL")
    (True, True, False)
    """
    key = fold(name)
    return key in _PICTURE_AGENCIES or known_publisher(key) is not None


# -- amid running text -----------------------------------------------------------------------------

_STOCK = (
    "Instagram|Facebook|Weibo|YouTube|TikTok|Pexels|Freepik|Shutterstock"
    "|(?i:chụp màn hình|cắt từ (?:clip|video)|tư liệu)"
    "|Tuổi Trẻ|Thanh Niên|Tiền Phong|Lao Động|Người Lao Động|Dân trí|VnExpress|VietNamNet"
)
_KNOWN = "|".join((*sorted(" ".join(_AGENCIES.split()).split(", "), reverse=True), _STOCK))
# In capitals too, and as often the first word of a sentence as a name.
_NO_NAME = "TP|UBND|HĐND|HLV|CLB|CSGT|VĐV|NSND|NSƯT|TAND|GS|PGS|TS|BS|BV|MC|KTS|ĐBQH|SEA"
_CAPITALS = rf"(?!(?:{_NO_NAME})\b)[{UPPER}]{{2,}}"
_MIDDLE_INITIALS = rf"(?:[{UPPER}]\.){{1,2}}[{UPPER}]?"
_NAME = rf"(?:{_KNOWN}|{INITIALS}|{_CAPITALS}(?: (?:{_CAPITALS}|{_MIDDLE_INITIALS})){{0,3}})"
_END = r"(?=[)\r\n]|$)"
_STOP = rf"(?:\.(?=\s|$)|{_END})"
_AMID = re.compile(
    rf"Ả(?:nh|NH)(?:{_KIND} ?: ?(?:"
    rf"(?P<listed>[{UPPER}@_][^.:;!?…()\d\r\n]{{1,40}}/[^.:;!?…()\d\r\n]{{2,30}})\.(?=\s|$)"
    rf"|[^.:;!?…()\r\n]{{2,50}}? cung cấp\b\.?(?=\s[{UPPER}\d\"“]|{_END})"
    rf"|{_NAME}(?: ?[-–/,&] ?{_NAME}){{0,3}}(?:\.?(?=\s|$)|(?=\)))"
    rf"|(?P<closed>[{UPPER}@_](?:TP\.|[^.:;!?…()\r\n]){{1,60}}){_STOP})"
    rf"| minh h(?:ọa|oạ){_STOP})"
)
_INSTITUTION = re.compile(
    "(?:Ban|Báo|Bệnh viện|Bộ|Cảng|CLB|Công an|Công ty|Cục|Đài|Đại học|Đội|Hội|Nhà|Sở|Tổng cục"
    "|Trung tâm|Trường|UBND|Văn phòng|Viện) "
)
_NAME_BEFORE_A_STOP = 4


def photo_credits(text: str) -> Iterator[tuple[int, int]]:
    """Find the photo credits of running text, each with the dash or the brackets around it.

    Who is credited may be closed by a full stop or the end of its line. Before more text it must
    be an agency, initials or capitals: other names could be the next sentence's first words.

    Examples
    --------
    >>> text = "Cầu mới chiều 3/1 - Ảnh: HỒNG QUANG Sáng 4/1, cầu thông xe."
    >>> [text[start:end] for start, end in photo_credits(text)]
    ['- Ảnh: HỒNG QUANG ']
    """
    place = text.find("Ả")
    while place >= 0:
        end = place + 1
        found = _AMID.match(text, place)
        if found and _may_be_credited(found["listed"] or found["closed"]):
            start, end = _with_frame(text, place, found.end())
            yield start, end
        place = text.find("Ả", end)


def _may_be_credited(names: str | None) -> bool:
    if names is None:  # it was an agency, initials or capitals
        return True
    words = names.split()
    if len(words) <= _NAME_BEFORE_A_STOP:
        return not any(word[0].isdecimal() for word in words)  # "Minh Tuấn Tối 3/1"
    return _lists_names(names) or _INSTITUTION.match(names) is not None or is_byline(names)


def _lists_names(names: str) -> bool:
    """Tell several names, or a name and its agency, from a sentence with a comma."""
    parts = [part.strip() for part in re.split("[/,]", names)]
    capitalised = all(part[:1].isupper() or " " not in part for part in parts)
    dated = any(map(str.isdecimal, names))
    return len(parts) > 1 and capitalised and len(names.split()) <= _CREDIT_WORDS and not dated


def _with_frame(text: str, start: int, end: int) -> tuple[int, int]:
    before = start
    while text[before - 1 : before] == " ":
        before -= 1
    mark = text[before - 1 : before]
    if mark == "(" and text[end : end + 1] == ")":
        start, end = before - 1, end + 1
    elif mark and mark in "-–|":
        start = before - 1
    while text[end : end + 1] == " ":
        end += 1
    return start, end
