"""Which column of a table is which field of an article."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from data.errors import WrongColumns
from data.sections import slugify

# Slugs of the usual names, Vietnamese and English; the first that a table has is taken.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "section": (
        *("section", "label", "category", "topic", "class", "chuyen-muc", "the-loai", "chu-de"),
        *("nhan", "printed-section"),
    ),
    "title": ("title", "headline", "tieu-de", "ten-bai"),
    "lead": ("lead", "sapo", "description", "summary", "mo-ta", "tom-tat", "abstract"),
    "body": ("body", "text", "content", "noi-dung", "than-bai", "article", "document", "sentence"),
    "publisher": ("publisher", "source", "bao", "nguon", "newspaper", "site", "domain"),
    "published": ("published", "published-at", "date", "ngay", "ngay-dang", "publish-date"),
    "id": ("id", "article-id", "ma-bai", "ma"),
    "split": ("split",),
}
_TEXT_FIELDS = ("title", "lead", "body")
_FLAGS = {"section": "--section-column", "text": "--text-column"}


@dataclass(frozen=True)
class Columns:
    """Columns the user names; the others are known by their usual names.

    Naming `text` makes that column the whole text: a title or a lead beside it then counts only
    if it is named too.
    """

    section: str | None = None
    text: str | None = None
    title: str | None = None
    lead: str | None = None
    body: str | None = None
    publisher: str | None = None
    published: str | None = None
    id: str | None = None
    split: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The columns that are named, by field."""
        return {field: name for field, name in asdict(self).items() if name is not None}


def find_columns(
    path: Path, found: Sequence[str], columns: Columns, *, labelled: bool
) -> dict[str, str]:
    """Map the fields of an article to the columns of a table.

    Parameters
    ----------
    path : Path
        The table, for the error.
    found : sequence of str
        The table's columns.
    columns : Columns
        The columns the user names: these must exist.
    labelled : bool
        Whether a section is needed.

    Raises
    ------
    WrongColumns
        If a named column, the section or any text is missing.
    """
    by_slug = {slugify(name): name for name in reversed(found)}
    chosen = {}
    for field, name in columns.named.items():
        column = name if name in found else by_slug.get(slugify(name))
        if column is None:
            hint = f"check {_FLAGS.get(field, f'the name given for {field}')}"
            raise WrongColumns(path, found, repr(name), hint)
        chosen["body" if field == "text" else field] = column
    for field, usual in _USUAL.items():
        column = next((by_slug[slug] for slug in usual if slug in by_slug), None)
        whole_text_named = columns.text is not None and field in _TEXT_FIELDS
        if column is not None and not whole_text_named:
            chosen.setdefault(field, column)
    if labelled and "section" not in chosen:
        raise WrongColumns(path, found, "section", f"name it with {_FLAGS['section']}")
    if not any(field in chosen for field in _TEXT_FIELDS):
        raise WrongColumns(path, found, "text", f"name it with {_FLAGS['text']}")
    return chosen


def usual_columns(found: Sequence[str]) -> int:
    """Count the columns known by their usual names: a way to tell the right delimiter."""
    usual = {slug for slugs in _USUAL.values() for slug in slugs}
    return sum(slugify(name) in usual for name in found)
