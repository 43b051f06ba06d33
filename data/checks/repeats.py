"""Checks of texts that occur more than once, in one corpus or in two."""

from collections.abc import Iterable, Sequence

from data.checks.catalogue import (
    AGAINST_NEAR_REPEATS,
    AGAINST_REPEATS,
    CONFLICTING_DUPLICATES,
    NEAR_DUPLICATES,
    REDUNDANT_DUPLICATES,
    SPLIT_NEAR_REPEATS,
    SPLIT_REPEATS,
)
from data.checks.census import Census
from data.checks.outcome import Check, Example, Outcome
from data.duplicates import Duplicates, Overlap

Group = Sequence[int]


def check_repeats(census: Census, duplicates: Duplicates) -> list[Outcome]:
    """Judge what a corpus holds more than once.

    Parameters
    ----------
    census : Census
    duplicates : Duplicates
        Of the same articles, in the same order.
    """
    copies, similar = duplicates.copies(), duplicates.similar()
    return [
        _conflicting_duplicates(census, copies),
        _redundant_duplicates(census, copies),
        _groups_found(NEAR_DUPLICATES, census, similar, "are nearly the same text as another"),
        *_check_split(census, copies, similar),
    ]


def _conflicting_duplicates(census: Census, copies: Iterable[Group]) -> Outcome:
    conflicting = [
        group for group in copies if len({census.sections[place] for place in group}) > 1
    ]
    return _groups_found(
        CONFLICTING_DUPLICATES, census, conflicting, "have the text of one in another section"
    )


def _redundant_duplicates(census: Census, copies: Sequence[Group]) -> Outcome:
    count = sum(len(group) - 1 for group in copies)
    if not count:
        return REDUNDANT_DUPLICATES.passed()
    examples = [Example(census.ids(group)) for group in sorted(copies, key=len, reverse=True)]
    repeat = "1 article repeats" if count == 1 else f"{count:,} articles repeat"
    return REDUNDANT_DUPLICATES.found(count, f"{repeat} the text of an earlier one", examples)


def _check_split(
    census: Census, copies: Iterable[Group], similar: Iterable[Group]
) -> list[Outcome]:
    """Look for what lies on both sides of the corpus's own split."""
    parts = {entry.part for entry in census.entries}
    if len(parts) == 1:
        (only,) = parts
        reason = (
            f"every article belongs to the part {only!r}"
            if only
            else "no article says which part of a split it belongs to"
        )
        return [SPLIT_REPEATS.undecided(reason), SPLIT_NEAR_REPEATS.undecided(reason)]

    def crossing(groups: Iterable[Group]) -> list[Group]:
        return [group for group in groups if len({census.entries[i].part for i in group}) > 1]

    return [
        _groups_found(
            SPLIT_REPEATS, census, crossing(copies), "have the text of one in another part"
        ),
        _groups_found(
            SPLIT_NEAR_REPEATS,
            census,
            crossing(similar),
            "are nearly the same text as one in another part",
        ),
    ]


def _groups_found(check: Check, census: Census, groups: Sequence[Group], what: str) -> Outcome:
    """Report groups of articles, with the sections and the parts of the split they lie in."""
    if not groups:
        return check.passed()
    examples = [Example(census.ids(group), _where(census, group)) for group in groups]
    count = sum(map(len, groups))
    return check.found(count, f"{count:,} articles {what}", examples)


def _where(census: Census, group: Group) -> str:
    sections = sorted({census.sections[place].name for place in group})
    parts = sorted({census.entries[place].part or "no part" for place in group})
    return ", ".join(sections) + (f" ({', '.join(parts)})" if len(parts) > 1 else "")


def check_against(census: Census, others: Sequence[str], overlap: Overlap | None) -> list[Outcome]:
    """Find the texts of another corpus in this one.

    Parameters
    ----------
    census : Census
    others : sequence of str
        The ids of the other corpus's articles.
    overlap : Overlap or None
        Of those articles of the census that have text with those; None if there is no other
        corpus.
    """
    if overlap is None:
        reason = "no other corpus was given with --against"
        return [AGAINST_REPEATS.not_run(reason), AGAINST_NEAR_REPEATS.not_run(reason)]
    copies, near = [], []
    written = (entry for entry in census.entries if not entry.blank)
    for place, entry in enumerate(written):
        nearest = overlap.nearest[place]
        if nearest < 0:
            continue
        ids = (entry.id, others[nearest])
        if overlap.copies[place]:
            copies.append(Example(ids))
        else:
            near.append(Example(ids, f"similarity {overlap.similarity[place]:.2f}"))
    near.sort(key=lambda example: example.detail, reverse=True)
    return [
        _shared(AGAINST_REPEATS, census, copies, "are also in the other corpus"),
        _shared(AGAINST_NEAR_REPEATS, census, near, "are nearly the text of one in the other"),
    ]


def _shared(check: Check, census: Census, examples: Sequence[Example], what: str) -> Outcome:
    if not examples:
        return check.passed()
    message = f"{len(examples):,} of {len(census):,} articles {what}"
    return check.found(len(examples), message, examples)
