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


@dataclass(frozen=True)
class ColumnFinder:
    """Maps the fields of an article to the columns of one table.

    Parameters
    ----------
    path : Path
        The table, for errors.
    columns : Columns
        The columns the user names: these must exist.
    labelled : bool
        Whether a section is needed.
    """

    path: Path
    columns: Columns
    labelled: bool

    def known(self, found: Sequence[str]) -> dict[str, str]:
        """Map the fields that `found` has columns for; a field that is named has no other."""
        by_slug = {slugify(name): name for name in reversed(found)}
        chosen = {}
        for field, name in self.columns.named.items():
            column = _named_column(name, found)
            if column is not None:
                chosen["body" if field == "text" else field] = column
        for field, usual in _USUAL.items():
            column = next((by_slug[slug] for slug in usual if slug in by_slug), None)
            if column is not None and field not in self._fields_named:
                chosen[field] = column
        return chosen

    def needed(self, found: Sequence[str]) -> dict[str, str]:
        """Map the fields as `known` does, once nothing is missing.

        Raises
        ------
        WrongColumns
            If a named column, the section or any text is missing.
        """
        for field, name in self.columns.named.items():
            if _named_column(name, found) is None:
                hint = f"check {_FLAGS.get(field, f'the name given for {field}')}"
                raise WrongColumns(self.path, found, repr(name), hint)
        chosen = self.known(found)
        if self.labelled and "section" not in chosen:
            raise WrongColumns(self.path, found, "section", f"name it with {_FLAGS['section']}")
        if not any(field in chosen for field in _TEXT_FIELDS):
            raise WrongColumns(self.path, found, "text", f"name it with {_FLAGS['text']}")
        return chosen

    @property
    def _fields_named(self) -> set[str]:
        named = set(self.columns.named)
        return named | set(_TEXT_FIELDS) if "text" in named else named


def _named_column(name: str, found: Sequence[str]) -> str | None:
    """Find a column by its very name, or else by its slug, if there is anything in it."""
    exact = next((column for column in found if column.strip() == name.strip()), None)
    if exact is not None or not (slug := slugify(name)):
        return exact
    return next((column for column in found if slugify(column) == slug), None)


def usual_columns(found: Sequence[str]) -> int:
    """Count the columns known by their usual names: a way to tell the right delimiter."""
    usual = {slug for slugs in _USUAL.values() for slug in slugs}
    return sum(slugify(name) in usual for name in found)
