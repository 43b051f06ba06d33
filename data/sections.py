"""Sections: the canonical ones, and what a printed label stands for."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.errors import EmptySlug, SlugClash
from data.text import normalise, strip_diacritics


@dataclass(frozen=True, slots=True, order=True)
class Section:
    """A section of a newspaper: a slug for programs, a name for readers."""

    slug: str
    name: str


def slugify(name: str) -> str:
    """Make a slug: đ to d, marks removed, lower case, hyphens.

    Examples
    --------
    >>> slugify("Bất động sản")
    'bat-dong-san'
    """
    return re.sub(r"[^a-z0-9]+", "-", strip_diacritics(name).lower()).strip("-")


def printed_key(name: str) -> str:
    """Fold the ways one printed name is typed: white space, case, NFC, tone placement."""
    return normalise(" ".join(name.split())).casefold()


@dataclass(frozen=True)
class _Catalogue:
    """`sections.toml`, indexed."""

    canonical: tuple[Section, ...]
    vntc: Mapping[str, Section]
    publishers: Mapping[str, str]  # any folded name or host -> the publisher's name
    aliases: Mapping[tuple[str, str], Section]  # (publisher's name, folded label)
    uncharted: tuple[str, ...]


@cache
def _catalogue() -> _Catalogue:
    table = tomllib.loads(Path(__file__).with_name("sections.toml").read_text(encoding="utf-8"))
    canonical = tuple(Section(slugify(name), name) for name in table["canonical"])
    by_slug = {section.slug: section for section in canonical}
    publishers, aliases = {}, {}
    for publisher in table["publishers"]:
        for name in publisher["names"]:
            publishers[printed_key(name)] = publisher["names"][0]
        for slug, labels in publisher["prints"].items():
            for label in labels:
                aliases[publisher["names"][0], printed_key(label)] = by_slug[slug]
    vntc = {topic: by_slug[slug] for topic, slug in table["vntc"].items()}
    return _Catalogue(canonical, vntc, publishers, aliases, tuple(table["uncharted"]))


CANONICAL: tuple[Section, ...] = _catalogue().canonical
_CANONICAL_BY_KEY = {printed_key(section.name): section for section in CANONICAL}


_HOST = re.compile(r"(?:(?:https?:)?//)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?:[:/?#].*)?")


def known_publisher(name: str) -> str | None:
    """Return the name of the publisher that goes by `name`, by this host or by that of this URL.

    Examples
    --------
    >>> known_publisher("www.tuoitre.vn")
    'Tuổi Trẻ'
    """
    key = printed_key(name)
    host = _HOST.fullmatch(key)
    return _catalogue().publishers.get(host[1] if host else key)


@cache
def printed_sections() -> frozenset[str]:
    """Return every section name known to be printed above an article, as `printed_key` folds it."""
    catalogue = _catalogue()
    names = [section.name for section in catalogue.canonical]
    names += [label for _, label in catalogue.aliases]
    return frozenset(map(printed_key, (*names, *catalogue.vntc, *catalogue.uncharted)))


def resolve_sections(
    labels: Iterable[tuple[str, str | None]],
) -> dict[tuple[str, str | None], Section]:
    """Give each (printed label, publisher) of one corpus its section.

    A canonical name is that canonical section. A publisher's own label counts only in a record
    that names the publisher; VNTC's topics only when every label of the corpus is one. Any other
    label keeps its name. Names of the first two kinds are known however they are typed (see
    `printed_key`); spellings of others are one if they differ in Unicode form or tone placement
    alone.

    Parameters
    ----------
    labels : iterable of (str, str or None)
        Every label of the corpus with the publisher its record names; repeats are welcome.

    Raises
    ------
    SlugClash
        If two different sections would share a slug.
    EmptySlug
        If a label has nothing to make a slug of.

    Examples
    --------
    >>> resolve_sections([("Bóng đá", "VnExpress")])
    {('Bóng đá', 'VnExpress'): Section(slug='the-thao', name='Thể thao')}
    >>> resolve_sections([("Bóng đá", None)])
    {('Bóng đá', None): Section(slug='bong-da', name='Bóng đá')}
    """
    keys = sorted(set(labels), key=lambda key: (key[0], key[1] or ""))
    names = {label: _own_name(label) for label, _ in keys}
    vntc = _catalogue().vntc
    if all(name in vntc for name in names.values()):
        return {(label, publisher): vntc[names[label]] for label, publisher in keys}
    kept = _kept_spellings(names.values())
    resolved = {}
    for label, publisher in keys:
        key = printed_key(label)
        resolved[label, publisher] = (
            _CANONICAL_BY_KEY.get(key)
            or _alias(key, publisher)
            or _own_section(kept[normalise(names[label])])
        )
    _refuse_clashes(resolved.values())
    return resolved


def _own_name(label: str) -> str:
    return unicodedata.normalize("NFC", label).strip()


def _kept_spellings(names: Iterable[str]) -> dict[str, str]:
    """Map each normalised name to the spelling kept: the corpus's own, unless it uses several."""
    spellings = defaultdict(set)
    for name in names:
        spellings[normalise(name)].add(name)
    return {key: found.pop() if len(found) == 1 else key for key, found in spellings.items()}


def _alias(key: str, publisher: str | None) -> Section | None:
    name = known_publisher(publisher or "")
    return _catalogue().aliases.get((name, key)) if name else None


def _own_section(name: str) -> Section:
    slug = slugify(name)
    if not slug:
        raise EmptySlug(name)
    return Section(slug, name)


def _refuse_clashes(sections: Iterable[Section]) -> None:
    by_slug: dict[str, Section] = {}
    for section in sections:
        first = by_slug.setdefault(section.slug, section)
        if first != section:
            raise SlugClash(section.slug, first.name, section.name)
