"""Which articles of a section are learnt together."""

import numpy as np
import pytest

from training.config import ClassifierConfig
from training.desks import desks_of


def parted(*sections: dict[str, int], by_publisher: bool = True) -> list[set[frozenset[str]]]:
    """Say for each section whose articles are of one desk, given how many each paper has."""
    cells = [
        (label, paper, number)
        for label, papers in enumerate(sections)
        for paper, number in papers.items()
    ]
    labels = np.repeat([label for label, _, _ in cells], [number for _, _, number in cells])
    papers = np.repeat([paper for _, paper, _ in cells], [number for _, _, number in cells])
    desks = desks_of(labels, papers, ClassifierConfig(by_publisher=by_publisher))
    return [
        {
            frozenset(papers[(labels == label) & (desks == desk)].tolist())
            for desk in np.unique(desks[labels == label])
        }
        for label in range(len(sections))
    ]


def desks(*papers: str) -> set[frozenset[str]]:
    return {frozenset(together) for together in papers}


@pytest.mark.parametrize(("few", "found"), [(20, ("a", "b")), (19, ("ab",))])
def test_a_paper_with_enough_articles_has_a_desk_of_its_own(
    few: int, found: tuple[str, ...]
) -> None:
    assert parted({"a": 100, "b": few}) == [desks(*found)]


def test_each_section_is_parted_by_itself() -> None:
    assert parted({"a": 50, "b": 50}, {"b": 50, "a": 3}) == [desks("a", "b"), desks("ab")]


def test_papers_with_little_share_a_desk() -> None:
    assert parted({"a": 900, "b": 80, "c": 30, "d": 5}) == [desks("a", "bcd")]


def test_what_is_little_altogether_goes_with_the_largest() -> None:
    assert parted({"a": 40, "b": 60, "c": 50, "d": 5}) == [desks("a", "bd", "c")]


def test_articles_without_a_name_have_no_desk_of_their_own() -> None:
    assert parted({"": 100, "a": 50, "b": 5}) == [{frozenset(["", "b"]), frozenset("a")}]


def test_of_many_small_papers_none_is_apart() -> None:
    assert len(parted({f"báo {number}": 50 for number in range(40)})[0]) == 1
    assert len(parted({f"báo {number}": 50 for number in range(10)})[0]) == 10


def test_nothing_is_parted_unless_that_is_wanted() -> None:
    assert parted({"a": 50, "b": 50}, by_publisher=False) == [desks("ab")]
