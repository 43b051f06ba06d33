"""VNTC as its authors publish it: where, in which archives, with how many articles a topic."""

from collections.abc import Mapping
from typing import Final, NamedTuple

UPSTREAM: Final = "https://github.com/duyvuleo/VNTC/raw/master/Data/10Topics/Ver1.1"
"""The folder on the web that holds the archives."""


class Split(NamedTuple):
    """One of the parts a corpus is published in."""

    folder: str
    """The folder of its topics, and the archive of that folder without ``.rar``."""
    table: str
    """The file it becomes."""
    counts: Mapping[str, int]
    """Articles in each topic."""

    @property
    def archive(self) -> str:
        """The archive's file name."""
        return f"{self.folder}.rar"

    @property
    def articles(self) -> int:
        """Articles in all topics together."""
        return sum(self.counts.values())


# Train and test, as listed in Stats.txt beside the archives.
_ARTICLES: Final = {
    "Chinh tri Xa hoi": (5219, 7567),
    "Doi song": (3159, 2036),
    "Khoa hoc": (1820, 2096),
    "Kinh doanh": (2552, 5276),
    "Phap luat": (3868, 3788),
    "Suc khoe": (3384, 5417),
    "The gioi": (2898, 6716),
    "The thao": (5298, 6667),
    "Van hoa": (3080, 6250),
    "Vi tinh": (2481, 4560),
}

OFFICIAL: Final = (
    Split(
        "Train_Full",
        "vntc-train.parquet",
        {topic: train for topic, (train, _) in _ARTICLES.items()},
    ),
    Split(
        "Test_Full", "vntc-test.parquet", {topic: test for topic, (_, test) in _ARTICLES.items()}
    ),
)
"""The training and the test split."""
