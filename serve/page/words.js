/** What the page says, in Vietnamese and in English. */

import { keep, recall } from "./store.js";

// Sentences that stand in index.html are Vietnamese there, and only English here.
const WORDS = {
  vi: {
    "confidence": "độ tin cậy",
    "comparison": "điểm so sánh",
    "accepted": "Đạt ngưỡng {threshold}: mô hình coi câu trả lời này là chắc chắn.",
    "accepted-share": "Khi đánh giá, {accuracy} câu trả lời đạt ngưỡng là đúng.",
    "unsure": "Chưa chắc",
    "unsure-because": "Độ tin cậy {confidence} chưa đến {threshold}, ngưỡng để mô hình coi một câu trả lời là chắc chắn. Nên để người đọc quyết định giữa {first} và {second}.",
    "unsure-warned": "Mô hình không coi câu trả lời này là chắc chắn, vì điều lưu ý dưới đây.",
    "uncalibrated": "Mô hình này chưa được hiệu chỉnh: các con số chỉ để so sánh các mục với nhau, chưa phải là xác suất, và không có ngưỡng.",
    "low_vocabulary_coverage": "Mô hình biết quá ít cách ghép từ trong văn bản này: có lẽ không phải tin tức, hoặc là chữ không thành câu.",
    "not_vietnamese": "Mô hình biết quá ít chữ trong văn bản này: có lẽ không phải tiếng Việt.",
    "no_diacritics": "Văn bản gõ thiếu dấu, nên được đọc như văn bản không dấu.",
    "short_text": "Văn bản ngắn như một tiêu đề: câu trả lời kém chắc hơn so với cả bài.",
    "legacy_encoding": "Văn bản ở bảng mã cũ hoặc bị đọc sai bảng mã; mô hình đã đổi lại trước khi đọc, nên không đánh dấu được từ.",
    "truncated": "Văn bản kết thúc bằng dấu ba chấm, có lẽ mới là phần đầu của bài.",
    "warning": "Mô hình còn lưu ý: {code}.",
    "printed-same": "Trang in mục “{name}”, cũng là mục này. Dòng đó đã được bỏ ra: mô hình không nhìn thấy.",
    "printed-other": "Trang in mục “{name}”. Dòng đó đã được bỏ ra: mô hình không nhìn thấy.",
    "every-section": "Mọi chuyên mục",
    "opening": "Đúng khi chỉ có phần đầu",
    "headline": "Đúng khi chỉ có tiêu đề",
    "plain-article": "Đúng khi không có dấu",
    "data": "Dữ liệu",
    "limits": "Giới hạn",
    "not_for": "Không dùng để",
    "threshold-at": "Vạch đứng: ngưỡng {threshold}",
    "words": "Những từ quyết định",
    "for": "nghiêng về mục này",
    "against": "nghiêng về mục khác",
    "word-for": "nghiêng về mục này; {times} chỗ trong bài, bấm để đến từng chỗ",
    "word-against": "nghiêng về mục khác; {times} chỗ trong bài, bấm để đến từng chỗ",
    "no-words": "Không từ nào trong bài có trong vốn từ của mô hình.",
    "answered-by": "Mô hình {name}, phiên bản {version}",
    "said": "{section}, {confidence}.",
    "said-unsure": "Chưa chắc. Gần nhất là {section}, {confidence}.",
    "busy": "Đang đọc…",
    "failed": "Chưa phân loại được",
    "kept-text": "Văn bản vẫn còn nguyên trong khung.",
    "again": "Thử lại",
    "again-soon": "Hãy đợi một lát rồi thử lại.",
    "again-in": "Hãy thử lại sau {seconds} giây.",
    "code": "Mã: {code}",
    "request": "yêu cầu {request}",
    "empty": "Khung đang trống. Hãy dán một bài báo, hay ít nhất một tiêu đề.",
    "empty-text": "Ở đây chỉ có tên mục, chú thích ảnh hoặc nút bấm của trang, không có câu nào để đọc. Hãy dán cả bài.",
    "too-long": "Văn bản dài {characters} ký tự, quá mức máy chủ nhận. Hãy bỏ bớt, ví dụ phần bình luận và các tin liên quan.",
    "missing-key": "Máy chủ này cần khóa API. Hãy nhập khóa bên trên rồi thử lại.",
    "unknown-key": "Máy chủ không nhận khóa này. Hãy xem lại từng ký tự, hoặc hỏi người quản trị.",
    "too-many-requests": "Bạn hỏi nhanh hơn mức máy chủ cho phép.",
    "overloaded": "Máy chủ đang bận.",
    "not-ready": "Máy chủ chưa có mô hình nào sẵn sàng. Hãy thử lại sau ít phút.",
    "unknown-model": "Máy chủ không còn mô hình này. Danh sách mô hình đã được đọc lại; hãy chọn và thử lại.",
    "unreachable": "Không liên lạc được với máy chủ. Hãy xem lại mạng rồi thử lại.",
    "late": "Máy chủ quá lâu không trả lời. Hãy thử lại.",
    "refused": "Máy chủ không trả lời được yêu cầu này.",
    "not-text": "Tệp này không phải là văn bản. Hãy chọn một tệp .txt.",
    "file-too-large": "Tệp này quá lớn cho một bài báo. Hãy chọn một tệp .txt dưới 4 MB.",
    "old-encoding": "Tệp không viết bằng UTF-8 nên đã được đọc theo bảng mã windows-1258. Nếu chữ trong khung bị hỏng, hãy lưu tệp lại bằng UTF-8.",
    "nothing-recent": "Chưa có bài nào.",
    "not-kept": "Trình duyệt không cho lưu: danh sách mất khi đóng trang.",
    "too-long-to-keep": "dài quá nên không lưu lại văn bản",
    "no-card": "Chưa đọc được thông tin về mô hình.",
    "version": "Phiên bản",
    "created": "Huấn luyện",
    "learnt-from": "Học từ",
    "articles": "{n} bài báo",
    "evaluated-on": "Đánh giá trên",
    "cross-validation": "{n} bài, kiểm định chéo",
    "newest articles": "{n} bài mới nhất, không dùng để học",
    "test corpus": "{n} bài của một kho kiểm tra riêng",
    "accuracy": "Độ chính xác",
    "macro-f1": "Macro-F1",
    "threshold": "Ngưỡng",
    "accepted-at": "Đạt ngưỡng",
    "accepted-of": "{share} số bài, {accuracy} trong đó đúng",
    "ece": "Sai số hiệu chỉnh (ECE)",
    "sections": "Chuyên mục",
    "intervals": "Trong ngoặc là khoảng tin cậy 95%.",
    "not-evaluated": "Mô hình này chưa được đánh giá.",
  },
  en: {
    "title": "Chuyên mục: which section does this article belong to?",
    "tagline": "Which section does this article belong to?",
    "article": "Article",
    "placeholder": "Paste a Vietnamese news article here, or drop a .txt file.",
    "hint": "A whole copied page is fine: section names, captions and buttons are taken out before the model reads it.",
    "replaced": "Your earlier text is still here.",
    "restore": "Bring it back",
    "classify": "Classify",
    "choose": "Choose a .txt file",
    "model": "Model",
    "examples": "Try an example",
    "answer": "Section",
    "key": "API key",
    "use-key": "Use this key",
    "key-hint": "The key stays in this browser tab until you close it.",
    "step-paste": "Paste an article, or just its headline.",
    "step-press": "Press Classify, or Ctrl + Enter.",
    "step-read": "Read here: which section, how sure, and because of which words.",
    "reading": "The article, with the deciding words",
    "recent": "Recent",
    "keeping": "Kept in this browser only, and sent nowhere.",
    "clear": "Clear the list",
    "card": "About the model",
    "privacy": "A text goes only to the server of this page, to be classified; the page loads nothing from elsewhere.",
    "docs": "API documentation",
    "confidence": "confidence",
    "comparison": "comparison score",
    "accepted": "Reaches the threshold of {threshold}: the model stands by this answer.",
    "accepted-share": "When it was evaluated, {accuracy} of such answers were right.",
    "unsure": "Not sure",
    "unsure-because": "The confidence of {confidence} is below the {threshold} the model asks of itself before it stands by an answer. Let a reader decide between {first} and {second}.",
    "unsure-warned": "The model does not stand by this answer, for the reason below.",
    "uncalibrated": "This model is not calibrated: its numbers compare the sections with each other, are not probabilities yet, and there is no threshold.",
    "low_vocabulary_coverage": "The model knows too few of this text's word sequences: it may be no news, or words in no order.",
    "not_vietnamese": "The model knows too few words of this text: it may not be Vietnamese.",
    "no_diacritics": "Typed without diacritics, the text was read as such.",
    "short_text": "The text is as short as a headline: the answer is less certain than for a whole article.",
    "legacy_encoding": "The text came in an old or mistaken encoding and was converted first, so no words can be marked.",
    "truncated": "The text ends in dots: it may be only the beginning of an article.",
    "warning": "The model also notes: {code}.",
    "printed-same": "The page prints the section “{name}”, which is this one. That line was taken out: the model did not see it.",
    "printed-other": "The page prints the section “{name}”. That line was taken out: the model did not see it.",
    "every-section": "Every section",
    "opening": "Right on openings alone",
    "headline": "Right on headlines alone",
    "plain-article": "Right without diacritics",
    "data": "Data",
    "limits": "Limits",
    "not_for": "Not to be used",
    "threshold-at": "Upright line: the threshold, {threshold}",
    "words": "The words that weighed most",
    "for": "for this section",
    "against": "for others",
    "word-for": "for this section, {times}× in the article; press to go from one place to the next",
    "word-against": "for others, {times}× in the article; press to go from one place to the next",
    "no-words": "The model knows none of the words of this text.",
    "answered-by": "Model {name}, version {version}",
    "said": "{section}, {confidence}.",
    "said-unsure": "Not sure. Nearest is {section}, {confidence}.",
    "busy": "Reading…",
    "failed": "No answer yet",
    "kept-text": "Your text is still in the box.",
    "again": "Try again",
    "again-soon": "Wait a little and try again.",
    "again-in": "Try again in {seconds} s.",
    "code": "Code: {code}",
    "request": "request {request}",
    "empty": "The box is empty. Paste an article, or at least a headline.",
    "empty-text": "There are only section names, captions or buttons here and no sentence to read. Paste the whole article.",
    "too-long": "The text is {characters} characters long, more than this server takes. Leave something out, such as comments and related stories.",
    "missing-key": "This server needs an API key. Enter it above and try again.",
    "unknown-key": "The server does not accept this key. Check it letter by letter, or ask whoever runs the server.",
    "too-many-requests": "You are asking faster than this server allows.",
    "overloaded": "The server is busy.",
    "not-ready": "The server has no model ready yet. Try again in a few minutes.",
    "unknown-model": "The server no longer has this model. The list was read anew; choose one and try again.",
    "unreachable": "The server cannot be reached. Check the network and try again.",
    "late": "The server took too long to answer. Try again.",
    "refused": "The server could not answer this request.",
    "not-text": "This file is not a text. Choose a .txt file.",
    "file-too-large": "This file is too large for an article. Choose a .txt file under 4 MB.",
    "old-encoding": "The file is not UTF-8, so it was read as windows-1258. If the letters in the box are broken, save the file as UTF-8.",
    "nothing-recent": "Nothing yet.",
    "not-kept": "The browser allows no storage: the list is gone when you close the page.",
    "too-long-to-keep": "too long to keep its text",
    "no-card": "The model's card could not be read yet.",
    "version": "Version",
    "created": "Trained",
    "learnt-from": "Learnt from",
    "articles": "{n} articles",
    "evaluated-on": "Evaluated on",
    "cross-validation": "{n} articles, cross-validation",
    "newest articles": "the {n} newest articles, not learnt from",
    "test corpus": "{n} articles of a separate test corpus",
    "accuracy": "Accuracy",
    "macro-f1": "Macro F1",
    "threshold": "Threshold",
    "accepted-at": "Above it",
    "accepted-of": "{share} of the articles, {accuracy} of those right",
    "ece": "Calibration error (ECE)",
    "sections": "Sections",
    "intervals": "In brackets: 95% confidence intervals.",
    "not-evaluated": "This model has not been evaluated.",
  },
};

/** The language of the page: "vi" or "en". */
export let language = recall("language", "vi") === "en" ? "en" : "vi";

const marked = [...document.querySelectorAll("[data-t], [data-t-placeholder]")].map((element) => {
  const { t, tPlaceholder } = element.dataset;
  const property = t ? "textContent" : "placeholder";
  WORDS.vi[t ?? tPlaceholder] = element[property].trim().replace(/\s+/g, " ");
  return { element, property, key: t ?? tPlaceholder };
});

/** Say it in this language from now on, and remember that. */
export function speak(chosen) {
  language = chosen;
  keep("language", chosen);
  document.documentElement.lang = chosen;
  for (const { element, property, key } of marked) element[property] = say(key);
}

/** Tell whether there is a sentence of this name. */
export const knows = (key) => Object.hasOwn(WORDS.vi, key);

/** The sentence of this name, its blanks filled. */
export function say(key, values = {}) {
  return WORDS[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const format = (value, options) => value.toLocaleString(language, options);

/** A whole number. */
export const number = (value) => format(value);

/** A share as a percentage; what is not quite all or nothing does not look it. */
export function percent(value) {
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 };
  if (value > 0.9995 && value < 1) return `> ${format(0.999, options)}`;
  if (value > 0 && value < 0.0005) return `< ${format(0.001, options)}`;
  return format(value, options);
}

/** A day, or a day and its time. */
export const when = (date, timeStyle) =>
  new Date(date).toLocaleString(language, { dateStyle: "medium", timeStyle });
