"""The one error tree.

::

    ChuyenmucError
      UsageError
      CorpusError
        MissingCorpus       EmptyCorpus       UnreadableCorpus  WrongColumns
        AmbiguousCorpus     UnlabelledRow     SmallSections     SingleSection
        SlugClash           EmptySlug
      ConfigError
      ArtifactError
        NotAnArtifact       DamagedArtifact   ForeignFormat     ForeignDirectory
      TextError
        EmptyText           TextTooLong
      RequestError
        UnknownModel        UnknownSection    BodyTooLarge      TooManyItems
        InvalidBody
      ServiceError
        PortOccupied        NotReady          ServiceFailed

Each error is built from typed arguments and carries what every front needs: a stable ``code`` for
programs, an ``exit_code`` for the shell, a ``status`` and a ``title`` for HTTP. ``str(error)`` is
what the user reads: what is wrong and what to do, on one line (a `ConfigError` takes one
line a fault), never the text of an article.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar


def _listed(names: Sequence[str], limit: int = 12) -> str:
    """Join names for a message, cutting a long list short.

    >>> _listed(["a", "b", "c"], limit=2)
    'a, b and 1 more'
    """
    if len(names) <= limit:
        return ", ".join(names)
    return f"{', '.join(names[:limit])} and {len(names) - limit} more"


class ChuyenmucError(Exception):
    """Whatever chuyenmuc refuses, with the words and numbers to say so."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 2
    status: ClassVar[int] = 400
    title: ClassVar[str] = "chuyenmuc could not go on"


class UsageError(ChuyenmucError):
    """Flags or arguments that do not make sense together."""

    code = "usage"
    title = "Wrong usage"


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
        columns = _listed([repr(name) for name in found]) or "none"
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
            f"every section needs at least {minimum} articles; too few in {_listed(small)}; "
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


class ConfigError(ChuyenmucError):
    """A configuration with faults: all of them at once, as (path, message, value)."""

    code = "config"
    title = "Wrong configuration"

    def __init__(self, faults: Sequence[tuple[str, str, object]]) -> None:
        self.faults = list(faults)
        lines = (f"{path} -> {message} (got {value!r})" for path, message, value in self.faults)
        super().__init__("\n".join(lines))


class ArtifactError(ChuyenmucError):
    """A model directory that cannot be loaded or written."""

    code = "artifact"
    status = 503
    title = "The model cannot be used"


class NotAnArtifact(ArtifactError):
    """A directory holds no manifest."""

    code = "not-an-artifact"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: not a model directory (no manifest.json); "
            "give a directory written by `chuyenmuc train --out`"
        )


class DamagedArtifact(ArtifactError):
    """A file of the model is missing, cut short or changed."""

    code = "damaged-artifact"

    def __init__(self, path: Path | str, file: str, reason: str) -> None:
        self.path, self.file, self.reason = Path(path), file, reason
        super().__init__(f"{path}: {file} is damaged: {reason}; copy the model again or retrain it")


class ForeignFormat(ArtifactError):
    """The manifest has a format number this version does not read."""

    code = "foreign-format"

    def __init__(self, path: Path | str, found: object, supported: Sequence[int]) -> None:
        self.path, self.found, self.supported = Path(path), found, list(supported)
        known = _listed([str(number) for number in supported])
        super().__init__(
            f"{path}: model format {found!r} is not one this version reads ({known}); "
            "retrain the model, or install the chuyenmuc that wrote it"
        )


class ForeignDirectory(ArtifactError):
    """A directory to write to holds something that is no model."""

    code = "foreign-directory"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: holds files but no model, and is left alone; "
            "give --out an empty or a new directory"
        )


class TextError(ChuyenmucError):
    """A text that cannot be classified."""

    code = "text"
    status = 422
    title = "The text cannot be classified"


class EmptyText(TextError):
    """The text has nothing to classify."""

    code = "empty-text"

    def __init__(self) -> None:
        super().__init__("the text is empty; give a headline or an article")


class TextTooLong(TextError):
    """The text is over the limit, in characters."""

    code = "text-too-long"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the text is longer than {limit} characters; shorten it")


class RequestError(ChuyenmucError):
    """A request the service cannot answer."""

    code = "request"
    title = "The request cannot be answered"


class UnknownModel(RequestError):
    """The service has no model of this name."""

    code = "unknown-model"
    status = 404

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, list(known)
        super().__init__(f"no model {name!r}; this service has {_listed(known) or 'none'}")


class UnknownSection(RequestError):
    """The model has no such section."""

    code = "unknown-section"
    status = 422

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, list(known)
        super().__init__(f"no section {name!r}; this model has {_listed(known, limit=40)}")


class BodyTooLarge(RequestError):
    """The body of the request is over the limit, in bytes."""

    code = "body-too-large"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the request body is larger than {limit} bytes; send less at a time")


class TooManyItems(RequestError):
    """The request holds more items than one may."""

    code = "too-many-items"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"more than {limit} items in one request; split it, or stream it")


class InvalidBody(RequestError):
    """The body does not have the form the call needs; `reason` says where."""

    code = "invalid-body"
    status = 422

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ServiceError(ChuyenmucError):
    """A service that cannot start or cannot answer yet."""

    code = "service"
    status = 503
    title = "The service cannot answer"


class PortOccupied(ServiceError):
    """Another program listens on the port."""

    code = "port-occupied"

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host}:{port} is occupied; stop what listens there or give another --port"
        )


class NotReady(ServiceError):
    """No model is live yet."""

    code = "not-ready"

    def __init__(self) -> None:
        super().__init__("no model is live yet; try again in a moment")


class ServiceFailed(ServiceError):
    """A service started for a moment's work did not do it; `reason` says how it failed."""

    code = "service-failed"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the service {reason}; start it with `chuyenmuc serve` to see why")
