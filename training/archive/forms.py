"""What form a file of an archive has, told by its name."""

from typing import Final, Literal, NamedTuple

Kind = Literal["parquet", "jsonl", "csv", "tsv"]
Compression = Literal["", "gz", "zst"]

_KINDS: Final[tuple[Kind, ...]] = ("parquet", "jsonl", "csv", "tsv")
_COMPRESSIONS: Final[tuple[Compression, ...]] = ("gz", "zst")


class Form(NamedTuple):
    """How rows are written, and how the file is compressed."""

    kind: Kind
    compression: Compression = ""

    @property
    def suffix(self) -> str:
        """The end of a name of such a file.

        >>> Form("jsonl", "gz").suffix
        '.jsonl.gz'
        """
        return f".{self.kind}.{self.compression}" if self.compression else f".{self.kind}"


def form_of(name: str) -> Form | None:
    """Tell the form of a file by its name.

    >>> form_of("bai/2024.CSV.zst")
    Form(kind='csv', compression='zst')
    >>> form_of("bai/2024.xlsx") is None
    True
    """
    lower = name.lower()
    compression: Compression = ""
    for known in _COMPRESSIONS:
        if lower.endswith(f".{known}"):
            lower, compression = lower.removesuffix(f".{known}"), known
    kind = next((kind for kind in _KINDS if lower.endswith(f".{kind}")), None)
    if kind is None or (kind == "parquet" and compression):
        return None
    return Form(kind, compression)
