"""Corpora that cannot be read, or cannot be learnt from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.errors.base import ChuyenmucError, listed


class CorpusError(ChuyenmucError):
    """A corpus that cannot be read or cannot be learnt from."""

    code = "corpus"
    title = "The corpus cannot be used"


class MissingCorpus(CorpusError):
    """Nothing lies at the path."""

    code = "missing-corpus"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(f"{path}: no such file or folder")


class EmptyCorpus(CorpusError):
    """The path holds no article."""

    code = "empty-corpus"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: no article found; a corpus is a .jsonl, .csv, .tsv or .parquet file, "
            "a folder of such files, or a folder with one folder of .txt files per section"
        )


class UnreadableCorpus(CorpusError):
    """A file is broken, or of a form that is not read."""

    code = "unreadable-corpus"

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"{path}: {reason}")


class WrongColumns(CorpusError):
    """A table lacks a column that is needed or was named."""

    code = "wrong-columns"

    def __init__(self, path: Path | str, found: Sequence[str], missing: str, hint: str) -> None:
        self.path, self.found, self.missing, self.hint = Path(path), list(found), missing, hint
        columns = listed([repr(name) for name in found]) or "none"
        super().__init__(f"{path}: no {missing} column; found {columns}; {hint}")


class AmbiguousCorpus(CorpusError):
    """A folder holds two corpora of different forms."""

    code = "ambiguous-corpus"

    def __init__(self, path: Path | str, table: str, text: str) -> None:
        self.path, self.table, self.text = Path(path), table, text
        super().__init__(
            f"{path}: holds both a table ({table}) and text in section folders ({text}); "
            "name the one you mean, or move the other away"
        )


class UnlabelledRow(CorpusError):
    """An article has no section where one is needed."""

    code = "unlabelled-row"

    def __init__(self, path: Path | str, row: str) -> None:
        self.path, self.row = Path(path), row
        super().__init__(f"{path}: {row} has no section; fill it in or leave the row out")


class SmallSections(CorpusError):
    """Sections have too few articles to learn from."""

    code = "small-sections"

    def __init__(self, counts: Mapping[str, int], minimum: int) -> None:
        self.counts, self.minimum = dict(counts), minimum
        small = [f"{name} ({count})" for name, count in counts.items()]
        super().__init__(
            f"every section needs at least {minimum} articles; too few in {listed(small)}; "
            "add articles, or leave these sections out with --set corpus.drop_small_sections=true"
        )


class SingleSection(CorpusError):
    """All articles are in one section."""

    code = "single-section"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"every article is in the section {name!r}; a classifier needs at least two sections"
        )


class SlugClash(CorpusError):
    """Two different sections would share a slug."""

    code = "slug-clash"

    def __init__(self, slug: str, first: str, second: str) -> None:
        self.slug, self.first, self.second = slug, first, second
        super().__init__(
            f"the sections {first!r} and {second!r} would share the slug {slug!r}; "
            "rename one, or give both the same name"
        )


class EmptySlug(CorpusError):
    """A section's name leaves nothing for a slug."""

    code = "empty-slug"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"the section {name!r} has no Latin letter or digit to make a slug of; rename it"
        )


class TooFewSections(CorpusError):
    """Without the small sections fewer than two are left."""

    code = "too-few-sections"

    def __init__(self, left: int, whole: int, minimum: int) -> None:
        self.left, self.whole, self.minimum = left, whole, minimum
        super().__init__(
            f"a classifier needs at least two sections, and {left} of {whole} has {minimum} "
            "articles or more; add articles, or lower corpus.min_articles"
        )


class SingleText(CorpusError):
    """All articles are copies of one."""

    code = "single-text"

    def __init__(self) -> None:
        super().__init__("all articles are copies of one text; add others")


class MissingDates(CorpusError):
    """Articles have no date where the newest are to be told."""

    code = "missing-dates"

    def __init__(self, missing: int, whole: int) -> None:
        self.missing, self.whole = missing, whole
        super().__init__(
            f"{missing:,} of {whole:,} articles have no date of publication, and the newest are to "
            "be held out; fill the column published, or --set evaluation.split=grouped"
        )


class SingleDay(CorpusError):
    """All articles are of one day, so that none is newer."""

    code = "single-day"

    def __init__(self, day: str) -> None:
        self.day = day
        super().__init__(
            f"every article is of {day}, and the newest are to be held out; "
            "add articles of other days, or --set evaluation.split=grouped"
        )


class MissingPublishers(CorpusError):
    """Articles name no publisher where publishers are to be held out."""

    code = "missing-publishers"

    def __init__(self, missing: int, whole: int) -> None:
        self.missing, self.whole = missing, whole
        super().__init__(
            f"{missing:,} of {whole:,} articles name no publisher, and publishers are to be held "
            "out; name the column with --publisher-column and fill it, "
            "or --set evaluation.split=grouped"
        )


class SinglePublisher(CorpusError):
    """All articles are of one publisher, so that it cannot be held out."""

    code = "single-publisher"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"every article is of the publisher {name!r}, and publishers are to be held out; "
            "add articles of others, or --set evaluation.split=grouped"
        )


class Inseparable(CorpusError):
    """What is held out has near-duplicates of all that could be learnt from."""

    code = "inseparable"

    def __init__(self) -> None:
        super().__init__(
            "every article is a near-duplicate of one that would be held out; add others, "
            "or --set evaluation.split=random"
        )


class NothingToCount(CorpusError):
    """No n-gram stands in enough articles."""

    code = "nothing-to-count"

    def __init__(self, min_df: int) -> None:
        self.min_df = min_df
        super().__init__(
            "the articles hold no syllable"
            if min_df == 1
            else f"no n-gram stands in {min_df} articles; add articles, or --set features.min_df=1"
        )


class WrongPrediction(CorpusError):
    """A line of a file of answers is not the answer for one article."""

    code = "wrong-prediction"

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(
            f'{path}: {reason}; each line is {{"id": ..., "section": ...}}, one for each article'
        )


class MissingPredictions(CorpusError):
    """A file of answers does not have those for all articles."""

    code = "missing-predictions"

    def __init__(self, path: Path | str, missing: Sequence[str], whole: int) -> None:
        self.path, self.missing, self.whole = Path(path), list(missing), whole
        super().__init__(
            f"{path}: no section for {len(missing):,} of {whole:,} articles: {listed(missing)}; "
            "add a line for each, with the id that the corpus gives it"
        )
