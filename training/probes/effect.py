"""What the cleaning rules take away from a classifier, or give it."""

from collections.abc import Iterator

import numpy as np

from data.checks.catalogue import CLEANING_EFFECT
from data.checks.outcome import Example, Outcome
from training.probes.inputs import NOTHING_TO_COUNT, Versions
from training.probes.judging import CANDIDATES, TOO_FEW, Judged
from training.progress import Progress


def check_cleaning(
    cleaned: Judged | None, versions: Versions, *, jobs: int, progress: Progress
) -> Outcome:
    """Compare how well a classifier does on cleaned texts and on the texts as they stand.

    Parameters
    ----------
    cleaned : Judged or None
        By the cleaned texts; None where there are too few of them.
    versions : Versions
    jobs : int
        Threads to use.
    progress : Progress
    """
    changed = int(np.count_nonzero(versions.changed))
    if not changed:
        return CLEANING_EFFECT.passed()
    if cleaned is None:
        return CLEANING_EFFECT.undecided(TOO_FEW)
    ngrams = versions.as_given(max_features=CANDIDATES)
    if ngrams is None:
        return CLEANING_EFFECT.undecided(NOTHING_TO_COUNT)
    given = cleaned.again(ngrams.counts, jobs=jobs, progress=progress)
    message = (
        f"accuracy {cleaned.accuracy:.3f} with the cleaning rules, {given.accuracy:.3f} without: "
        f"{changed / len(versions.changed):.1%} of the articles are changed"
    )
    examples = [
        *_told_only_by(given, cleaned, "told right without the rules, wrong with them"),
        *_told_only_by(cleaned, given, "told right with the rules, wrong without them"),
    ]
    return CLEANING_EFFECT.found(changed, message, examples)


def _told_only_by(one: Judged, other: Judged, detail: str) -> Iterator[Example]:
    """Name the articles whose section one judgement tells and the other does not, if any."""
    only = np.flatnonzero(one.right & ~other.right)
    if len(only):
        yield Example(tuple(one.articles.take(only).ids), f"{len(only):,} {detail}")
