"""A run over an archive, from the first look at it to the last file."""

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from model import SectionClassifier
from training.archive.atomic import sweep
from training.archive.joining import join_files, join_pieces
from training.archive.journal import RUN, Beginning, Journal, beginning_of, write_json
from training.archive.output import Output
from training.archive.parts import REJECTS, Advance, Job, PartDone
from training.archive.planning import Plan, Wishes, plan
from training.archive.sources import find_sources
from training.archive.workers import Workers


class Progress(Protocol):
    """Shows how far a run is."""

    def over(self, size: int, done: int) -> AbstractContextManager[Advance]:
        """Begin.

        Parameters
        ----------
        size : int
            The bytes of the whole input.
        done : int
            Those of the parts that an earlier run has done.
        """
        ...


class Summary(NamedTuple):
    """What came of a run.

    Attributes
    ----------
    rows : int
        Classified.
    rejected : int
        Written to the rejects, each with its reason.
    new : int
        How many of both this run has read; others were there before.
    faults : list of str
        Files that are damaged, or have no text: what of them could not be read.
    failures : list of str
        Parts that could not be reached; the run is to be resumed.
    rejects : Path
        Where the rejects are.
    """

    rows: int
    rejected: int
    new: int
    faults: list[str]
    failures: list[str]
    rejects: Path


def classify_archive(
    inputs: Sequence[str],
    out: Path,
    *,
    classifier: SectionClassifier,
    workers: Workers,
    wishes: Wishes,
    progress: Progress,
    resume: bool = False,
) -> Summary:
    """Classify all rows of an archive.

    Parameters
    ----------
    inputs : sequence of str
        Files, folders, patterns, and addresses that fsspec opens.
    out : Path
        A new folder; or a new file, if it has the name of one.
    classifier : SectionClassifier
    workers : Workers
    wishes : Wishes
    progress : Progress
    resume : bool
        Whether to go on with what an earlier run has left there, if one has.

    Raises
    ------
    ArchiveError
        If the archive cannot be found or planned, or something is in the way of the output.
    """
    output = Output(out)
    output.check(resume=resume)
    sources = find_sources(inputs, output.path)
    wishes = wishes._replace(form=output.form or wishes.form)
    planned = plan(sources, output.folder, wishes, len(classifier.sections))
    beginning = beginning_of(sources, classifier, planned.job, len(planned.parts))
    if finished := output.finished(beginning):
        return Summary(**finished, new=0, failures=[], rejects=_rejects_of(output))
    with output.locked():
        output.check(resume=resume)
        write_json(output.folder / RUN, beginning)
        summary = _work(planned, output, workers, progress)
        if not summary.failures:
            _finish(planned, output, beginning, summary)
    if output.form and not summary.failures:
        shutil.rmtree(output.folder)
    return summary


def _work(planned: Plan, output: Output, workers: Workers, progress: Progress) -> Summary:
    job, parts = planned.job, planned.parts
    sweep(output.folder)
    journal = Journal(output.folder)
    done = {number: part for number, part in journal.read().items() if _is_there(part, job)}
    before = sum(part.rows + part.rejected for part in done.values())
    left = [part for part in parts if part.number not in done]
    size = sum(part.size for part in parts)
    failures = []
    with progress.over(size, size - sum(part.size for part in left)) as advance:
        for part in workers.run(left, job, advance):
            if part.failure:
                failures.append(part.failure)
            else:
                journal.add(part)
                done[part.number] = part
    rows = sum(part.rows for part in done.values())
    rejected = sum(part.rejected for part in done.values())
    return Summary(
        rows=rows,
        rejected=rejected,
        new=rows + rejected - before,
        faults=planned.faults + [done[at].fault for at in sorted(done) if done[at].fault],
        failures=failures,
        rejects=_rejects_of(output),
    )


def _is_there(part: PartDone, job: Job) -> bool:
    """Tell whether nobody has taken the pieces of a part away."""
    return all(job.piece(part.number, piece).exists() for piece in range(part.pieces))


def _rejects_of(output: Output) -> Path:
    return output.rejects_file if output.form else output.folder / REJECTS


def _finish(planned: Plan, output: Output, beginning: Beginning, summary: Summary) -> None:
    """Put the pieces together where one file is wanted, then write that all is done."""
    if output.form:
        job = planned.job
        done = sorted(Journal(output.folder).read().items())
        pieces = [(number, piece) for number, part in done for piece in range(part.pieces)]
        join_files((job.rejects(*piece) for piece in pieces), output.rejects_file)
        join_pieces((job.piece(*piece) for piece in pieces), job, output.path)
    end = {"rows": summary.rows, "rejected": summary.rejected, "faults": summary.faults}
    write_json(output.run_file, {**beginning, "summary": end})
