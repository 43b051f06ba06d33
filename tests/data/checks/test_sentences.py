"""The first and the last sentence, beside the middle."""

from hypothesis import given
from hypothesis import strategies as st

from data.checks.sentences import edges_of

STORY = "Người mua xếp hàng từ sáng sớm. Cửa hàng mở thêm quầy. Giá lên rồi lại xuống. " * 3


def test_a_section_printed_above_belongs_to_the_beginning() -> None:
    edges = edges_of(f"Thể thao\nĐội nhà thắng đậm ở lượt về. {STORY}")
    assert edges is not None
    assert edges.first == "Thể thao Đội nhà thắng đậm ở lượt về"


def test_a_byline_belongs_to_the_end() -> None:
    for glue in (" ", "\n", ""):
        edges = edges_of(f"{STORY.strip()}{glue}Thanh Hà")
        assert edges is not None
        assert edges.last.endswith("Thanh Hà")
        assert len(edges.last.split()) <= 7


def test_names_in_capitals_and_figures_end_no_sentence() -> None:
    edges = edges_of(f"Sở Y tế TP.HCM báo cáo 3.500 ca mắc mới trong tuần qua. {STORY}")
    assert edges is not None
    assert edges.first == "Sở Y tế TP.HCM báo cáo 3.500 ca mắc mới trong tuần qua"


def test_short_texts_have_no_middle() -> None:
    assert edges_of("") is None
    assert edges_of("Giá vàng tăng. Người mua xếp hàng.") is None


@given(st.text(st.sampled_from('aàB .!?\n"”')))
def test_edges_are_stretches_that_do_not_overlap(text: str) -> None:
    edges = edges_of(text)
    if edges is not None:
        words = text.split()
        first, middle, last = (edge.split() for edge in edges)
        assert len(first) + len(middle) + len(last) <= len(words) + 2
        assert max(map(len, (first, middle, last))) <= 40
        assert words[0].startswith(first[0])
        assert last[-1] == words[-1]
