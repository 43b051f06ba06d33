"""Coded findings about a corpus before anything is learnt from it.

::

    articles -> Survey -> outcomes: found (error, warning, note), undecided, not run, passed

`catalogue` holds the checks; those that need a model are decided in `training.probes`.
"""

from data.checks.catalogue import CHECKS
from data.checks.outcome import Check, CheckReport, Example, Outcome, Severity, Status
from data.checks.survey import OtherCorpus, Survey

__all__ = [
    "CHECKS",
    "Check",
    "CheckReport",
    "Example",
    "OtherCorpus",
    "Outcome",
    "Severity",
    "Status",
    "Survey",
]
