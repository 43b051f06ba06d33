"""What the checks found in a corpus, in the reader's language."""

from dataclasses import dataclass
from typing import Any, Final

from data.checks import Check, CheckReport, Outcome

_ARTICLES: Final = 6

_VIETNAMESE: Final = {
    "conflicting-duplicates": (
        "cùng một bài nằm ở nhiều chuyên mục",
        "giữ một bản ở đúng chuyên mục, hoặc bỏ tất cả các bản",
    ),
    "redundant-duplicates": ("bài chép nguyên văn", "mỗi bài chỉ giữ một bản"),
    "near-duplicates": (
        "bài gần như giống nhau",
        "giữ một bản, hoặc để mọi bản ở cùng một phía khi chia dữ liệu",
    ),
    "split-repeats": (
        "một bài nằm ở nhiều phần của dữ liệu",
        "chỉ giữ ở một phần: kiểm tra trên bài đã học thuộc không chứng minh được gì",
    ),
    "split-near-repeats": (
        "bài gần giống nhau nằm ở nhiều phần của dữ liệu",
        "để mọi bản của một bài vào cùng một phần",
    ),
    "against-repeats": (
        "bài có trong kho bài kia",
        "bỏ khỏi một trong hai kho trước khi dùng kho này đánh giá mô hình học từ kho kia",
    ),
    "against-near-repeats": (
        "bài gần giống với bài trong kho kia",
        "bỏ khỏi một trong hai kho trước khi dùng kho này đánh giá mô hình học từ kho kia",
    ),
    "too-few-articles": (
        "chuyên mục quá ít bài để học",
        "thêm bài, gộp với chuyên mục khác, hoặc bỏ chuyên mục này",
    ),
    "small-sections": (
        "chuyên mục ít bài",
        "thêm bài: với ngần ấy bài, số liệu của chuyên mục phần nhiều là may rủi",
    ),
    "imbalance": (
        "một chuyên mục lớn gấp nhiều lần chuyên mục khác",
        "xem macro F1 hơn là tỷ lệ đúng",
    ),
    "unmapped-sections": (
        "tên chuyên mục lạ đối với tờ báo",
        "đổi thành chuyên mục cần chỉ, hoặc giữ làm chuyên mục riêng",
    ),
    "section-drift": (
        "tỷ lệ chuyên mục đổi theo thời gian",
        "đánh giá thêm trên các bài mới nhất",
    ),
    "empty-texts": ("bài không có chữ nào", "bổ sung hoặc bỏ đi"),
    "tiny-texts": ("bài chỉ có vài âm tiết", "xem bài có bị cắt khi thu thập không"),
    "wrong-language": ("bài không phải tiếng Việt", "bỏ đi, trừ khi cần xếp cả bài tiếng đó"),
    "encoding-damage": (
        "chữ bị giải mã sai bảng mã",
        "đọc lại nguồn với bảng mã đúng, hoặc bỏ các bài này",
    ),
    "legacy-encoding": (
        "tệp dùng bảng mã trước Unicode",
        "không cần làm gì: chuyenmuc tự chuyển; nên mở thử một tệp cho chắc",
    ),
    "lost-tone-marks": ("tiếng Việt mất dấu", "thu thập lại bài có dấu, hoặc bỏ đi"),
    "not-nfc": ("chữ ở dạng Unicode tổ hợp", "không cần làm gì: chuyenmuc tự chuyển"),
    "html-tags": ("còn thẻ HTML trong bài", "lấy chữ ra bằng một bộ đọc HTML"),
    "html-entities": ("còn ký hiệu HTML trong bài", "không cần làm gì: chuyenmuc tự thay"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with the ids of the first articles that show it."""

    check: Check
    severity: str
    count: int
    message: str
    title_vi: str
    advice_vi: str
    articles: tuple[str, ...]


def told(report: CheckReport) -> dict[str, Any]:
    """Return what to print of a report: findings, the gravest first, and what else was asked."""
    groups = report.groups()
    graves = [outcome for name in ("errors", "warnings", "notes") for outcome in groups[name]]
    return {
        "found": [_found(outcome) for outcome in graves],
        "undecided": [outcome.check.code for outcome in groups["undecided"]],
        "passed": [outcome.check.code for outcome in groups["passed"]],
        "articles": report.articles,
    }


def _found(outcome: Outcome) -> Found:
    check = outcome.check
    title, advice = _VIETNAMESE[check.code]
    named = [article for example in outcome.examples for article in example.articles]
    articles = tuple(dict.fromkeys(named))[:_ARTICLES]
    return Found(
        check, check.severity.value, outcome.count, outcome.message, title, advice, articles
    )
