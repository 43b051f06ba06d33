"""What a check is, and what comes of it: plain data for a terminal, a file or a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

SCHEMA: Final = 1
"""Number of the form that `CheckReport.to_dict` writes; raised when a field changes its meaning."""


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    """The corpus contradicts itself or gives the answer away: train on it once it is mended."""

    WARNING = "warning"
    """Worth mending: it costs accuracy, or flatters the figures."""

    NOTE = "note"
    """Worth knowing."""


class Status(StrEnum):
    """What came of a check. Only `PASSED` says that there is nothing to find."""

    FOUND = "found"
    UNDECIDED = "undecided"
    NOT_RUN = "not run"
    PASSED = "passed"


class Example(NamedTuple):
    """Articles that show a finding, by id, and what is to be seen in them; never their text."""

    articles: tuple[str, ...]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One question asked of a corpus.

    Attributes
    ----------
    code : str
        Stable, hyphenated; also the anchor in `docs/checks.md`.
    severity : Severity
        Of a finding.
    title : str
        What is looked for.
    advice : str
        What to do about a finding.
    """

    code: str
    severity: Severity
    title: str
    advice: str

    def found(self, count: int, message: str, examples: Iterable[Example] = ()) -> "Outcome":
        """Report `count` things found, the most telling examples first."""
        return Outcome(self, Status.FOUND, message, count, tuple(examples))

    def undecided(self, reason: str) -> "Outcome":
        """Report that this corpus does not allow an answer."""
        return Outcome(self, Status.UNDECIDED, reason)

    def not_run(self, reason: str) -> "Outcome":
        """Report that the question was not asked."""
        return Outcome(self, Status.NOT_RUN, reason)

    def passed(self) -> "Outcome":
        """Report that there is nothing to find."""
        return Outcome(self, Status.PASSED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check.

    Attributes
    ----------
    check : Check
    status : Status
    message : str
        One line: what was found, or why nothing can be said; empty when passed.
    count : int
        How many articles, pairs, n-grams or sections were found; the message says which.
    examples : tuple of Example
        All that was found, the most telling first.
    """

    check: Check
    status: Status
    message: str = ""
    count: int = 0
    examples: tuple[Example, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return {
            "code": self.check.code,
            "severity": self.check.severity.value,
            "title": self.check.title,
            "status": self.status.value,
            "count": self.count,
            "message": self.message,
            "advice": self.check.advice,
            "examples": [
                {"articles": list(example.articles), "detail": example.detail}
                for example in self.examples
            ],
        }


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything the checks say of a corpus.

    Attributes
    ----------
    corpus : str
        Where it was read from.
    against : str or None
        The corpus it was compared with.
    articles : int
    sections : mapping of str to int
        Articles of each section, by slug.
    outcomes : sequence of Outcome
        One for each check.
    """

    corpus: str
    against: str | None
    articles: int
    sections: Mapping[str, int]
    outcomes: Sequence[Outcome]

    @property
    def failed(self) -> bool:
        """Whether there is a finding of the severity "error"."""
        return bool(self.groups()["errors"])

    def groups(self) -> dict[str, list[Outcome]]:
        """Return the outcomes in the groups that a reader goes through, some of them empty."""
        groups: dict[str, list[Outcome]] = {
            name: [] for name in ("errors", "warnings", "notes", "undecided", "not run", "passed")
        }
        for outcome in self.outcomes:
            found = outcome.status is Status.FOUND
            groups[f"{outcome.check.severity}s" if found else outcome.status].append(outcome)
        return groups

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON; `docs/checks.md` explains them."""
        return {
            "schema": SCHEMA,
            "corpus": self.corpus,
            "against": self.against,
            "articles": self.articles,
            "sections": dict(self.sections),
            "counts": {name: len(outcomes) for name, outcomes in self.groups().items()},
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
        }
