"""Downloads over lines, and from servers, as bad as they come."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data.errors import DownloadFailed, DownloadRefused
from data.vntc.download import Patience, download
from tests.data.vntc.server import Answer, Mirror, etag_of

CONTENT = bytes(range(256)) * 400
CHANGED = CONTENT[::-1]
HALF = len(CONTENT) // 2
BREAK = Answer(break_after=HALF)
HASTE = Patience(connect=2, stall=0.2, tries=3, pause=0.01, longest_pause=0.05)

Get = Callable[[], bytes]


class Watcher:
    """Keeps what a download tells of its progress."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.done = 0

    @contextmanager
    def stage(self, label: str, total: int | None) -> Iterator[Callable[[int], None]]:
        self.stages.append((label, total))
        self.done = 0
        yield self.advance

    def advance(self, units: int) -> None:
        self.done += units


@pytest.fixture
def get(mirror: Mirror, tmp_path: Path) -> Get:
    """Download the server's file and return what is in it."""
    mirror.files["a.rar"] = CONTENT

    def call() -> bytes:
        path = tmp_path / "a.rar"
        download(f"{mirror.url}/a.rar", path, patience=HASTE)
        assert [found.name for found in tmp_path.iterdir()] == ["a.rar"]
        return path.read_bytes()

    return call


def test_a_file_comes_whole(get: Get, mirror: Mirror) -> None:
    assert get() == CONTENT
    assert mirror.ranges() == [None]


def test_a_broken_line_is_gone_on_with_where_it_broke(get: Get, mirror: Mirror) -> None:
    mirror.answers = [BREAK]
    assert get() == CONTENT
    assert mirror.ranges() == [None, f"bytes={HALF}-"]
    assert mirror.requests[1]["if-range"] == etag_of(CONTENT)


def test_tries_that_bring_something_new_are_not_counted(get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(break_after=len(CONTENT) // 20) for _ in range(4 * HASTE.tries)]
    assert get() == CONTENT
    assert len(mirror.requests) > 2 * HASTE.tries


def test_a_stalled_line_is_given_up_and_gone_on_with(get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(stall=5)]
    begin = time.monotonic()
    assert get() == CONTENT
    assert time.monotonic() - begin < 3
    assert mirror.ranges()[1] == f"bytes={HALF}-"


def test_a_slow_line_is_waited_for(get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(stall=HASTE.stall / 2)]
    assert get() == CONTENT
    assert len(mirror.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(ranges=False), id="ignores Range"),
        pytest.param(Answer(headers={"Content-Range": ""}), id="says not which part it gives"),
        pytest.param(
            Answer(headers={"Content-Range": f"bytes 0-9/{len(CONTENT)}"}), id="gives another part"
        ),
        pytest.param(Answer(status=416), id="has no such part"),
    ],
)
def test_a_server_that_cannot_go_on_begins_anew(answer: Answer, get: Get, mirror: Mirror) -> None:
    mirror.answers = [BREAK, answer]
    assert get() == CONTENT


@pytest.mark.parametrize("if_range", [True, False], ids=["heeds If-Range", "ignores If-Range"])
def test_two_files_are_never_mixed(get: Get, mirror: Mirror, *, if_range: bool) -> None:
    mirror.answers = [BREAK, Answer(body=CHANGED, if_range=if_range)]
    mirror.files["a.rar"] = CHANGED
    mirror.answers[0].body = CONTENT
    assert get() == CHANGED


@pytest.mark.parametrize("etag", ["", 'W/"1"'], ids=["none", "weak"])
def test_without_a_validator_nothing_is_gone_on_with(etag: str, get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(break_after=HALF, headers={"ETag": etag})]
    assert get() == CONTENT
    assert mirror.ranges() == [None, None]


def test_a_date_vouches_for_a_file_too(get: Get, mirror: Mirror) -> None:
    dated = {"ETag": "", "Last-Modified": "Mon, 02 Apr 2007 07:00:00 GMT"}
    mirror.answers = [
        Answer(break_after=HALF, headers=dated),
        Answer(headers=dated, if_range=False),
    ]
    assert get() == CONTENT
    assert mirror.requests[1]["if-range"] == dated["Last-Modified"]
    assert mirror.ranges() == [None, f"bytes={HALF}-"]


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_passing_refusal_is_waited_out(status: int, get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(status, {"Retry-After": "3600"}, b"wait"), Answer(status, body=b"")]
    assert get() == CONTENT
    assert len(mirror.requests) == 3


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_lasting_refusal_is_said_at_once(status: int, get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(status, body=b"<html>no</html>")]
    with pytest.raises(DownloadRefused, match=rf"/a\.rar: the server answers {status} \w+"):
        get()
    assert len(mirror.requests) == 1


def test_a_redirection_is_followed(get: Get, mirror: Mirror) -> None:
    moved = Answer(302, {"Location": f"{mirror.url}/b.rar"}, b"")
    mirror.files["b.rar"] = CHANGED
    mirror.answers = [moved, BREAK, moved]
    assert get() == CHANGED
    assert mirror.ranges()[-1] == f"bytes={HALF}-"


def test_a_circle_of_redirections_is_refused(get: Get, mirror: Mirror) -> None:
    mirror.answers = [Answer(302, {"Location": "/a.rar"}, b"") for _ in range(30)]
    with pytest.raises(DownloadRefused, match="redirects"):
        get()


@pytest.mark.parametrize("address", ["http://", "http://a:b", "ftp://a/b"])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(DownloadRefused, match=address):
        download(address, tmp_path / "a.rar", patience=HASTE)


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"connection failed \(.+\); given up after 3 tries"):
        download("http://127.0.0.1:9/a.rar", tmp_path / "a.rar", patience=HASTE)
    assert not list(tmp_path.iterdir())


def test_a_length_that_never_comes_is_given_up(get: Get, mirror: Mirror, tmp_path: Path) -> None:
    claims = {"Content-Length": str(len(CONTENT) + 10)}
    mirror.answers = [Answer(headers=claims, ranges=False) for _ in range(20)]
    with pytest.raises(DownloadFailed) as caught:
        get()
    assert caught.value.tries == HASTE.tries
    assert not (tmp_path / "a.rar").exists()


def test_the_next_run_goes_on_where_this_one_gave_up(get: Get, mirror: Mirror) -> None:
    mirror.answers = [BREAK, *(Answer(503, body=b"") for _ in range(9))]
    with pytest.raises(DownloadFailed, match=f"go on from byte {HALF:,}"):
        get()
    mirror.answers = []
    assert get() == CONTENT
    assert mirror.ranges()[-1] == f"bytes={HALF}-"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"address": 1}', '{"validator": "x"}'])
def test_bytes_of_unknown_origin_are_not_built_on(
    damage: str, get: Get, mirror: Mirror, tmp_path: Path
) -> None:
    (tmp_path / "a.rar.part").write_bytes(b"x" * HALF)
    (tmp_path / "a.rar.part.json").write_text(damage)
    assert get() == CONTENT
    assert mirror.ranges() == [None]


def test_bytes_from_another_address_are_not_built_on(
    get: Get, mirror: Mirror, tmp_path: Path
) -> None:
    mirror.files["other/a.rar"] = CHANGED
    mirror.answers = [BREAK, *(Answer(503, body=b"") for _ in range(9))]
    with pytest.raises(DownloadFailed):
        download(f"{mirror.url}/other/a.rar", tmp_path / "a.rar", patience=HASTE)
    mirror.answers = []
    assert get() == CONTENT


def test_an_interrupted_download_keeps_what_came(get: Get, mirror: Mirror, tmp_path: Path) -> None:
    class Impatient(Watcher):
        def advance(self, units: int) -> None:
            if units:
                raise KeyboardInterrupt

    mirror.answers = [Answer(stall=0.1)]
    with pytest.raises(KeyboardInterrupt):
        download(f"{mirror.url}/a.rar", tmp_path / "a.rar", Impatient().stage, HASTE)
    kept = (tmp_path / "a.rar.part").stat().st_size
    assert kept > 0
    assert not (tmp_path / "a.rar").exists()
    assert get() == CONTENT
    assert mirror.ranges()[-1] == f"bytes={kept}-"


@pytest.mark.parametrize(
    ("variable", "value"), [("HTTP_PROXY", "ftp://a"), ("SSL_CERT_FILE", "/nowhere/a.pem")]
)
def test_an_environment_that_cannot_be_used_is_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(DownloadRefused, match="the environment's proxy or certificates"):
        download("http://a.invalid/a.rar", tmp_path / "a.rar", patience=HASTE)


def test_progress_counts_the_whole_file_and_says_why_it_waits(
    mirror: Mirror, tmp_path: Path
) -> None:
    mirror.files["a.rar"] = CONTENT
    mirror.answers = [BREAK, Answer(503, body=b"")]
    watcher = Watcher()
    download(f"{mirror.url}/a.rar", tmp_path / "a.rar", watcher.stage, HASTE)
    labels = [label for label, _ in watcher.stages]
    assert labels[0] == labels[-1] == "a.rar, kB"
    assert labels[1] == "Waiting, as the connection broke"
    assert labels[2] == "Waiting, as the server answers 503 Service Unavailable"
    assert watcher.done == watcher.stages[-1][1] == len(CONTENT) // 1000
