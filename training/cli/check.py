"""`chuyenmuc check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer

from data.checks import CheckReport, Outcome
from data.readers import Columns
from training.cli.console import TerminalProgress, output
from training.cli.files import check_writable, write_json
from training.cli.options import (
    Corpus,
    Jobs,
    number_of_jobs,
    takes_columns,
)

_EXAMPLES: Final = 3
_IDS: Final = 4


@takes_columns
def check(
    corpus: Corpus,
    against: Annotated[
        Path | None,
        typer.Option(metavar="CORPUS2", help="Find the texts of this corpus in CORPUS."),
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write every finding as JSON.")
    ] = None,
    *,
    columns: Columns,
    jobs: Jobs = None,
) -> None:
    """Look a corpus over before training: copies, leaks, wrong labels."""
    from training.probes import check_corpus

    if json_file:
        check_writable(json_file)
    report = check_corpus(
        corpus,
        columns,
        against=against,
        jobs=number_of_jobs(jobs),
        progress=TerminalProgress(),
    )
    if json_file:
        write_json(json_file, report.to_dict())
    for line in _lines(report):
        output.print(line)
    raise typer.Exit(1 if report.failed else 0)


def _lines(report: CheckReport) -> Iterator[str]:
    """Tell a report group by group, the gravest first."""
    yield f"{report.articles:,} articles in {len(report.sections)} sections"
    groups = report.groups()
    for name, outcomes in groups.items():
        if not outcomes:
            continue
        yield ""
        if name == "passed":
            yield f"passed: {', '.join(outcome.check.code for outcome in outcomes)}"
            continue
        yield name
        for outcome in outcomes:
            yield f"  {outcome.check.code}: {outcome.message}"
            yield from _shown(outcome)
    yield ""
    yield ", ".join(f"{name} {len(outcomes)}" for name, outcomes in groups.items())


def _shown(outcome: Outcome) -> Iterator[str]:
    """Show the first examples of a finding, and what to do about it."""
    for example in outcome.examples[:_EXAMPLES]:
        ids = ", ".join(example.articles[:_IDS])
        more = len(example.articles) - _IDS
        named = f"{ids} and {more:,} more" if more > 0 else ids
        yield f"    {': '.join(filter(None, (named, example.detail)))}"
    if len(outcome.examples) > _EXAMPLES:
        yield f"    and {len(outcome.examples) - _EXAMPLES:,} more, which --json lists"
    if outcome.count:
        yield f"    -> {outcome.check.advice}"
