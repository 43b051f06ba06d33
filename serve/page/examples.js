/** Texts to try, written for this page: `name` is a sentence of it in each language. */

const COPIED_PAGE = `Thời sự

Thứ sáu, 10/10/2025, 08:30 (GMT+7)

Cử tri vùng bãi kiến nghị sớm làm cầu thay bến đò ngang

Hưng Yên

Bà con ba xã ven sông mong Quốc hội và Chính phủ bố trí vốn để cây cầu khởi công ngay trong năm tới.

Sáng 9/10, đoàn đại biểu Quốc hội tỉnh tiếp xúc cử tri tại nhà văn hóa xã. Nhiều ý kiến phản ánh bến đò ngừng chạy mỗi khi nước lên, học sinh phải nghỉ học, nông sản ùn lại bên bãi.

Chuyến đò cuối ngày ở bến Vân. (Ảnh: Minh Hà)

Phó chủ tịch Ủy ban nhân dân tỉnh cho biết dự án đã có trong kế hoạch đầu tư công trung hạn; các sở, ngành đang lấy ý kiến nhân dân về phương án giải phóng mặt bằng. Đoàn đại biểu hứa chuyển đầy đủ kiến nghị tới kỳ họp tới.

Minh Hà

Xem thêm`;

const MATCH = `Thủ môn dự bị cản hai quả luân lưu, đội khách vào bán kết

Hòa 1-1 sau 120 phút, trận đấu chỉ ngã ngũ trên chấm phạt đền khi người gác đền 20 tuổi đổ người đúng hướng liên tiếp hai lần.

Huấn luyện viên đội khách thú nhận ông thay thủ môn ở phút 119 chỉ vì "linh cảm". Trước đó, chủ nhà ghi bàn từ quả phạt góc, rồi để tiền đạo đối phương gỡ hòa ở phút bù giờ. Trọng tài rút bảy thẻ vàng.`;

const CLINIC = `Ho kéo dài ba tuần, đừng tự mua kháng sinh

Nhiều người bệnh chỉ đến khám khi đã sốt và khó thở, trong khi một tấm phim phổi có thể chẩn đoán sớm.

Bác sĩ khoa hô hấp khuyên người hút thuốc, người tiểu đường và người cao tuổi đi khám nếu ho quá ba tuần. Uống kháng sinh sai liều làm vi khuẩn kháng thuốc, điều trị về sau tốn kém hơn nhiều.`;

const HEADLINE = "Giá cà phê lập đỉnh, nông dân giữ hàng chờ giá cao hơn";

const LETTER = `Chị ơi, hôm qua em đặt hai cái áo cỡ M mà mở gói ra chỉ thấy một. Chị xem lại giúp em với nhé.

Nếu hết màu xanh thì em lấy màu kem cũng được ạ. Em cảm ơn chị nhiều 🌸`;

export const EXAMPLES = [
  { text: COPIED_PAGE, name: { vi: "Cả một trang sao chép", en: "A whole copied page" } },
  { text: MATCH, name: { vi: "Trận đấu đêm qua", en: "Last night’s match" } },
  { text: CLINIC, name: { vi: "Lời khuyên ở phòng khám", en: "Advice from a clinic" } },
  { text: HEADLINE, name: { vi: "Chỉ một tiêu đề", en: "Only a headline" } },
  { text: LETTER, name: { vi: "Không phải tin tức", en: "Not news at all" } },
];
