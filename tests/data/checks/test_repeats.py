"""Texts that occur more than once: in two sections, in two parts of a split, in two corpora."""

from collections.abc import Iterable

from data.article import Article
from data.checks import OtherCorpus, Outcome, Status, Survey

TEXT = (
    "Sáng 3/1, thành phố khởi công tuyến đường vành đai dài 20 km qua bốn huyện. Dự án có vốn đầu "
    "tư 5.000 tỷ đồng, dự kiến hoàn thành sau ba năm. Người dân hai bên đường đã nhận tiền đền bù "
    "và bàn giao mặt bằng cho chủ đầu tư từ cuối năm ngoái, sớm hơn kế hoạch hai tháng."
)
NEARLY = TEXT.replace("hai tháng", "một quý")
OTHER = (
    "Đội chủ nhà ngược dòng ở phút bù giờ, hai bàn thắng muộn giúp họ giành trọn ba điểm tối qua."
)


def article(id_: str, text: str, section: str = "Thời sự", split: str | None = None) -> Article:
    return Article(id=id_, body=text, section=section, split=split)


def checked(
    articles: Iterable[Article], others: Iterable[Article] | None = None
) -> dict[str, Outcome]:
    survey = Survey()
    for each in articles:
        survey.see(each)
    other = None
    if others is not None:
        other = OtherCorpus()
        for each in others:
            other.see(each)
    return {outcome.check.code: outcome for outcome in survey.outcomes(other)}


def groups(outcome: Outcome) -> list[tuple[str, ...]]:
    assert outcome.status is Status.FOUND
    return [example.articles for example in outcome.examples]


REPEATS = ("conflicting-duplicates", "redundant-duplicates", "near-duplicates")


def test_different_texts_pass() -> None:
    outcomes = checked(
        [article("a", TEXT), article("b", OTHER), article("c", " "), article("d", "")]
    )
    assert {outcomes[code].status for code in REPEATS} == {Status.PASSED}


def test_one_text_in_two_sections_is_a_conflict_and_a_copy() -> None:
    outcomes = checked(
        [
            article("a", TEXT),
            article("b", OTHER),
            article("c", TEXT.replace(" ", "\n"), "Kinh doanh"),
        ]
    )
    conflict = outcomes["conflicting-duplicates"]
    assert groups(conflict) == [("a", "c")]
    assert (conflict.count, conflict.examples[0].detail) == (2, "Kinh doanh, Thời sự")
    assert outcomes["redundant-duplicates"].count == 1
    assert outcomes["near-duplicates"].status is Status.PASSED


def test_copies_in_one_section_are_redundant_the_most_copied_first() -> None:
    copies = [article("a", OTHER), article("b", OTHER)]
    copies += [article(id_, TEXT) for id_ in "cde"]
    outcomes = checked(copies)
    assert outcomes["conflicting-duplicates"].status is Status.PASSED
    assert outcomes["redundant-duplicates"].count == 3
    assert groups(outcomes["redundant-duplicates"]) == [("c", "d", "e"), ("a", "b")]


def test_a_text_with_two_words_changed_is_a_near_duplicate() -> None:
    outcomes = checked([article("a", TEXT), article("b", NEARLY), article("c", OTHER)])
    assert groups(outcomes["near-duplicates"]) == [("a", "b")]
    assert outcomes["redundant-duplicates"].status is Status.PASSED


def test_a_split_is_crossed_by_copies_and_by_near_duplicates() -> None:
    outcomes = checked(
        [
            article("a", OTHER, split="train"),
            article("b", OTHER, split="test"),
            article("c", TEXT, split="train"),
            article("d", NEARLY, split="test"),
        ]
    )
    assert groups(outcomes["split-repeats"]) == [("a", "b")]
    assert outcomes["split-repeats"].examples[0].detail == "Thời sự (test, train)"
    assert groups(outcomes["split-near-repeats"]) == [("c", "d")]


def test_copies_on_one_side_of_the_split_cross_nothing() -> None:
    outcomes = checked(
        [
            article("a", TEXT, split="train"),
            article("b", NEARLY, split="train"),
            article("c", TEXT, split="train"),
            article("d", OTHER, split="test"),
        ]
    )
    for code in ("split-repeats", "split-near-repeats"):
        assert outcomes[code].status is Status.PASSED


def test_without_a_split_nothing_can_be_said_of_it() -> None:
    for split, why in ((None, "no article says"), ("train", "'train'")):
        outcomes = checked([article("a", TEXT, split=split), article("b", OTHER, split=split)])
        for code in ("split-repeats", "split-near-repeats"):
            assert outcomes[code].status is Status.UNDECIDED
            assert why in outcomes[code].message


def test_another_corpus_is_found_again_copies_apart_from_near_ones() -> None:
    outcomes = checked(
        [article("a", TEXT), article("b", OTHER), article("c", "")],
        [Article(id="x", body=NEARLY), Article(id="y", body=OTHER), Article(id="z", body="")],
    )
    assert groups(outcomes["against-repeats"]) == [("b", "y")]
    near = outcomes["against-near-repeats"]
    assert groups(near) == [("a", "x")]
    assert near.examples[0].detail.startswith("similarity 0.")


def test_another_corpus_without_common_texts_passes() -> None:
    outcomes = checked([article("a", TEXT)], [article("x", OTHER)])
    for code in ("against-repeats", "against-near-repeats"):
        assert outcomes[code].status is Status.PASSED


def test_without_another_corpus_the_comparison_is_not_run() -> None:
    outcomes = checked([article("a", TEXT)])
    for code in ("against-repeats", "against-near-repeats"):
        assert outcomes[code].status is Status.NOT_RUN
        assert "--against" in outcomes[code].message
