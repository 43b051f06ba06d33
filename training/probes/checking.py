"""All checks of a corpus, in one pass of reading."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from data.article import Article
from data.checks import CHECKS, CheckReport, OtherCorpus, Outcome, Survey
from data.checks.catalogue import (
    GOLDEN_NGRAM,
    LEAK_AT_BEGINNING,
    LEAK_AT_END,
    LEAK_IN_REMOVED,
    SUSPICIOUS_LABELS,
)
from data.readers import Columns, read_corpus
from model.vectorizer import EmptyVocabulary, NgramVectorizer
from training.probes.golden import check_golden_ngrams
from training.probes.inputs import Labelled, Ngrams
from training.probes.labels import check_labels
from training.probes.leaks import check_edges, check_removed
from training.probes.material import Material
from training.progress import Advance, Progress, Silence

_NEED_A_MODEL: Final = (
    LEAK_IN_REMOVED,
    LEAK_AT_BEGINNING,
    LEAK_AT_END,
    GOLDEN_NGRAM,
    SUSPICIOUS_LABELS,
)


def check_corpus(
    path: Path,
    columns: Columns = Columns(),
    *,
    against: Path | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> CheckReport:
    """Run every check on a corpus.

    Parameters
    ----------
    path : Path
    columns : Columns
        The user's own column names, of both corpora.
    against : Path, optional
        A corpus none of whose texts should be in this one; it needs no sections.
    jobs : int
        Processes to use; what is found does not depend on it.
    progress : Progress, optional

    Raises
    ------
    CorpusError
        If a corpus cannot be read, or its labels make no sections.
    """
    progress = progress or Silence()
    other = _read_other(against, columns, progress) if against else None
    survey, material = Survey(), Material()
    with progress.stage("Reading and counting") as advance:
        ngrams = _count(_watched(read_corpus(path, columns), survey, material, advance))
    with progress.stage("Comparing texts"):
        outcomes = survey.outcomes(other)
    outcomes += _probe(survey, material, ngrams, jobs, progress)
    order = {check: place for place, check in enumerate(CHECKS)}
    return CheckReport(
        corpus=str(path),
        against=str(against) if against else None,
        articles=len(survey.census),
        sections={section.slug: n for section, n in survey.census.sizes.items()},
        outcomes=sorted(outcomes, key=lambda outcome: order[outcome.check]),
    )


def _read_other(path: Path, columns: Columns, progress: Progress) -> OtherCorpus:
    other = OtherCorpus()
    with progress.stage("Reading the other corpus") as advance:
        for article in read_corpus(path, columns, labelled=False):
            other.see(article)
            advance(1)
    return other


def _watched(
    articles: Iterable[Article], survey: Survey, material: Material, advance: Advance
) -> Iterator[str]:
    """Let all who need an article see it; pass on what is to be counted of it."""
    for article in articles:
        survey.see(article)
        yield material.see(article)
        advance(1)


def _count(texts: Iterable[str]) -> Ngrams | None:
    """Count the n-grams of texts; None if none stands in two of them."""
    vectorizer = NgramVectorizer(min_df=2, headlines=False)
    try:
        return Ngrams(vectorizer.fit_transform(texts), vectorizer)
    except EmptyVocabulary:
        return None


def _probe(
    survey: Survey, material: Material, ngrams: Ngrams | None, jobs: int, progress: Progress
) -> list[Outcome]:
    """Run the checks that need a model."""
    census = survey.census
    sections = sorted(census.sizes)
    if ngrams is None or len(sections) == 1:
        reason = (
            "a classifier needs two sections" if ngrams else "no syllable stands in two articles"
        )
        return [check.undecided(reason) for check in _NEED_A_MODEL]
    column = {section: place for place, section in enumerate(sections)}
    labels = np.array([column[section] for section in census.sections], dtype=np.intp)
    labelled = Labelled(sections, labels, census.ids(range(len(census))))
    groups = survey.duplicates.groups
    different = np.unique(groups, return_index=True)[1]
    with progress.stage("Probing for leaks"):
        outcomes = [
            check_removed(material.removed, labelled),
            *(check_edges(check, edges, labelled) for check, edges in material.edges().items()),
            check_golden_ngrams(ngrams.take(different), labelled.take(different)),
        ]
    return [*outcomes, check_labels(ngrams.counts, labelled, groups, jobs=jobs, progress=progress)]
