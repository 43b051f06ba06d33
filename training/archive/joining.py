"""The pieces of a run put together to one file."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from pyarrow import parquet

from training.archive.atomic import written
from training.archive.opening import opened
from training.archive.parts import Job
from training.archive.sinks import header_bytes, table_schema, table_writer, text_file

_BLOCK = 1 << 20


def join_pieces(pieces: Iterable[Path], job: Job, out: Path) -> None:
    """Write the rows of pieces, in their order, to one file, in one stroke."""
    with written(out) as partial:
        if job.form.kind == "parquet":
            _join_tables(pieces, job, partial)
        else:
            _join_texts(pieces, job, partial)


def _join_tables(pieces: Iterable[Path], job: Job, out: Path) -> None:
    with table_writer(out, table_schema(job)) as writer:
        for piece in pieces:
            with parquet.ParquetFile(piece) as file:
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group))


def _join_texts(pieces: Iterable[Path], job: Job, out: Path) -> None:
    header = header_bytes(job)
    with text_file(out, job.form.compression) as whole:
        whole.write(header)
        for piece in pieces:
            with opened(str(piece), job.form.compression) as (stream, _):
                stream.read(len(header))
                shutil.copyfileobj(stream, whole, _BLOCK)


def join_files(files: Iterable[Path], out: Path) -> None:
    """Write the bytes of files, in their order, to one, in one stroke; none, if there is none."""
    existing = [file for file in files if file.exists()]
    if not existing:
        return
    with written(out) as partial, partial.open("wb") as whole:
        for file in existing:
            with file.open("rb") as stream:
                shutil.copyfileobj(stream, whole, _BLOCK)
