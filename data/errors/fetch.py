"""Public corpora that cannot be fetched."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from data.errors.base import ChuyenmucError, listed


class FetchError(ChuyenmucError):
    """A public corpus that cannot be fetched."""

    code = "fetch"
    title = "The corpus cannot be fetched"


class MissingSource(FetchError):
    """What is to be fetched from is neither an address nor on this disk."""

    code = "missing-source"

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__(f"{source}: no such file or folder, and no http:// or https:// address")


class IncompleteSource(FetchError):
    """Parts of the corpus are not where the user says, neither packed nor unpacked."""

    code = "incomplete-source"

    def __init__(self, path: Path | str, needed: Sequence[str]) -> None:
        self.path, self.needed = Path(path), list(needed)
        super().__init__(
            f"{path}: no {' and no '.join(needed)} here, neither a folder of topics nor a .rar "
            "archive of this name; give --from the folder that holds them"
        )


class FolderBusy(FetchError):
    """Another fetch is at work in the folder."""

    code = "folder-busy"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        super().__init__(
            f"{path}: another fetch is at work here; wait for it or give another --out"
        )


class NoUnpacker(FetchError):
    """No program that unpacks the archives is installed."""

    code = "no-unpacker"

    def __init__(self, tools: Sequence[str]) -> None:
        self.tools = list(tools)
        super().__init__(
            f"none of {listed(tools)} is installed to unpack .rar archives; install one, "
            "or unpack them elsewhere and give the folder with --from"
        )


class DownloadRefused(FetchError):
    """The server will not give the file, however often it is asked."""

    code = "download-refused"

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(
            f"{address}: {reason}; check the address, or give --from an archive or a folder"
        )


class DownloadFailed(FetchError):
    """The file did not come, or not whole, after several tries; `kept` bytes are not lost."""

    code = "download-failed"

    def __init__(self, address: str, reason: str, tries: int, kept: int) -> None:
        self.address, self.reason, self.tries, self.kept = address, reason, tries, kept
        goes_on = f"go on from byte {kept:,}" if kept else "try anew"
        super().__init__(
            f"{address}: {reason}; given up after {tries} tries in a row that brought nothing new; "
            f"run the same command later to {goes_on}"
        )


class DamagedSource(FetchError):
    """An archive or a folder does not hold the corpus as it was published; `reason` says where."""

    code = "damaged-source"

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"{path}: {reason}; get another copy")


class WrongCounts(DamagedSource):
    """Topics do not hold the articles they were published with."""

    code = "wrong-counts"

    def __init__(
        self, path: Path | str, expected: Mapping[str, int], found: Mapping[str, int]
    ) -> None:
        self.expected, self.found = dict(expected), dict(found)
        wrong = [
            f"{topic!r} should hold {count} articles and holds {found.get(topic, 0)}"
            for topic, count in expected.items()
            if found.get(topic, 0) != count
        ]
        super().__init__(path, listed(wrong))


class DamagedDownload(FetchError):
    """What a server gave is not the corpus; it is set aside, so that the next run asks again."""

    code = "damaged-download"

    def __init__(self, address: str, reason: str, aside: Path | str) -> None:
        self.address, self.reason, self.aside = address, reason, Path(aside)
        super().__init__(
            f"{address}: {reason}; what came is set aside as {aside}; "
            "run the same command to download it anew"
        )
