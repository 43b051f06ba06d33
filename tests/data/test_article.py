"""The one text of an article."""

from hypothesis import given
from hypothesis import strategies as st

from data.article import Article, Passage


def test_the_headline_is_the_text_up_to_its_first_line_break() -> None:
    article = Article(title="Cầu mới", lead="Sáng nay.", body="Cầu thông xe.\nXe chạy.")
    assert article.text.partition("\n")[0] == "Cầu mới"
    assert article.text == "Cầu mới\nSáng nay.\nCầu thông xe.\nXe chạy."


def test_a_blank_field_leaves_no_empty_line() -> None:
    article = Article(title=" \n", body="Cầu thông xe.")
    assert article.passages == (Passage("body", 0, "Cầu thông xe."),)
    assert article.text == "Cầu thông xe."
    assert Article().text == ""


@given(st.text(), st.text(), st.text())
def test_a_passage_is_a_slice_of_its_field(title: str, lead: str, body: str) -> None:
    article = Article(title=title, lead=lead, body=body)
    for passage in article.passages:
        field: str = getattr(article, passage.field)
        assert field[passage.start : passage.start + len(passage.text)] == passage.text
