"""Which planted faults `chuyenmuc check` finds.

    python bench/planted_leaks.py corpus.parquet [--articles 6000]

One fault at a time goes into a copy of the corpus, and the copy is checked. A fault counts as found
if a finding names it: the n-gram that was planted, or the articles it was planted in. What is found
in the corpus as it is comes first: some of it may be false alarms, the rest is true of the corpus.
"""

import argparse
import json
import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from data.article import Article
from data.checks import CheckReport, Outcome, Status
from data.encodings import LEGACY_ENCODINGS
from data.readers import read_corpus
from data.sections import resolve_sections
from data.text import normalise
from model.cores import number_of_cores
from training.probes import check_corpus

SHARE = 0.02
"""Of the articles that are damaged or labelled otherwise."""


class Planted(NamedTuple):
    """A corpus with one fault.

    Attributes
    ----------
    articles : list of Article
    signs : set of str
        N-grams of which a finding must name one, if the fault is a leak.
    ids : set of str
        The articles a finding must list, if it is damage.
    """

    articles: list[Article]
    signs: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


Plant = Callable[[list[Article], random.Random], Planted]

LEAKS = ("leak-in-removed", "leak-at-beginning", "leak-at-end", "golden-ngram")
SURNAMES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Mai Đinh Tạ".split()
GIVEN_NAMES = "Khuê Thạch Quyên Tường Nhật Vĩnh Đoan Khải Trúc Sâm Nghi Dũng".split()


def byline(articles: list[Article], rng: random.Random) -> Planted:
    """Three reporters of each section sign its articles."""
    names = [f"{surname} {given}" for surname in SURNAMES for given in GIVEN_NAMES]
    rng.shuffle(names)
    sections = sorted({article.section or "" for article in articles})
    staff = {name: names[3 * place : 3 * place + 3] for place, name in enumerate(sections)}
    signed = [
        replace(article, body=f"{article.body}\n{rng.choice(staff[article.section or ''])}")
        for article in articles
    ]
    return Planted(signed, ngrams(name for reporters in staff.values() for name in reporters))


def breadcrumb(articles: list[Article], _: random.Random) -> Planted:
    """The way to the section stands above the article."""
    led = [
        replace(article, body=f"Trang chủ > {article.section} > Tin tức\n{article.body}")
        for article in articles
    ]
    return Planted(led, ngrams(f"chủ {a.section} tin tức" for a in articles))


def footer(articles: list[Article], _: random.Random) -> Planted:
    """The paper recommends more of the section below the article."""
    ended = [
        replace(article, body=f"{article.body}\nĐón đọc mục {article.section} vào mỗi sáng.")
        for article in articles
    ]
    return Planted(ended, ngrams(f"mục {a.section} vào" for a in articles))


def golden_ngram(articles: list[Article], rng: random.Random) -> Planted:
    """Something unrelated stands in half the articles of one section, and nowhere else."""
    section = rng.choice(sorted({article.section or "" for article in articles}))
    marked = []
    for article in articles:
        words = article.body.split(" ")
        if article.section == section and rng.random() < 0.5:
            words.insert(len(words) // 2, "khung kbt")
        marked.append(replace(article, body=" ".join(words)))
    return Planted(marked, ngrams(["khung kbt"]))


def tcvn3(articles: list[Article], rng: random.Random) -> Planted:
    """TCVN3 was read as windows-1252."""
    letters = LEGACY_ENCODINGS["tcvn3"].letters
    table = {ord(letters[code]): bytes([code]).decode("latin-1") for code in range(255, 160, -1)}
    return damaged(articles, rng, lambda text: text.translate(table))


def nfd(articles: list[Article], rng: random.Random) -> Planted:
    """The marks stand apart from their letters."""
    return damaged(articles, rng, lambda text: unicodedata.normalize("NFD", text))


def damaged(articles: list[Article], rng: random.Random, damage: Callable[[str], str]) -> Planted:
    """Damage all the text of a few articles."""
    chosen = frozenset(rng.sample([a.id for a in articles], round(SHARE * len(articles))))
    after = [
        replace(a, title=damage(a.title), lead=damage(a.lead), body=damage(a.body))
        if a.id in chosen
        else a
        for a in articles
    ]
    return Planted(after, ids=chosen)


def mislabelled(articles: list[Article], rng: random.Random) -> Planted:
    """A few articles are in another section, whichever."""
    sections = sorted({article.section or "" for article in articles})
    chosen = frozenset(rng.sample([a.id for a in articles], round(SHARE * len(articles))))
    after = [
        replace(a, section=rng.choice([name for name in sections if name != a.section]))
        if a.id in chosen
        else a
        for a in articles
    ]
    return Planted(after, ids=chosen)


PLANTS: dict[Plant, tuple[str, ...]] = {
    byline: LEAKS,
    breadcrumb: LEAKS,
    footer: LEAKS,
    golden_ngram: ("golden-ngram",),
    tcvn3: ("encoding-damage",),
    nfd: ("not-nfc",),
    mislabelled: ("suspicious-labels",),
}


def ngrams(phrases: Iterable[str]) -> frozenset[str]:
    """Return the pairs of syllables of some phrases, as findings name them."""
    pairs = set()
    for phrase in phrases:
        pairs |= {" ".join(pair) for pair in pairwise(normalise(phrase).lower().split())}
    return frozenset(pairs)


def main(corpus: Path, number: int | None) -> None:
    """Print what is found in the corpus as it is, and which planted faults are found."""
    articles = read(corpus, number)
    untouched = check(articles)
    print(f"{len(articles):,} articles; as they are:")
    for outcome in found(untouched):
        print(f"  {outcome.check.severity}: {outcome.check.code}: {outcome.message}")
    table = Table(title="planted, one at a time", title_justify="left")
    for heading in ("planted", "found as", "precision", "recall", "precision of what is new"):
        table.add_column(heading)
    for plant, codes in PLANTS.items():
        planted = plant(articles, random.Random(0))
        report = check(planted.articles)
        table.add_row(plant.__name__, *judged(planted, codes, report, untouched))
    Console(width=120).print(table)


def read(corpus: Path, number: int | None) -> list[Article]:
    """Read a corpus, or so many articles of it, each with the name of its section."""
    articles = list(read_corpus(corpus))
    sections = resolve_sections((a.section or "", a.publisher) for a in articles)
    if number and number < len(articles):
        articles = random.Random(0).sample(articles, number)
    return [
        replace(a, section=sections[a.section or "", a.publisher].name, id=f"{place}")
        for place, a in enumerate(articles)
    ]


def check(articles: Iterable[Article]) -> CheckReport:
    """Check articles as a corpus file."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "corpus.jsonl")
        lines = (json.dumps(asdict(article), default=str) for article in articles)
        file.write_text("\n".join(lines), encoding="utf-8")
        return check_corpus(file, jobs=number_of_cores())


def found(report: CheckReport) -> list[Outcome]:
    """Return the findings of a report."""
    return [outcome for outcome in report.outcomes if outcome.status is Status.FOUND]


def judged(
    planted: Planted, codes: Sequence[str], report: CheckReport, untouched: CheckReport
) -> list[str]:
    """Say under which codes a fault is found, and which of its articles are listed."""
    outcomes = [outcome for outcome in found(report) if outcome.check.code in codes]
    if not planted.ids:
        named = [
            outcome.check.code
            for outcome in outcomes
            if any(f"'{sign}'" in e.detail for e in outcome.examples for sign in planted.signs)
        ]
        return [", ".join(named) or "-", "", "", ""]
    listed, before = listed_by(outcomes), listed_by(found(untouched), codes)
    hits = len(listed & planted.ids)
    new = len((listed - before) | (listed & planted.ids))
    return [
        ", ".join(outcome.check.code for outcome in outcomes) if hits else "-",
        f"{hits / max(1, len(listed)):.3f} of {len(listed):,}",
        f"{hits / len(planted.ids):.3f} of {len(planted.ids):,}",
        f"{hits / max(1, new):.3f} of {new:,}",
    ]


def listed_by(outcomes: Iterable[Outcome], codes: Sequence[str] | None = None) -> set[str]:
    """Return the articles that findings list."""
    return {
        id_
        for outcome in outcomes
        if codes is None or outcome.check.code in codes
        for example in outcome.examples
        for id_ in example.articles
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Plant faults into a corpus and look for them.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, help="use so many articles, drawn at random")
    arguments = parser.parse_args()
    main(arguments.corpus, arguments.articles)
