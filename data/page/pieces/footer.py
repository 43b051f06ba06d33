"""Below the text: buttons, lists of other articles, tags."""

import re

from data.page.pieces.keys import LONGEST_PHRASE, fold, keys
from data.page.pieces.prose import is_prose
from data.sections import printed_key, printed_sections

_BUTTONS = keys("""
chia sẻ, chia sẻ bài viết, chia sẻ facebook, bình luận, gửi bình luận, lưu, lưu bài, lưu bài
viết, thích, quan tâm, theo dõi, email, gửi email, in bài, in bài viết, facebook, zalo, twitter,
copy link, copy link thành công, sao chép liên kết, google news, nghe, nghe đọc bài, nghe bài
viết, quay lại, trở lại, quảng cáo
""")
BUTTON_OPENINGS = frozenset(phrase[:3] for phrase in _BUTTONS)
_FOOTINGS = keys("""
xem thêm, xem tiếp, đọc thêm, đọc tiếp, tin liên quan, bài liên quan, tin bài liên quan, bài
viết liên quan, đọc nhiều, đọc nhiều nhất, tin đọc nhiều, xem nhiều, xem nhiều nhất, tin khác,
tin mới, tin mới nhất, tin nổi bật, tin nên đọc, tin cùng chuyên mục, cùng chuyên mục, có thể
bạn quan tâm, bạn có thể quan tâm, ý kiến, ý kiến bạn đọc, top bình luận
""")
_TAG_HEADINGS = keys("tags, tag, thẻ, từ khóa, chủ đề")
_LINK_LABELS = ("xem thêm:", "đọc thêm:", "tin liên quan:", "bài liên quan:", "mời bạn xem:")
_TAG_LABELS = ("tags:", "tag:", "từ khóa:", "thẻ:")
# What stands before a label's colon, how a line begins that leads away: to rule others out fast.
LABEL_ENDINGS = frozenset(label[-4:-1] for label in _LINK_LABELS + _TAG_LABELS)
FOOTER_OPENINGS = frozenset(
    phrase[:3]
    for phrase in (
        *(*_FOOTINGS, *_TAG_HEADINGS, *_LINK_LABELS, *_TAG_LABELS),
        *("theo dõi", "trở lại", "mời", ">> "),
    )
)
_READERS = r"mời (?:quý )?(?:độc giả|bạn đọc|khán giả|quý vị|bạn)\b"
_INVITATION = re.compile(rf"{_READERS}.{{0,20}}?\b(?:xem|đọc|theo dõi)\b")
_LABEL = re.compile(rf"(?:{_READERS} )?\b(?:{'|'.join(_LINK_LABELS + _TAG_LABELS)}|xem:|đọc:)$")
_LABEL_LETTERS = 40
_HASHTAG = re.compile(r"#[^\W\d_]")
_COUNTER = re.compile(r"[\d().:+]+")


def _words_only(line: str) -> str:
    return " ".join(_COUNTER.sub(" ", fold(line)).split())


def is_button(line: str) -> bool:
    """Tell a share or comment button, with or without its counter.

    Examples
    --------
    >>> is_button("Bình luận (12)"), is_button("Bình luận viên")
    (True, False)
    """
    return _words_only(line) in _BUTTONS


def is_comment_count(line: str) -> bool:
    """Tell how many readers commented.

    Examples
    --------
    >>> is_comment_count("12 bình luận"), is_comment_count("Bình luận")
    (True, False)
    """
    counted = any(map(str.isdecimal, line[:1] + line[-2:]))
    return counted and _words_only(line) in {"bình luận", "ý kiến"}


def opens_footer(line: str) -> bool:
    """Tell the heading of a list of other articles, of tags or of comments."""
    return opens_links(line) or opens_tags(line)


def opens_links(line: str) -> bool:
    """Tell the heading of a list of other articles or of comments."""
    words = _words_only(line)
    follow = words.startswith("theo dõi ") and " trên " in words and not is_prose(line)
    back = words.startswith("trở lại ") and words.removeprefix("trở lại ") in printed_sections()
    return words in _FOOTINGS or follow or back


def opens_tags(line: str) -> bool:
    """Tell tags or their heading: "Từ khóa", "Tags: cầu, đường", a row of hashtags."""
    return _words_only(line) in _TAG_HEADINGS or is_tag_line(line)


def is_tag_line(line: str) -> bool:
    """Tell tags: "Từ khóa: ..." or a row of hashtags."""
    listed = printed_key(line[:20]).startswith(_TAG_LABELS)
    listed = listed and not line.endswith(".") and not is_prose(line)
    return listed or is_hashtag_row(line)


def is_hashtag_row(line: str) -> bool:
    """Tell a line of nothing but hashtags."""
    return all(_HASHTAG.match(word) for word in line.split())


def is_link(line: str) -> bool:
    """Tell one line that leads to another article."""
    leads = line.startswith(">>") or printed_key(line[:20]).startswith((*_LINK_LABELS, ">>"))
    return (leads or _INVITATION.match(fold(line)) is not None) and not is_prose(line)


# -- amid running text -----------------------------------------------------------------------------

_GLUED_DATE = re.compile(r"\S\(\d\d/\d\d/\d{4}\)")
_DATE_LETTERS = 13
# Its headline, its age or date, the date again, its section twice, how many comments, its lead.
_CARD_MIDDLE = re.compile(
    r"\d(?:\d?:\d{2} \d{1,2}/\d{1,2}/\d{4}|\d? (?:phút|giờ|ngày) trước)\s?"
    r"\d{1,2}:\d{2}\s?\d{1,2}/\d{1,2}/\d{4}[^.!?\n]{0,50}? ?\d{1,6} "
)
_CARD_LEAD = 550
_CARD_HEADLINE = 160
_END_OF_SENTENCE = re.compile(r"[.!?…][\"'”’)]*\s+|\n")


def is_dated_link(text: str, end: int) -> bool:
    """Tell the headline of another article, that ends here, by the date glued to it.

    Examples
    --------
    >>> is_dated_link("Cầu mới thông xe(03/01/2004)", 28)
    True
    >>> is_dated_link("Cầu thông xe (03/01/2004)", 25)
    False
    """
    return text[end - 1 : end] == ")" and _GLUED_DATE.match(text, end - _DATE_LETTERS) is not None


def link_card(text: str) -> int | None:
    """Return where the card of another article begins that ends a text.

    Examples
    --------
    >>> text = "Cầu thông xe. Giá vàng tăng 09:00 3/1/202509:003/1/2025Kinh doanhVàng 0 Vàng tăng."
    >>> text[link_card(text) :]
    'Giá vàng tăng 09:00 3/1/202509:003/1/2025Kinh doanhVàng 0 Vàng tăng.'
    """
    foot = max(0, len(text) - _CARD_LEAD - LONGEST_PHRASE)
    middles = [found.start() for found in _CARD_MIDDLE.finditer(text, foot)]
    if not middles:
        return None
    headline = max(0, middles[-1] - _CARD_HEADLINE)
    ends = [found.end() for found in _END_OF_SENTENCE.finditer(text, headline, middles[-1])]
    # A headline may end with a question mark itself.
    return next((end for end in reversed(ends) if end < middles[-1]), middles[-1])


def footer_label(text: str, colon: int) -> int | None:
    """Return where the "Tags:" or "Xem thêm:" begins that has its colon here.

    Examples
    --------
    >>> footer_label("Cầu thông xe. Từ khóa: cầu", 21)
    14
    """
    begin = max(0, colon + 1 - _LABEL_LETTERS)
    found = _LABEL.search(text[begin : colon + 1].lower())
    return begin + found.start() if found else None
