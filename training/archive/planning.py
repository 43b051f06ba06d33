"""An archive cut into parts, and the columns it has; nothing is classified yet."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa

from data.errors import ClashingColumns, DamagedInput, WrongColumns
from data.readers import Columns
from data.readers.columns import ColumnFinder
from training.archive.answers import added_names
from training.archive.csv_rows import CellReader, refuse_twins
from training.archive.forms import Form
from training.archive.opening import encoding_of, lines_of, opened, reading
from training.archive.parts import FEWEST_DIGITS, Job, Part
from training.archive.sources import Source
from training.archive.survey import csv_schema, joined, json_schema, keys_of, names_of
from training.archive.table_rows import open_table

RANGE: Final = 1 << 26
"""Bytes of JSONL that make a part."""

_GLANCE: Final = 1000
_LOOKERS: Final = 16
"""Threads that look at files: over a network a look is mostly waiting."""
_OTHER_PREFIX: Final = "predicted_"


class Wishes(NamedTuple):
    """What the user wants of a run.

    Attributes
    ----------
    form : Form or None
        Of what is written; None for that of the input.
    columns : Columns
    top_k : int
    prefix : str or None
        What the names of added columns begin with; None for nothing, or ``predicted_`` if the
        archive has a column of such a name.
    piece_rows : int
    """

    form: Form | None = None
    columns: Columns = Columns()
    top_k: int = 1
    prefix: str | None = None
    piece_rows: int = 50_000


class Plan(NamedTuple):
    """What is to be done.

    Attributes
    ----------
    job : Job
    parts : list of Part
    faults : list of str
        Files that cannot be read at all, one line each.
    """

    job: Job
    parts: list[Part]
    faults: list[str]


class _Look(NamedTuple):
    """What a look at a file told."""

    source: Source
    schema: pa.Schema
    parts: list[Part]


def plan(sources: Sequence[Source], folder: Path, wishes: Wishes, n_sections: int) -> Plan:
    """Cut an archive into parts, the same ones whenever it is done.

    Parameters
    ----------
    sources : sequence of Source
    folder : Path
        Where the pieces go.
    wishes : Wishes
    n_sections : int
        How many sections the model has: no more can be named.

    Raises
    ------
    ClashingColumns, UnlikeColumns, UnreachableInput
    DamagedInput, WrongColumns
        If no file can be read; the fault of the first.
    """
    form = wishes.form or _common_form([source.form for source in sources])
    with ThreadPoolExecutor(_LOOKERS) as pool:
        found = list(pool.map(lambda source: _look_or_fault(source, wishes, form), sources))
    looks = [look for look in found if isinstance(look, _Look)]
    faults = [fault for fault in found if not isinstance(fault, _Look)]
    if not looks:
        raise faults[0]
    top_k = min(wishes.top_k, n_sections)
    schemas = [look.schema for look in looks]
    names = names_of(schemas)
    table = form.kind == "parquet"
    parts = [part for look in looks for part in look.parts]
    job = Job(
        folder=folder,
        form=form,
        columns=wishes.columns,
        added=_added(names, wishes.prefix, top_k),
        top_k=top_k,
        piece_rows=wishes.piece_rows,
        schema=joined((look.source.address, look.schema) for look in looks) if table else None,
        header=names,
        digits=max(FEWEST_DIGITS, len(str(len(parts)))),
    )
    numbered = [replace(part, number=number) for number, part in enumerate(parts)]
    return Plan(job, numbered, [str(fault) for fault in faults])


def _common_form(forms: Sequence[Form]) -> Form:
    """Write what is read; Parquet, if that is of several kinds."""
    kinds = {form.kind for form in forms}
    compressions = {form.compression for form in forms}
    if len(kinds) > 1:
        return Form("parquet")
    return Form(kinds.pop(), compressions.pop() if len(compressions) == 1 else "")


def _added(names: Sequence[str], prefix: str | None, top_k: int) -> tuple[str, ...]:
    """Name the added columns so that none is there already, in whatever case: databases ask."""
    taken = {name.casefold() for name in names}

    def clashes(prefix: str) -> list[str]:
        return [name for name in added_names(top_k, prefix) if name.casefold() in taken]

    if prefix is None:
        prefix = _OTHER_PREFIX if clashes("") else ""
    if found := clashes(prefix):
        raise ClashingColumns(found, prefix)
    return added_names(top_k, prefix)


def _look_or_fault(
    source: Source, wishes: Wishes, form: Form
) -> _Look | DamagedInput | WrongColumns:
    try:
        with reading(source.address):
            return _look(source, wishes, form)
    except (DamagedInput, WrongColumns) as error:
        return error


def _look(source: Source, wishes: Wishes, form: Form) -> _Look:
    if source.form.kind == "parquet":
        return _look_at_table(source, wishes)
    with opened(source.address, source.form.compression) as (stream, _):
        encoding = encoding_of(stream)
        if source.form.kind == "jsonl":
            header = []
        else:
            header = CellReader(source.address, lines_of(stream, encoding)).header
    if source.form.kind == "jsonl":
        # A table must know all its columns before the first row.
        limit = _GLANCE if form.kind == "jsonl" else None
        schema = json_schema(keys_of(source, encoding, limit))
    else:
        schema = csv_schema(header)
    whole = Part(0, source.address, source.form, 0, None, source.size, None, encoding)
    if not len(schema):
        return _Look(source, schema, [whole] if source.form.kind == "jsonl" else [])
    _check_columns(source, wishes.columns, schema.names)
    return _Look(source, schema, list(_ranges(whole)))


def _ranges(whole: Part) -> Iterator[Part]:
    """Cut a file of lines by its bytes, where that can be done without reading it."""
    form = whole.form
    if form.kind != "jsonl" or form.compression or whole.encoding.startswith("utf-16"):
        yield whole
        return
    for start in range(0, whole.size, RANGE):
        stop = min(start + RANGE, whole.size)
        yield replace(whole, start=start, stop=stop, size=stop - start)


def _look_at_table(source: Source, wishes: Wishes) -> _Look:
    with open_table(source.address) as file:
        schema, metadata = file.schema_arrow, file.metadata
    refuse_twins(source.address, schema.names)
    _check_columns(source, wishes.columns, schema.names)
    parts = [
        Part(
            number=0,
            address=source.address,
            form=source.form,
            start=start,
            stop=stop,
            size=round(source.size * rows / max(metadata.num_rows, 1)),
            rows=rows,
        )
        for start, stop, rows in _row_groups(metadata, wishes.piece_rows)
    ]
    return _Look(source, schema, parts)


def _row_groups(metadata: Any, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield ranges of row groups with as many rows as a piece holds, or one group, and the rows."""
    start = rows = 0
    for group in range(metadata.num_row_groups):
        more = metadata.row_group(group).num_rows
        if rows and rows + more > most:
            yield start, group, rows
            start, rows = group, 0
        rows += more
    if rows:
        yield start, metadata.num_row_groups, rows


def _check_columns(source: Source, columns: Columns, names: Sequence[str]) -> None:
    ColumnFinder(Path(source.address), columns, labelled=False).needed(names)
