"""Which way a probability moves when something is added."""

import pytest

from model import SectionClassifier

BUSINESS = (
    "Ngân hàng giảm lãi suất, doanh nghiệp xuất khẩu có thêm đơn hàng\n"
    "Các ngân hàng thương mại đồng loạt giảm lãi suất cho vay, doanh nghiệp xuất khẩu gạo và thủy "
    "sản ký thêm hợp đồng, giá cổ phiếu trên thị trường chứng khoán tăng."
)
ADDED = {
    "the-thao": "Đội tuyển thắng trận bán kết nhờ cú đá phạt của tiền đạo, huấn luyện viên khen "
    "hàng thủ và thủ môn, cầu thủ chuẩn bị cho trận chung kết giải vô địch.",
    "suc-khoe": "Bác sĩ cho biết bệnh nhân bị viêm phổi phải điều trị bằng kháng sinh, người bệnh "
    "tiểu đường nên đo huyết áp và khám tim mạch thường xuyên ở bệnh viện.",
    "phap-luat": "Công an bắt giữ nghi can, viện kiểm sát truy tố bị cáo về tội lừa đảo, tòa án "
    "tuyên phạt bảy năm tù trong phiên xử sơ thẩm.",
    "the-gioi": "Tổng thống và ngoại trưởng hai nước hội đàm về chương trình hạt nhân, Liên Hợp "
    "Quốc kêu gọi quân đội ngừng bắn ở vùng biên giới.",
}


@pytest.mark.parametrize("slug", ADDED)
def test_a_paragraph_of_a_section_moves_a_story_towards_it(
    shipped: SectionClassifier, slug: str
) -> None:
    def probability(text: str) -> float:
        answer = shipped.classify(text)
        return next(share for section, share in answer.scores if section.slug == slug)

    alone, mixed = probability(BUSINESS), probability(f"{BUSINESS}\n{ADDED[slug]}")
    twice = probability(f"{BUSINESS}\n{ADDED[slug]}\n{ADDED[slug]}")
    assert alone < mixed < twice


def test_what_two_sections_share_is_less_sure(shipped: SectionClassifier) -> None:
    sure = shipped.classify(BUSINESS)
    assert sure.section.slug == "kinh-doanh"
    assert shipped.classify(f"{BUSINESS}\n{ADDED['the-thao']}").confidence < sure.confidence
