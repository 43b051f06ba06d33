"""All checks of a corpus, in one pass of reading."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from data.article import Article
from data.checks import CHECKS, CheckReport, OtherCorpus, Outcome, Survey
from data.checks.catalogue import (
    CLEANING_EFFECT,
    GOLDEN_NGRAM,
    LEAK_AT_BEGINNING,
    LEAK_AT_END,
    LEAK_IN_REMOVED,
    SUSPICIOUS_LABELS,
)
from data.readers import Columns, read_corpus
from model.hashing import hash_corpus
from training.probes.effect import check_cleaning
from training.probes.golden import check_golden_ngrams
from training.probes.inputs import NOTHING_TO_COUNT, Labelled, Versions
from training.probes.judging import judge
from training.probes.labels import check_labels
from training.probes.leaks import check_edges, check_removed
from training.probes.material import Material
from training.progress import Advance, Progress, Silence

_NEED_A_MODEL: Final = (
    LEAK_IN_REMOVED,
    CLEANING_EFFECT,
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
    with progress.stage("Reading") as advance:
        texts = _watched(read_corpus(path, columns), survey, material, advance)
        hashed = hash_corpus(texts)
    versions = Versions(hashed, np.array(material.changed, dtype=np.bool_))
    with progress.stage("Comparing texts"):
        outcomes = survey.outcomes(other)
    outcomes += _probe(survey, material, versions, jobs, progress)
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
    """Let all who need an article see it; pass on its texts."""
    for article in articles:
        survey.see(article)
        yield from material.see(article)
        advance(1)


def _probe(
    survey: Survey, material: Material, versions: Versions, jobs: int, progress: Progress
) -> list[Outcome]:
    """Run the checks that need a model."""
    census = survey.census
    sections = sorted(census.sizes)
    with progress.stage("Counting n-grams"):
        ngrams = versions.cleaned()
    if ngrams is None or len(sections) == 1:
        reason = "a classifier needs two sections" if ngrams else NOTHING_TO_COUNT
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
    judged = judge(ngrams.counts, labelled, groups, jobs=jobs, progress=progress)
    return [
        *outcomes,
        check_labels(judged),
        check_cleaning(judged, versions, jobs=jobs, progress=progress),
    ]
